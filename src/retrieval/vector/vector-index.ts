import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import hnswlib from 'hnswlib-node'
import { z } from 'zod'
import { AppError } from '../../errors.ts'

export type Vector = readonly number[] | Float32Array

export interface VectorIndexOptions {
  /** Where the index is kept, with its manifest beside it (`.json`); null keeps it in memory only. */
  file: string | null
  /** Names the model and the texts that the vectors were made of; an index of another key is not read. */
  key: string
  dimension: number
  count: number
  /** Makes the vectors, `count` of them; called only when the kept index cannot be used. */
  vectors: () => Promise<readonly Vector[]>
  report?: (message: string) => void
}

/** An embedding model gave something that is no list of vectors of one size; nothing was indexed of it. */
export class UnusableVectorsError extends AppError {
  readonly code = 'VECTORS_UNUSABLE'
}

export interface Neighbour {
  /** Position among the vectors that the index was built of. */
  position: number
  /** Cosine, -1 to 1. */
  similarity: number
}

const SPACE = 'cosine'
const GRAPH = { m: 12, efConstruction: 80, randomSeed: 20261126 }
const SEARCH_WIDTH = 160
/** Below this share of allowed vectors the graph finds few of them, and comparing each is faster and exact. */
const SMALL_SHARE = 0.1

const manifestSchema = z.strictObject({
  format: z.literal(1),
  key: z.string(),
  space: z.literal(SPACE),
  dimension: z.number().int().positive(),
  count: z.number().int().nonnegative(),
  bytes: z.number().int().positive(),
  sha256: z.string(),
})

/**
 * Nearest vectors by cosine, with hnswlib (Malkov & Yashunin 2018). The library ends the process when it reads a
 * changed file and accepts wrong numbers without a word; so a file is read only when its manifest fits in every
 * point, and numbers are checked before they go in.
 */
export class VectorIndex {
  private constructor(
    private readonly graph: hnswlib.HierarchicalNSW,
    readonly dimension: number,
    readonly count: number,
  ) {}

  /**
   * The index that is kept in the file, else one built of `vectors` and then kept. Throws UnusableVectorsError when the
   * vectors are not `count` lists of `dimension` finite numbers; a file that cannot be read or written is reported.
   */
  static async open(options: VectorIndexOptions): Promise<VectorIndex> {
    const { file, dimension, count, report = () => {} } = options
    if (file) {
      const kept = await readKept(file, options)
      if (typeof kept !== 'string') return new VectorIndex(kept, dimension, count)
      if (kept !== '')
        report(`the vector index ${path.basename(file)} is not used: ${kept}; it is built anew`)
    }
    const graph = build(checked(await options.vectors(), dimension, count), dimension)
    if (file)
      await keep(graph, file, options).catch((error: unknown) =>
        report(`the vector index ${path.basename(file)} could not be written: ${String(error)}`),
      )
    return new VectorIndex(graph, dimension, count)
  }

  /** The nearest allowed vectors, nearest first. Throws UnusableVectorsError for a vector that does not fit. */
  search(vector: Vector, limit: number, allowed: (position: number) => boolean = () => true): Neighbour[] {
    const query = checkedVector(vector, this.dimension, 'the query')
    // The filter is worked out first: one that throws inside the library would end the process.
    const permitted = new Uint8Array(this.count)
    let positions = 0
    for (let position = 0; position < this.count; position++) {
      if (!allowed(position)) continue
      permitted[position] = 1
      positions++
    }
    if (positions === 0 || limit <= 0) return []
    if (positions < this.count * SMALL_SHARE) return this.compareEach(query, permitted).slice(0, limit)
    // Asking for more and leaving out is faster than a filter, which calls back for every vector it meets.
    const enough = Math.min(this.count, Math.ceil((1.5 * limit * this.count) / positions))
    const found = this.nearest(query, enough).filter(({ position }) => permitted[position] === 1)
    const wanted = Math.min(limit, positions)
    if (found.length >= wanted) return found.slice(0, wanted)
    return this.nearest(query, wanted, (label) => permitted[label] === 1)
  }

  private nearest(query: number[], limit: number, filter?: (label: number) => boolean): Neighbour[] {
    this.graph.setEf(Math.max(SEARCH_WIDTH, limit))
    const { neighbors, distances } = this.graph.searchKnn(query, limit, filter)
    return neighbors
      .map((position, index) => ({ position, similarity: 1 - (distances[index] as number) }))
      .sort((a, b) => b.similarity - a.similarity || a.position - b.position)
  }

