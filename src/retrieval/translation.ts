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
/** What counts less than this in a text is left out. */
const LEAST_SHARE = 1e-4
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
  const cells = numberCells(pairs)
  let probabilities = new Float64Array(cells.rowOf.length).fill(1)
  for (let round = 0; round < ROUNDS; round++) probabilities = reestimate(probabilities, cells, pairs)
  return pruned(probabilities, cells)
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

interface Pair {
  from: string[]
  to: string[]
}

/** All pairs of words that stand in the same texts, numbered once, so that the rounds work on plain arrays. */
interface Cells {
  rows: Map<string, Map<string, number>>
  /** The row of each cell. */
  rowOf: Uint32Array
  /** For each text its cells: for each target word those of all words that it may come from. */
  ofText: Uint32Array[]
}

function numberCells(pairs: readonly Pair[]): Cells {
  const rows = new Map<string, Map<string, number>>()
  const rowNumbers = new Map<Map<string, number>, number>()
  const rowOf: number[] = []
  const ofText = pairs.map(({ from, to }) => {
    const own = from.map((word) => {
      const row = rows.get(word) ?? new Map<string, number>()
      if (row.size === 0) {
        rows.set(word, row)
        rowNumbers.set(row, rowNumbers.size)
      }
      return row
    })
    const cells = new Uint32Array(from.length * to.length)
    let at = 0
    for (const target of to) {
      for (const row of own) {
        let cell = row.get(target)
        if (cell === undefined) {
          cell = rowOf.length
          row.set(target, cell)
          rowOf.push(rowNumbers.get(row) ?? 0)
        }
        cells[at++] = cell
      }
    }
    return cells
  })
  return { rows, rowOf: Uint32Array.from(rowOf), ofText }
}

function reestimate(
  probabilities: Float64Array,
  { rows, rowOf, ofText }: Cells,
  pairs: readonly Pair[],
): Float64Array<ArrayBuffer> {
  const counts = new Float64Array(probabilities.length)
  ofText.forEach((cells, text) => {
    const width = pairs[text]?.from.length ?? 0
    for (let start = 0; start < cells.length; start += width) {
      let total = 0
      for (let at = start; at < start + width; at++) total += probabilities[cells[at] as number] as number
      if (total === 0) continue
      for (let at = start; at < start + width; at++) {
        const cell = cells[at] as number
        const share = (probabilities[cell] as number) / total
        if (share >= LEAST_SHARE) counts[cell] = (counts[cell] as number) + share
      }
    }
  })
  const sums = new Float64Array(rows.size)
  counts.forEach((count, cell) => {
    const row = rowOf[cell] as number
    sums[row] = (sums[row] as number) + count
  })
  return counts.map((count, cell) => (count === 0 ? 0 : count / (sums[rowOf[cell] as number] as number)))
}

function pruned(probabilities: Float64Array, { rows }: Cells): TranslationTable {
  return new Map(
    [...rows].map(([word, row]) => [
      word,
      [...row]
        .map(([target, cell]): [string, number] => [target, probabilities[cell] as number])
        .filter(([, probability]) => probability >= LEAST_PROBABILITY)
        .sort((a, b) => b[1] - a[1])
        .slice(0, KEPT),
    ]),
  )
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
