import { Embeddings } from '@langchain/core/embeddings'
import { hashText, remembered } from '../features.ts'
import { pieces, words } from '../tokenise.ts'
import { sparseMatrix } from './sparse.ts'
import { truncatedSvd } from './truncated-svd.ts'

/** What was learned; plain data, so that it can be kept on disk. */
export interface LatentSemanticData {
  dimension: number
  buckets: number
  idf: Float32Array
  /** The direction of each hashed term: `dimension` 8-bit numbers and a scale. */
  terms: Int8Array
  scales: Float32Array
}

/** The same content in all its languages; what stands side by side gets near each other. */
export type ParallelText = readonly string[]

export interface LearningOptions {
  dimension?: number
  buckets?: number
}

/**
 * An embedding that is learned from our own parallel texts and needs no download: cross-language latent semantic
 * indexing (Dumais, Letsche, Littman & Landauer 1997). Terms are words and 4-letter pieces of all languages in one
 * hashed space, weighed by TF-IDF; each text of several languages is one row of a matrix, whose truncated SVD gives
 * the directions. The same texts always give the same embedding.
 */
export class LatentSemanticEmbeddings extends Embeddings {
  constructor(readonly data: LatentSemanticData) {
    super({})
  }

  /** Throws when there are fewer than two texts. */
  static learn(texts: readonly ParallelText[], options: LearningOptions = {}): LatentSemanticEmbeddings {
    const { dimension = 96, buckets = 1 << 15 } = options
    if (texts.length < 2) throw new Error('Give at least two texts to learn an embedding from.')
    const counted = texts.map((versions) => versions.map((version) => termCounts(version, buckets)))
    const idf = inverseFrequencies(counted.flat(), buckets)
    const svd = truncatedSvd(
      sparseMatrix(
        counted.map((versions) => mean(versions.map((version) => weighted(version, idf)))),
        buckets,
      ),
      dimension,
    )
    return new LatentSemanticEmbeddings({
      dimension: svd.dimension,
      buckets,
      idf,
      ...quantised(svd.columns, svd.dimension),
    })
  }

  /** The direction of a text, of length 1; all 0 when it holds no known term. */
  embed(text: string): Float32Array {
    const { dimension, buckets, idf, terms, scales } = this.data
    const result = new Float32Array(dimension)
    for (const [term, weight] of weighted(termCounts(text, buckets), idf)) {
      const scale = weight * (scales[term] as number)
      const start = term * dimension
      for (let index = 0; index < dimension; index++)
        result[index] = (result[index] as number) + scale * (terms[start + index] as number)
    }
    return unitLength(result)
  }

  override async embedQuery(text: string): Promise<number[]> {
    return Array.from(this.embed(text))
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => Array.from(this.embed(text)))
  }
}

/** Words count once, their letter pieces together as much as the word. */
function termCounts(text: string, buckets: number): Map<number, number> {
  const counts = new Map<number, number>()
  const add = (bucket: number, count: number) => counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  for (const word of words(text)) {
    const [whole = 0, ...parts] = termsOfWord(word)
    add(whole & (buckets - 1), 1)
    for (const part of parts) add(part & (buckets - 1), 1 / Math.sqrt(parts.length))
  }
  return counts
}

/** Hashes of a word and of its pieces when it has more than one. */
const termsOfWord = remembered((word) => {
  const parts = pieces([word])
  return [hashText(word), ...(parts.length > 1 ? parts.map((part) => hashText(part, 1)) : [])]
})

function inverseFrequencies(texts: readonly ReadonlyMap<number, number>[], buckets: number): Float32Array {
  const holding = new Float32Array(buckets)
  for (const text of texts) for (const term of text.keys()) holding[term] = (holding[term] as number) + 1
  // A term of one text alone is near nothing else.
  return holding.map((count) => (count < 2 ? 0 : Math.log(1 + texts.length / count)))
}

/** Dampened frequencies times information, as a vector of length 1. */
function weighted(counts: ReadonlyMap<number, number>, idf: Float32Array): Map<number, number> {
  const result = new Map<number, number>()
  let square = 0
  for (const [term, count] of counts) {
    const weight = Math.log1p(count) * (idf[term] as number)
    if (weight === 0) continue
    result.set(term, weight)
    square += weight * weight
  }
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0
  for (const [term, weight] of result) result.set(term, weight * scale)
  return result
}

function mean(vectors: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const result = new Map<number, number>()
  for (const vector of vectors)
    for (const [term, weight] of vector) result.set(term, (result.get(term) ?? 0) + weight / vectors.length)
  return result
}

function quantised(columns: Float32Array, dimension: number): { terms: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(columns.length / dimension)
  const terms = new Int8Array(columns.length)
  for (let row = 0; row < scales.length; row++) {
    const own = columns.subarray(row * dimension, (row + 1) * dimension)
    const highest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    if (highest === 0) continue
    scales[row] = highest / 127
    own.forEach((value, index) => {
      terms[row * dimension + index] = Math.round((value / highest) * 127)
    })
  }
  return { terms, scales }
}

export function unitLength(vector: Float32Array): Float32Array {
  const square = vector.reduce((sum, value) => sum + value * value, 0)
  return square > 0 ? vector.map((value) => value / Math.sqrt(square)) : vector
}
