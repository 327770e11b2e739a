import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/retrieval/features.ts'
import { UnusableVectorsError, VectorIndex } from '../../src/retrieval/vector/vector-index.ts'

const DIMENSION = 8
const COUNT = 60

let folder: string
let file: string
let built: number
let reports: string[]

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vectors-'))
  file = path.join(folder, 'en.hnsw')
  built = 0
  reports = []
})

function someVectors(count = COUNT, dimension = DIMENSION): number[][] {
  const random = seededRandom(7)
  return Array.from({ length: count }, () => Array.from({ length: dimension }, () => random() - 0.5))
}

function open(change: { key?: string; count?: number; dimension?: number; file?: string | null } = {}) {
  const { key = 'model 1', count = COUNT, dimension = DIMENSION } = change
  return VectorIndex.open({
    file: change.file === undefined ? file : change.file,
    key,
    dimension,
    count,
    vectors: async () => {
      built++
      return someVectors(count, dimension)
    },
    report: (message) => reports.push(message),
  })
}

const query = someVectors()[11] as number[]
const first = (index: VectorIndex) => index.search(query, 1)[0]?.position

describe('a kept vector index', () => {
  it('is read again without asking the model', async () => {
    await open()
    const again = await open()
    expect(built).toBe(1)
    expect(first(again)).toBe(11)
    expect(reports).toEqual([])
  })

  it('leaves no temporary files behind', async () => {
    await open()
    expect((await readdir(folder)).sort()).toEqual(['en.hnsw', 'en.hnsw.json'])
  })

  it.each([
    ['of another model', { key: 'model 2' }],
    ['of another number of texts', { count: COUNT + 1 }],
    ['of another dimension', { dimension: DIMENSION + 1 }],
  ])('%s is built anew', async (_, change) => {
    await open()
    await open(change)
    expect(built).toBe(2)
    expect(reports).toHaveLength(1)
  })

  const damages: [string, () => Promise<void>][] = [
    ['with flipped bytes', () => changeFile((content) => content.fill(0xff, 40, 400))],
    ['with its header flipped', () => changeFile((content) => content.fill(0xee, 0, 96))],
    ['cut in half', () => changeFile((content) => content.subarray(0, content.length / 2))],
    ['that is empty', () => writeFile(file, '')],
    ['that is missing', () => rm(file)],
    ['with a manifest that is no JSON', () => writeFile(`${file}.json`, '{"format": 1,')],
    ['with an empty manifest', () => writeFile(`${file}.json`, '')],
    ['with a folder in its place', () => folderAt(file)],
    ['with a folder in place of its manifest', () => folderAt(`${file}.json`)],
  ]
  it.each(damages)('%s is built anew and never ends the process', async (_, damage) => {
    await open()
    await damage()
    const index = await open()
    expect(built).toBe(2)
    expect(first(index)).toBe(11)
    expect(reports.length).toBeGreaterThan(0)
  })

  it('whose manifest was made to fit a foreign file is found out by its count', async () => {
    await open({ count: 30 })
    const content = await readFile(file)
    await open({ file: path.join(folder, 'other.hnsw') })
    const manifest = JSON.parse(await readFile(path.join(folder, 'other.hnsw.json'), 'utf8'))
    const sha256 = createHash('sha256').update(content).digest('hex')
    await writeFile(`${file}.json`, JSON.stringify({ ...manifest, bytes: content.length, sha256 }))
    const index = await open()
    expect(reports.join()).toContain('another number of vectors')
    expect(first(index)).toBe(11)
  })

  it('that cannot be written works from memory and is reported', async () => {
    await writeFile(path.join(folder, 'blocked'), '')
    const index = await open({ file: path.join(folder, 'blocked', 'en.hnsw') })
    expect(first(index)).toBe(11)
    expect(reports.join()).toContain('could not be written')
  })

  async function changeFile(change: (content: Buffer) => Uint8Array) {
    await writeFile(file, change(await readFile(file)))
  }

  async function folderAt(place: string) {
    await rm(place, { force: true })
    await mkdir(place)
  }
})

describe('vectors that do not fit', () => {
  const openWith = (vectors: unknown[]) =>
    VectorIndex.open({
      file,
      key: 'x',
      dimension: 2,
      count: 2,
      vectors: async () => vectors as number[][],
    })

  it.each([
    ['too few', [[1, 2]]],
    ['of another dimension', [[1, 2], [1]]],
    [
      'with NaN',
      [
        [1, 2],
        [Number.NaN, 1],
      ],
    ],
    [
      'with infinity',
      [
        [1, 2],
        [1, Number.POSITIVE_INFINITY],
      ],
    ],
    [
      'with strings',
      [
        [1, 2],
        ['1', 2],
      ],
    ],
  ])('%s are refused and nothing is kept', async (_, vectors) => {
    await expect(openWith(vectors)).rejects.toThrow(UnusableVectorsError)
    expect(await readdir(folder)).toEqual([])
  })

  it('are refused as a query too', async () => {
    const index = await open({ file: null })
    expect(() => index.search([1, 2], 3)).toThrow(UnusableVectorsError)
    expect(() => index.search(query.with(0, Number.NaN), 3)).toThrow(UnusableVectorsError)
  })
})

describe('a search', () => {
  it.each([1, 3, 20, 59])('with only %i vectors allowed finds all of them and no other', async (share) => {
    const index = await open({ file: null })
    const found = index.search(query, COUNT, (position) => position < share)
    expect(found.map(({ position }) => position).sort((a, b) => a - b)).toEqual(
      Array.from({ length: share }, (_, position) => position),
    )
  })

  it('gives the nearest first, as comparing each does', async () => {
    const index = await open({ file: null })
    const exact = someVectors()
      .map((vector, position) => ({ position, similarity: cosine(vector, query) }))
      .sort((a, b) => b.similarity - a.similarity)
    expect(index.search(query, 10).map(({ position }) => position)).toEqual(
      exact.slice(0, 10).map(({ position }) => position),
    )
  })

  it('with a filter that throws throws it, and the index works on', async () => {
    const index = await open({ file: null })
    const failing = () => {
      throw new Error('broken filter')
    }
    expect(() => index.search(query, 3, failing)).toThrow('broken filter')
    expect(first(index)).toBe(11)
  })

  it('with nothing allowed, or in an empty index, finds nothing', async () => {
    const index = await open({ file: null })
    expect(index.search(query, 3, () => false)).toEqual([])
    const empty = await open({ file: null, count: 0 })
    expect(empty.search(query, 3)).toEqual([])
  })
})

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, index) => sum + value * (y[index] as number), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
