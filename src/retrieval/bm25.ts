import { hashText } from './features.ts'
import { firstPosition } from './sorted.ts'

/** A field of a document: its tokens and how much they count. */
export interface Field {
  tokens: readonly string[]
  weight: number
}

/** Parameters of BM25 (Robertson & Zaragoza 2009). */
export interface Bm25Options {
  k1?: number
  b?: number
}

/** What a built index is made of; plain data, so that it can be kept on disk. */
export interface Bm25Data {
  /**
   * Hashes of the terms in rising order; a term's position is its number. Words as such would take most of the memory,
   * and among some ten thousand terms two hardly ever share one of 2³² hashes.
   */
  terms: Uint32Array
  /** For each term the start of its postings; one entry more than terms. */
  offsets: Uint32Array
  documents: Uint16Array | Uint32Array
  /** Field-weighted, length-normalised frequencies, saturated by k1 and multiplied by the term's idf, in units of `unit`. */
  weights: Uint16Array
  unit: number
  idf: Float32Array
  size: number
}

/** What 16 bits hold. */
const SHORT = 0xffff

/**
 * BM25 with weighted fields (BM25F: frequencies of fields are normalised by their own lengths, weighted and
 * added before saturation). All that does not depend on the query is computed when the index is built.
 */
export class Bm25Index {
  constructor(readonly data: Bm25Data) {}

  static build(documents: readonly (readonly Field[])[], options: Bm25Options = {}): Bm25Index {
    const { k1 = 1.2, b = 0.75 } = options
    const averages = averageLengths(documents)
    const frequencies = documents.map((fields) => fieldFrequencies(fields, averages, b))
    const holding = new Map<number, number>()
    for (const frequency of frequencies)
      for (const term of frequency.keys()) holding.set(term, (holding.get(term) ?? 0) + 1)
    const terms = Uint32Array.from(holding.keys()).sort()
    const counts = Array.from(terms, (term) => holding.get(term) ?? 0)
    const numbers = new Map(Array.from(terms, (term, number) => [term, number]))
    const offsets = new Uint32Array(terms.length + 1)
    counts.forEach((count, number) => {
      offsets[number + 1] = (offsets[number] as number) + count
    })
    const idf = Float32Array.from(counts, (count) =>
      Math.log(1 + (documents.length - count + 0.5) / (count + 0.5)),
    )
    const postings = offsets[terms.length] ?? 0
    const docs = documents.length <= SHORT ? new Uint16Array(postings) : new Uint32Array(postings)
    const weights = new Float32Array(postings)
    const next = offsets.slice()
    frequencies.forEach((frequency, document) => {
      for (const [term, tf] of frequency) {
        const id = numbers.get(term) as number
        const at = next[id] as number
        next[id] = at + 1
        docs[at] = document
        weights[at] = ((idf[id] as number) * tf * (k1 + 1)) / (k1 + tf)
      }
    })
    const highest = weights.reduce((most, weight) => Math.max(most, weight), 0)
    const unit = highest > 0 ? highest / SHORT : 1
    // Half the bytes of floating-point numbers; the error is a hundred-thousandth of the highest weight.
    const short = Uint16Array.from(weights, (weight) => Math.round(weight / unit))
    return new Bm25Index({
      terms,
      offsets,
      documents: docs,
      weights: short,
      unit,
      idf,
      size: documents.length,
    })
  }

  /** Scores of all documents for weighted query terms; 0 where nothing matches. */
  scores(query: ReadonlyMap<string, number>): Float32Array {
    const { offsets, documents, weights, unit, size } = this.data
    const scores = new Float32Array(size)
    for (const [term, weight] of query) {
      const id = this.numberOf(term)
      if (id < 0) continue
      const end = offsets[id + 1] as number
      const factor = weight * unit
      for (let at = offsets[id] as number; at < end; at++) {
        const document = documents[at] as number
        scores[document] = (scores[document] as number) + factor * (weights[at] as number)
      }
    }
    return scores
  }

  /** Information that a term carries here; that of a term of no document when it is unknown. */
  idf(term: string): number {
    const id = this.numberOf(term)
    return id < 0 ? Math.log(1 + (this.data.size + 0.5) / 0.5) : (this.data.idf[id] as number)
  }

  /** Whether a document holds a term. */
  contains(term: string, document: number): boolean {
    const id = this.numberOf(term)
    if (id < 0) return false
    const { documents, offsets } = this.data
    return firstPosition(documents, document, offsets[id], offsets[id + 1]) >= 0
  }

  /** The number of a term; -1 when no document holds it. */
  private numberOf(term: string): number {
    const { terms } = this.data
    return firstPosition(terms, hashText(term))
  }
}

function averageLengths(documents: readonly (readonly Field[])[]): number[] {
  const totals: number[] = []
  for (const fields of documents) {
    fields.forEach((field, index) => {
      totals[index] = (totals[index] ?? 0) + field.tokens.length
    })
  }
  return totals.map((total) => Math.max(1, total / Math.max(1, documents.length)))
}

function fieldFrequencies(
  fields: readonly Field[],
  averages: readonly number[],
  b: number,
): Map<number, number> {
  const frequency = new Map<number, number>()
  fields.forEach((field, index) => {
    const share = field.weight / (1 - b + (b * field.tokens.length) / (averages[index] ?? 1))
    for (const token of field.tokens) {
      const term = hashText(token)
      frequency.set(term, (frequency.get(term) ?? 0) + share)
    }
  })
  return frequency
}
