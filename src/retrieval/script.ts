/** The scripts of our languages. */
export type Script = 'latin' | 'cyrillic' | 'arabic' | 'bengali' | 'han'

const OWN_SCRIPTS: Record<Exclude<Script, 'latin'>, RegExp> = {
  bengali: /^\p{Script=Bengali}/u,
  han: /^\p{Script=Han}/u,
  arabic: /^\p{Script=Arabic}/u,
  cyrillic: /^\p{Script=Cyrillic}/u,
}
const WORD = /[\p{L}\p{M}]+/gu
/** So many words of another script, and this share of all, tell who writes; the Latin ones are local terms and names. */
const FEW_WORDS = 2
const SMALL_SHARE = 0.25

/**
 * The script of the writer's own language: people mix Latin words into other scripts, hardly ever the other way round.
 * Null without letters.
 */
export function scriptOf(text: string): Script | null {
  const counts = new Map<Script, number>()
  for (const [word] of text.matchAll(WORD)) {
    const script = scriptOfWord(word)
    // Chinese writes no spaces; a word has about two signs.
    const size = script === 'han' ? Math.ceil([...word].length / 2) : 1
    counts.set(script, (counts.get(script) ?? 0) + size)
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const [best] = [...counts].filter(([script]) => script !== 'latin').sort((a, b) => b[1] - a[1])
  if (!best) return 'latin'
  const [script, count] = best
  const tells = count * 2 >= total || (count >= FEW_WORDS && count >= SMALL_SHARE * total)
  return tells ? script : 'latin'
}

function scriptOfWord(word: string): Script {
  const own = Object.entries(OWN_SCRIPTS).find(([, pattern]) => pattern.test(word))
  return own ? (own[0] as Script) : 'latin'
}