  private compareEach(query: number[], permitted: Uint8Array): Neighbour[] {
    return [...permitted.keys()]
      .filter((position) => permitted[position] === 1)
      .map((position) => ({ position, similarity: cosine(query, this.graph.getPoint(position)) }))
      .sort((a, b) => b.similarity - a.similarity || a.position - b.position)
  }
}

function build(vectors: readonly number[][], dimension: number): hnswlib.HierarchicalNSW {
  const graph = new hnswlib.HierarchicalNSW(SPACE, dimension)
  graph.initIndex({ maxElements: Math.max(1, vectors.length), ...GRAPH })
  vectors.forEach((vector, position) => {
    graph.addPoint(vector, position)
  })
  return graph
}

/** The kept graph, or why it cannot be used ('' when there is none). */
async function readKept(
  file: string,
  { key, dimension, count }: VectorIndexOptions,
): Promise<hnswlib.HierarchicalNSW | string> {
  try {
    const manifest = await readManifest(file)
    if (manifest === null) return ''
    if (manifest === 'damaged') return 'its manifest is damaged'
    if (manifest.key !== key) return 'it is of other texts or another model'
    if (manifest.dimension !== dimension || manifest.count !== count) return 'its size is another'
    const content = await readFile(file)
    if (content.length !== manifest.bytes || digestOf(content) !== manifest.sha256)
      return 'its file is damaged'
    const graph = new hnswlib.HierarchicalNSW(SPACE, dimension)
    graph.readIndexSync(file)
    if (graph.getCurrentCount() !== count || graph.getNumDimensions() !== dimension)
      return 'it holds another number of vectors than its manifest says'
    return graph
  } catch (error) {
    return String(error)
  }
}

async function readManifest(file: string): Promise<z.output<typeof manifestSchema> | null | 'damaged'> {
  let text: string
  try {
    text = await readFile(manifestOf(file), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch {
    return 'damaged'
  }
}

/** Written beside, read back, then renamed; the manifest last, so that half a change is never believed. */
async function keep(
  graph: hnswlib.HierarchicalNSW,
  file: string,
  options: VectorIndexOptions,
): Promise<void> {
  const { key, dimension, count } = options
  await mkdir(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  try {
    graph.writeIndexSync(temporary)
    // The library says nothing of a full disk: what was written must load again with all vectors.
    const content = await readFile(temporary)
    const copy = new hnswlib.HierarchicalNSW(SPACE, dimension)
    copy.readIndexSync(temporary)
    if (copy.getCurrentCount() !== count) throw new Error('what was written is not whole')
    const manifest: z.output<typeof manifestSchema> = {
      format: 1,
      key,
      space: SPACE,
      dimension,
      count,
      bytes: content.length,
      sha256: digestOf(content),
    }
    await rename(temporary, file)
    await writeFile(`${temporary}.json`, `${JSON.stringify(manifest, null, 2)}\n`)
    await rename(`${temporary}.json`, manifestOf(file))
  } finally {
    await rm(temporary, { force: true })
    await rm(`${temporary}.json`, { force: true })
  }
}

function checked(vectors: readonly Vector[], dimension: number, count: number): number[][] {
  if (vectors.length !== count)
    throw new UnusableVectorsError(`The model gave ${vectors.length} vectors for ${count} texts.`)
  return vectors.map((vector, index) => checkedVector(vector, dimension, `text ${index + 1}`))
}

function checkedVector(vector: Vector, dimension: number, what: string): number[] {
  const numbers = Array.from(vector as ArrayLike<number>)
  if (numbers.length !== dimension)
    throw new UnusableVectorsError(
      `The vector of ${what} has ${numbers.length} numbers instead of ${dimension}.`,
    )
  if (!numbers.every(Number.isFinite))
    throw new UnusableVectorsError(`The vector of ${what} holds something that is no finite number.`)
  return numbers
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let product = 0
  let left = 0
  let right = 0
  a.forEach((value, index) => {
    const other = b[index] as number
    product += value * other
    left += value * value
    right += other * other
  })
  return left > 0 && right > 0 ? product / Math.sqrt(left * right) : 0
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function manifestOf(file: string): string {
  return `${file}.json`
}
