import { normalise } from './normalise.ts'

const WORD = /[\p{L}\p{M}\p{N}]+/gu
const HAN = /\p{Script=Han}/u
let chinese: Intl.Segmenter | null = null

/** Normalised words in order. Abbreviations with points stay one word ("s.p." → "sp", "d.o.o." → "doo"). */
export function words(text: string, language?: string): string[] {
  const normal = normalise(text, language).replace(/\b(\p{L})\.(?:\s?(\p{L})\.)+/gu, (match) =>
    match.replace(/[.\s]/g, ''),
  )
  const found = normal.match(WORD) ?? []
  return HAN.test(normal) ? found.flatMap((word) => (HAN.test(word) ? chineseWords(word) : [word])) : found
}

function chineseWords(text: string): string[] {
  chinese ??= new Intl.Segmenter('zh', { granularity: 'word' })
  return [...chinese.segment(text)].filter((part) => part.isWordLike).map((part) => part.segment)
}

/** Letter pieces of words, four letters long; short words whole; Chinese in pairs of signs. */
export function pieces(tokens: readonly string[], length = 4): string[] {
  return tokens.flatMap((word) => (HAN.test(word) ? gramsOf(word, 2) : gramsOf(word, length)))
}

function gramsOf(word: string, length: number): string[] {
  if (word.length <= length) return [word]
  const grams: string[] = []
  for (let start = 0; start + length <= word.length; start++) grams.push(word.slice(start, start + length))
  return grams
}
