import { stem } from './stems.ts'
import { stopWords } from './stopwords.ts'
import { words } from './tokenise.ts'

/** A text and the same text in another language. */
export interface ParallelText {
  from: string
  to: string
}

/** For each word stem of one language the stems of another that stand in its place, with their probabilities. */
export type TranslationTable = Map<string, [stem: string, probability: number][]>

const ROUNDS = 4
const KEPT = 5
const LEAST_PROBABILITY = 0.07
/** Where no stemmer is known, words with the same beginning count as one. */
const PREFIX = 6

/**
 * Learns which words translate which from parallel texts: Model 1 of Brown et al. 1993, expectation maximisation over
 * all pairs of words. Meant for the small world of our articles, not for translating sentences.
 */
export function learnTranslation(texts: readonly ParallelText[], from: string, to: string): TranslationTable {
  const pairs = texts.map((text) => ({
    from: unique(contentStems(text.from, from)),
    to: unique(contentStems(text.to, to)),
  }))
  let table = uniform(pairs)
  for (let round = 0; round < ROUNDS; round++) table = reestimate(table, pairs)
  return pruned(table)
}

/** The stems of the other language that a text speaks of, with weights from 0 to 1. */
export function translatedStems(table: TranslationTable, text: string, from: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const word of unique(contentStems(text, from))) {
    for (const [target, probability] of table.get(word) ?? [])
      found.set(target, Math.max(found.get(target) ?? 0, probability))
  }
  return found
}

/** Stems of the words that carry a topic. */
export function contentStems(text: string, language: string): string[] {
  const stop = stopWords(language)
  return words(text, language)
    .filter((word) => !stop.has(word) && !/^\d+$/.test(word))
    .map((word) => {
      const stemmed = stem(word, language)
      return stemmed === word ? word.slice(0, PREFIX) : stemmed
    })
}

type Probabilities = Map<string, Map<string, number>>
interface Pair {
  from: string[]
  to: string[]
}

function uniform(pairs: readonly Pair[]): Probabilities {
  const table: Probabilities = new Map()
  for (const pair of pairs) {
    for (const word of pair.from) {
      const row = table.get(word) ?? new Map<string, number>()
      for (const target of pair.to) row.set(target, 1)
      table.set(word, row)
    }
  }
  return table
}

function reestimate(table: Probabilities, pairs: readonly Pair[]): Probabilities {
  const counts: Probabilities = new Map()
  for (const pair of pairs) {
    for (const target of pair.to) {
      let total = 0
      for (const word of pair.from) total += table.get(word)?.get(target) ?? 0
      if (total === 0) continue
      for (const word of pair.from) {
        const share = (table.get(word)?.get(target) ?? 0) / total
        if (share < 1e-4) continue
        const row = counts.get(word) ?? new Map<string, number>()
        row.set(target, (row.get(target) ?? 0) + share)
        counts.set(word, row)
      }
    }
  }
  for (const row of counts.values()) {
    let sum = 0
    for (const count of row.values()) sum += count
    for (const [target, count] of row) row.set(target, count / sum)
  }
  return counts
}

function pruned(table: Probabilities): TranslationTable {
  return new Map(
    [...table].map(([word, row]) => [
      word,
      [...row]
        .filter(([, probability]) => probability >= LEAST_PROBABILITY)
        .sort((a, b) => b[1] - a[1])
        .slice(0, KEPT),
    ]),
  )
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
