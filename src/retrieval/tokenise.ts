import { remembered } from './features.ts'
import { normalise } from './normalise.ts'

const WORD = /[\p{L}\p{M}\p{N}]+/gu
const HAN = /\p{Script=Han}/u
let chinese: Intl.Segmenter | null = null

/** So many texts a language are kept as words: one message is looked at from many sides. */
let textsKept = 500
const readers = new Map<string, (text: string) => readonly string[]>()

/** For building, in which thousands of texts are read several times. */
export function keepWordsOf(texts: number): void {
  textsKept = texts
  readers.clear()
}

/** Normalised words in order. Abbreviations with points stay one word ("s.p." → "sp", "d.o.o." → "doo"). */
export function words(text: string, language = ''): readonly string[] {
  let read = readers.get(language)
  if (!read) {
    read = remembered((one) => readWords(one, language), textsKept)
    readers.set(language, read)
  }
  return read(text)
}

function readWords(text: string, language: string): string[] {
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
