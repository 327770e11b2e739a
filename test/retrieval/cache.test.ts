import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { FileCache } from '../../src/retrieval/cache.ts'

const VALUE = { terms: new Map([['vat', 1]]), weights: Float32Array.from([0.5, 0.25]) }

let folder: string
let builds: number
let reports: string[]

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cache-'))
  builds = 0
  reports = []
})

function get(key = 'key 1', where = folder) {
  const build = () => {
    builds++
    return VALUE
  }
  return new FileCache(where).getOrBuild('index.bin', key, build, (message) => reports.push(message))
}

it('what was built is read again', async () => {
  await get()
  expect(await get()).toEqual(VALUE)
  expect(builds).toBe(1)
  expect(await readdir(folder)).toEqual(['index.bin'])
})

it('what was built for another key is built anew', async () => {
  await get()
  await get('key 2')
  expect(builds).toBe(2)
})

const file = () => path.join(folder, 'index.bin')
const change = async (make: (content: Buffer) => Uint8Array) =>
  writeFile(file(), make(await readFile(file())))
const damages: [string, () => Promise<void>][] = [
  ['flipped bytes', () => change((content) => content.fill(0xff, content.length - 40))],
  ['a flipped header', () => change((content) => content.fill(0x20, 0, 10))],
  ['a cut file', () => change((content) => content.subarray(0, -9))],
  ['an empty file', () => writeFile(file(), '')],
  ['a foreign file', () => writeFile(file(), 'not a cache\n\nat all')],
]
it.each(damages)('%s is found out and built anew', async (_, damage) => {
  await get()
  await damage()
  expect(await get()).toEqual(VALUE)
  expect(builds).toBe(2)
  expect(reports).toHaveLength(1)
})

it('a folder in place of the file is reported, and the answer is built each time', async () => {
  await mkdir(file())
  expect(await get()).toEqual(VALUE)
  expect(await get()).toEqual(VALUE)
  expect(reports.join()).toContain('could not be written')
  await rm(file(), { recursive: true })
})

it('a cache folder that cannot be made is reported, and the answer is built', async () => {
  await writeFile(path.join(folder, 'blocked'), '')
  expect(await get('key 1', path.join(folder, 'blocked'))).toEqual(VALUE)
  expect(reports).toHaveLength(1)
})

it('tells beforehand whether it may hold something of an origin', async () => {
  const cache = new FileCache(folder)
  const mayHold = (key: string) => cache.mayHold('index.bin', key)
  expect(await mayHold('key 1')).toBe(false)
  await get()
  expect(await mayHold('key 1')).toBe(true)
  expect(await mayHold('key 11')).toBe(false)
  expect(await mayHold('key')).toBe(false)
})
