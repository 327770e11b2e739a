import { withinDistance } from './edit-distance.ts'
import { hashText, remembered } from './features.ts'
import { normalise } from './normalise.ts'
import { firstPosition } from './sorted.ts'
import { stem } from './stems.ts'
import { words } from './tokenise.ts'

/** What is needed to mend misspelt words of one language; plain data, so that it can be kept on disk. */
export interface SpellingData {
  language: string
  /** The words to which others are corrected, the most usual first. */
  usual: string[]
  /** Hashes of the usual words and of each with one letter left out, in rising order. */
  keys: Uint32Array
  /** For each key the position of its word in `usual`. */
  owners: Uint16Array
  /** Hashes, in rising order, of all words and stems that are right as they are. */
  known: Uint32Array
}

/** Short words are too near to each other. */
const SHORTEST = 4
/** A word that stands in the texts so often is usual; rarer ones may be misspelt themselves. */
const USUAL_FROM = 3
const MOST_USUAL = 8000
const LETTERS = new RegExp(`[\\p{L}\\p{M}]{${SHORTEST},}`, 'gu')
const HAN = /\p{Script=Han}/u
const WORDS_KEPT = 5000

/** Learns from texts of the language which words there are. */
export function learnSpelling(texts: readonly string[], language: string): SpellingData {
  const counts = new Map<string, number>()
  for (const text of texts)
    for (const word of words(text, language)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const usual = [...counts]
    .filter(([word, count]) => count >= USUAL_FROM && [...word].length >= SHORTEST && !HAN.test(word))
    .sort(([one, often], [other, seldom]) => seldom - often || (one < other ? -1 : 1))
    .slice(0, MOST_USUAL)
    .map(([word]) => word)
  const owned = usual
    .flatMap((word, owner) => variants(word).map((variant) => ({ key: hashText(variant), owner })))
    .sort((a, b) => a.key - b.key || a.owner - b.owner)
  const known = new Set(
    [...counts.keys()].flatMap((word) => [hashText(word), hashText(stem(word, language))]),
  )
  return {
    language,
    usual,
    keys: Uint32Array.from(owned, ({ key }) => key),
    owners: Uint16Array.from(owned, ({ owner }) => owner),
    known: Uint32Array.from(known).sort(),
  }
}

/** Mends the words of a message in one language. */
export class Spelling {
  private readonly mended: (word: string) => string

  constructor(private readonly data: SpellingData) {
    this.mended = remembered((word) => this.nearestUsual(word), WORDS_KEPT)
  }

  /**
   * The text in which each word that nobody knows is replaced by the most usual one from which it differs by one letter
   * put in, left out, changed or swapped with its neighbour; all else stays as it is.
   */
  corrected(text: string): string {
    return text.replace(LETTERS, (word) => this.mended(word) || word)
  }

  /** Empty for a word that is right or like none. */
  private nearestUsual(written: string): string {
    const { language, usual, known } = this.data
    const word = normalise(written, language)
    if (word.length < SHORTEST || HAN.test(word)) return ''
    if (firstPosition(known, hashText(word)) >= 0) return ''
    if (firstPosition(known, hashText(stem(word, language))) >= 0) return ''
    let best = usual.length
    for (const variant of variants(word))
      for (const owner of this.ownersOf(variant))
        if (owner < best && withinDistance(word, usual[owner] as string, 1)) best = owner
    return usual[best] ?? ''
  }

  private ownersOf(variant: string): number[] {
    const { keys, owners } = this.data
    const key = hashText(variant)
    const found: number[] = []
    for (let at = firstPosition(keys, key); keys[at] === key; at++) found.push(owners[at] as number)
    return found
  }
}

/** A word and what is left of it without one of its letters (Garbe's symmetric deletes: two words one letter apart share one). */
function variants(word: string): string[] {
  const letters = [...word]
  return [word, ...letters.map((_, at) => letters.slice(0, at).join('') + letters.slice(at + 1).join(''))]
}
