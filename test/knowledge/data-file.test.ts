import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dataReaders } from '../../src/data-readers.ts'
import { runKnowledgeCommand } from '../../src/knowledge/commands.ts'
import { DataFileError, readDataFile, readDataFileOrNull } from '../../src/knowledge/data-file.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const schema = z.record(z.string(), z.array(z.string()))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'data-file-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function written(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  return file
}

describe('a file of data', () => {
  it('is read and checked', async () => {
    const file = await written('good.yaml', 'a: [x, y]\n')
    expect(await readDataFile(file, schema)).toEqual({ a: ['x', 'y'] })
  })

  it.each([
    ['no YAML', 'a: [x\nb: y', /broken\.yaml, line 2: /],
    ['another form', 'a: x\n', /broken\.yaml: a: /],
    ['no UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff]), /broken\.yaml is not in UTF-8/],
  ])('that is %s is named with its place', async (_, content, message) => {
    const file = await written('broken.yaml', content)
    const error = await readDataFile(file, schema).catch((one: unknown) => one)
    expect(error).toBeInstanceOf(DataFileError)
    expect((error as DataFileError).message).toMatch(message)
    expect((error as DataFileError).message).toContain('Mend it')
  })

  it('that is missing is an error only where it is needed', async () => {
    const file = path.join(folder, 'none.yaml')
    expect(await readDataFileOrNull(file, schema)).toBeNull()
    await expect(readDataFile(file, schema)).rejects.toThrow('none.yaml is missing')
  })
})

describe('the check of the knowledge', () => {
  it('reads all data beside the articles', async () => {
    for (const reader of dataReaders(ROOT)) await expect(reader()).resolves.toBeDefined()
  })

  it('names what the start would stop at, and fails', async () => {
    const lines: string[] = []
    const code = await runKnowledgeCommand(['check'], {
      root: folder,
      today: '2026-11-26',
      print: (line) => lines.push(line),
      readers: [() => readDataFile(path.join(folder, 'none.yaml'), schema)],
    })
    expect(code).toBe(1)
    expect(lines.join('\n')).toContain('none.yaml is missing')
    expect(lines.at(-1)).toBe(`0 articles, ${lines.length - 1} errors, 0 warnings`)
  })
})
