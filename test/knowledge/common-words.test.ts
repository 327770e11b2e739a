import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCommonWords } from '../../src/knowledge/common-words.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'common-words-'))
  await mkdir(path.join(root, 'common-words'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const write = (content: string) => writeFile(path.join(root, 'common-words', 'sl.txt'), content)

describe('the common words of a language', () => {
  it('stand between spaces and line ends', async () => {
    await write('kje  smučanje\nč’mo\n')
    expect(await readCommonWords(root)).toEqual({ sl: ['kje', 'smučanje', 'č’mo'] })
  })

  it('are none where there is no file', async () => {
    expect(await readCommonWords(root)).toEqual({})
  })

  it.each([
    ['kje 2026', '"2026" is not a word'],
    ['kje urad kje', '"kje" stands twice'],
  ])('are refused with the word that is wrong: %s', async (content, problem) => {
    await write(content)
    await expect(readCommonWords(root)).rejects.toMatchObject({
      code: 'DATA_FILE_INVALID',
      message: expect.stringContaining(problem),
    })
    await expect(readCommonWords(root)).rejects.toThrow('sl.txt')
  })
})
