import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { readPageSets } from '../../bench/omos/data.ts'
import { learnFromPages, measureAcross, measureLanguage } from '../../bench/omos/measure.ts'

let folder: string
let reports: string[]
const write = (name: string, ...lines: unknown[]) =>
  writeFile(
    path.join(folder, name),
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  )
const read = () => readPageSets(folder, (message) => reports.push(message))

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pages-'))
  reports = []
})

const PAGES = [
  { pageId: 1, city: 'a', lines: ['Kitchen', 'A kitchen needs an inspection.', 'Ask the office.'] },
  { pageId: 2, city: 'b', lines: ['Shop', 'A shop needs a licence.'] },
]
const QUESTION = { id: 1, city: 'a', pageId: 1, question: 'inspection of a kitchen', answers: [1] }

it('a folder without pages is refused with what it should hold', async () => {
  await expect(read()).rejects.toThrow('pages.<lang>.jsonl')
  await expect(readPageSets(path.join(folder, 'none'), () => {})).rejects.toThrow('cannot be read (ENOENT)')
})

it('a wrong line is named by file and number', async () => {
  await write('pages.en.jsonl', PAGES[0], '{"pageId": 2')
  await expect(read()).rejects.toThrow('pages.en.jsonl:2')
})

it('a question about a page that is not there is named', async () => {
  await write('pages.en.jsonl', ...PAGES)
  await write('questions.en.jsonl', { ...QUESTION, pageId: 9 })
  await expect(read()).rejects.toThrow('question 1 names page 9')
})

it('a language that lacks one of its files is reported and the others are measured', async () => {
  await write('pages.en.jsonl', ...PAGES)
  await write('pages.fr.jsonl', ...PAGES)
  await write('questions.en.jsonl', QUESTION)
  await write('questions.de.jsonl', QUESTION)
  const sets = await read()
  expect(sets.map(({ language, questions }) => `${language} ${questions.length}`)).toEqual(['en 1', 'fr 0'])
  expect(reports).toHaveLength(2)
  const [figures] = await measureLanguage(sets[0] as (typeof sets)[0], learnFromPages(sets))
  expect(figures?.product.city.hit1).toBe(100)
  expect(figures?.lines.recall).toBe(100)
  expect(figures?.abstention).toBeNull()
  expect(await measureAcross(sets)).toHaveLength(1)
})
