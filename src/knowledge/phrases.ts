import { withinDistance } from '../retrieval/edit-distance.ts'
import { remembered } from '../retrieval/features.ts'
import { normalise } from '../retrieval/normalise.ts'

/** A word of so many letters is known with one letter wrong, from 8 on with two. */
const SHORTEST_MISSPELT = 5
const TOKEN = /[\p{L}\p{M}\p{N}]+/gu
const UNSPACED = /\p{Script=Han}/u

interface Token {
  word: string
  start: number
}

/** Many lists of phrases look at the same message. */
const tokensOf = remembered(
  (normalised): readonly Token[] =>
    [...normalised.matchAll(TOKEN)].map((match) => ({ word: match[0], start: match.index })),
  300,
)

interface Phrase<T> {
  words: string[]
  /** The last word may go on. */
  open: boolean
  value: T
  order: number
}

interface Match<T> {
  phrase: Phrase<T>
  start: number
  end: number
}

/**
 * Phrases that can be looked for in a message, each with what it stands for. Phrases are compared word by word in
 * normalised spelling; one that ends in * matches every longer last word; Chinese, which has no spaces, is found
 * anywhere. A look costs about as much as reading the message, however many phrases there are.
 */
export class PhraseMatcher<T> {
  private readonly byFirstWord = new Map<string, Phrase<T>[]>()
  private readonly byOpening = new Map<string, Phrase<T>[]>()
  private readonly unspaced: { text: string; phrase: Phrase<T> }[] = []
  private readonly longWords: Phrase<T>[] = []
  private shortestOpening = Number.POSITIVE_INFINITY

  /** A single word that ends in a space is never guessed from a misspelling. */
  constructor(entries: readonly { phrase: string; value: T }[], language: string) {
    entries.forEach(({ phrase: raw, value }, order) => {
      const open = raw.trimEnd().endsWith('*')
      const text = normalise(raw.replace(/\*\s*$/, ''), language).trim()
      const phrase: Phrase<T> = { words: text.match(TOKEN) ?? [], open, value, order }
      this.add(phrase, text)
      if (phrase.words.length === 1 && text.length >= SHORTEST_MISSPELT && !raw.endsWith(' '))
        this.longWords.push(phrase)
    })
  }

  private add(phrase: Phrase<T>, text: string): void {
    const first = phrase.words[0]
    if (first === undefined) return
    if (UNSPACED.test(text)) this.unspaced.push({ text, phrase })
    else if (phrase.open && phrase.words.length === 1) {
      push(this.byOpening, first, phrase)
      this.shortestOpening = Math.min(this.shortestOpening, first.length)
    } else push(this.byFirstWord, first, phrase)
  }

  /** What the phrases found in a normalised message stand for, in the order of the entries, each once. */
  find(normalised: string): T[] {
    const found = this.matches(normalised).map((match) => match.phrase)
    return valuesInOrder(found)
  }

  /** As `find`, without what stands inside a longer phrase of another meaning ("not an eu citizen" is no "eu citizen"). */
  findLongest(normalised: string): T[] {
    const all = this.matches(normalised)
    const inside = (one: Match<T>) =>
      all.some(
        (other) =>
          other.phrase.value !== one.phrase.value &&
          other.start <= one.start &&
          other.end >= one.end &&
          other.end - other.start > one.end - one.start,
      )
    return valuesInOrder(all.filter((match) => !inside(match)).map((match) => match.phrase))
  }

  /** What is found, with the place in the message where it was said last. */
  mentions(normalised: string): { value: T; at: number }[] {
    return this.matches(normalised).map(({ phrase, start }) => ({ value: phrase.value, at: start }))
  }

  /** As `find`, for long words with a letter or two wrong, missing or swapped ("slovnia"). */
  findMisspelt(normalised: string): T[] {
    const given = (normalised.match(TOKEN) ?? []).filter((word) => word.length >= SHORTEST_MISSPELT)
    const found = this.longWords.filter(({ words: [word = ''] }) =>
      given.some((one) => one[0] === word[0] && withinDistance(one, word, word.length >= 8 ? 2 : 1)),
    )
    return valuesInOrder(found)
  }

  /** The message without the phrases; the whole message when nothing else would be left. */
  without(normalised: string): string {
    let rest = ''
    let from = 0
    for (const { start, end } of this.matches(normalised).sort((a, b) => a.start - b.start)) {
      if (start > from) rest += normalised.slice(from, start)
      from = Math.max(from, end)
    }
    rest += normalised.slice(from)
    return rest.trim() === '' ? normalised : rest
  }

  private matches(normalised: string): Match<T>[] {
    const tokens = tokensOf(normalised)
    const found: Match<T>[] = []
    tokens.forEach(({ word, start }, at) => {
      for (const phrase of this.byFirstWord.get(word) ?? []) {
        const last = tokens[at + phrase.words.length - 1]
        if (last && goesOn(phrase, tokens, at))
          found.push({ phrase, start, end: last.start + last.word.length })
      }
      for (let length = this.shortestOpening; length <= word.length; length++) {
        for (const phrase of this.byOpening.get(word.slice(0, length)) ?? [])
          found.push({ phrase, start, end: start + word.length })
      }
    })
    for (const { text, phrase } of UNSPACED.test(normalised) ? this.unspaced : []) {
      const start = normalised.indexOf(text)
      if (start >= 0) found.push({ phrase, start, end: start + text.length })
    }
    return found
  }
}

function goesOn<T>(phrase: Phrase<T>, tokens: readonly Token[], at: number): boolean {
  const lastIndex = phrase.words.length - 1
  return phrase.words.every((word, index) => {
    const token = tokens[at + index]?.word
    return phrase.open && index === lastIndex ? token?.startsWith(word) === true : token === word
  })
}

function valuesInOrder<T>(phrases: readonly Phrase<T>[]): T[] {
  return [...new Set([...phrases].sort((a, b) => a.order - b.order).map((phrase) => phrase.value))]
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
