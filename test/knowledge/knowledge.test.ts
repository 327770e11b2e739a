import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Knowledge } from '../../src/knowledge/article.ts'
import { checkKnowledge } from '../../src/knowledge/check.ts'
import { glossaryOf } from '../../src/knowledge/glossary.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { AREAS } from '../../src/knowledge/vocabulary.ts'

const ROOT = path.resolve(import.meta.dirname, '../../knowledge')

describe('the knowledge', () => {
  let knowledge: Knowledge
  beforeAll(async () => {
    knowledge = await loadKnowledge(ROOT)
  })

  it('has all 106 articles: 25 for each country, 19 guidelines, 12 on rules of the EU', () => {
    const counts = Object.fromEntries(
      AREAS.map((area) => [area, knowledge.articles.filter((a) => a.area === area).length]),
    )
    expect(counts).toEqual({ si: 25, es: 25, it: 25, guidelines: 19, eu: 12 })
  })

  it('passes every check', () => {
    const errors = checkKnowledge(knowledge, '2026-11-26').filter((problem) => problem.severity === 'error')
    expect(errors).toEqual([])
  })

  it('has one glossary of its local terms, each once an area, with a meaning', () => {
    const glossary = glossaryOf(knowledge.articles)
    const keys = glossary.map(({ area, term }) => `${area} ${term.toLowerCase()}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(glossary.filter(({ meaning }) => !meaning.en)).toEqual([])
    const vat = glossary.find(({ area, short }) => area === 'si' && short === 'DDV')
    expect(vat?.explainedIn.map(({ article }) => article)).toContain('si/vat')
  })

  it('has the same topics in each country', () => {
    const topics = (area: string) => knowledge.articles.filter((a) => a.area === area).map((a) => a.topic)
    expect(topics('es')).toEqual(topics('si'))
    expect(topics('it')).toEqual(topics('si'))
  })

  it('gives the source of every figure that is no example', () => {
    const unsourced = knowledge.articles.flatMap((article) =>
      Object.values(article.figures)
        .filter((figure) => !figure.example && figure.sources.length === 0)
        .map((figure) => `${article.id} ${figure.name}`),
    )
    expect(unsourced).toEqual([])
  })

  it('is reported as due on the day of its review', () => {
    const article = knowledge.articles[0]
    const problems = checkKnowledge(knowledge, article?.reviewBy ?? '')
    expect(problems.some((problem) => problem.message.includes('past its review_by'))).toBe(true)
  })
})

describe('an article that is wrong on disk', () => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'wrong-knowledge-'))
    for (const topic of ['vat', 'hiring', 'funding', 'legal-forms', 'income-tax']) {
      await mkdir(path.join(root, 'si', topic), { recursive: true })
      for (const name of ['article.yaml', 'en.md', 'sl.md']) {
        await cp(path.join(ROOT, 'si', topic, name), path.join(root, 'si', topic, name))
      }
    }
    for (const area of ['es', 'it', 'eu', 'guidelines']) await mkdir(path.join(root, area))
  })
  afterAll(() => rm(root, { recursive: true }))

  it('is named with file, line and remedy, and the others are served', async () => {
    const write = (file: string, content: string | Buffer) => writeFile(path.join(root, file), content)
    await write('si/vat/article.yaml', 'countries: [si]\naudience: founder\n  bad: [indent\n')
    await write('si/hiring/en.md', Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe, 0x41]))
    await write('si/funding/sl.md', 'no front matter at all')
    await write('si/legal-forms/en.md', '---\ntitle: Ab\nshort_answer: too short\nquestions: [a]\n---\n')
    const { articles, problems } = await loadKnowledge(root)
    expect(articles.map((article) => article.id)).toEqual([
      'si/funding',
      'si/hiring',
      'si/income-tax',
      'si/legal-forms',
    ])
    const of = (file: string) => problems.filter((problem) => problem.file === file)
    expect(of('si/vat/article.yaml')[0]).toMatchObject({ severity: 'error', line: expect.any(Number) })
    expect(of('si/hiring/en.md')[0]?.message).toContain('save it as UTF-8')
    expect(of('si/funding/sl.md')[0]).toMatchObject({
      line: 1,
      message: expect.stringContaining('front matter'),
    })
    expect(
      of('si/legal-forms/en.md')
        .map((problem) => problem.message)
        .join(),
    ).toContain('questions')
  })

  it('has what people ask of each section; a heading that is gone and an unknown article are named', async () => {
    await mkdir(path.join(root, 'asked', 'en'), { recursive: true })
    await mkdir(path.join(root, 'si', 'closing-and-pausing'))
    for (const name of ['article.yaml', 'en.md'])
      await cp(
        path.join(ROOT, 'si/closing-and-pausing', name),
        path.join(root, 'si/closing-and-pausing', name),
      )
    const real = (await loadKnowledge(root)).articles.find(({ topic }) => topic === 'closing-and-pausing')
    const headings = [...new Set(real?.texts.en?.passages.map(({ heading }) => heading))]
    const asked = { 'si/closing-and-pausing': { [headings[1] as string]: 'how do i', Gone: 'what' } }
    const file = 'asked/en/si.yaml'
    await writeFile(path.join(root, file), JSON.stringify({ ...asked, 'si/nothing': { a: 'what' } }))
    const { articles, problems } = await loadKnowledge(root)
    const text = articles.find(({ topic }) => topic === 'closing-and-pausing')?.texts.en
    expect(text?.asked.slice(0, 3)).toEqual(['', 'how do i', ''])
    expect(text?.asked).toHaveLength(headings.length)
    const own = problems.filter((problem) => problem.file === file)
    expect(own.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'warning "si/closing-and-pausing" has no section "Gone" in English; rename it here too',
      'error "si/nothing" has no text in "en"; check the id',
    ])
  })

  it('that uses an unknown source or figure, or states digits without a source, is named with its line', async () => {
    const front =
      '---\ntitle: Income tax\nshort_answer: A short answer that is long enough.\nquestions: [aa, bb, cc, dd, ee, ff]\n---\n'
    const body = '## Heading\n\nIt costs {{nothing_such}}. [^nobody]\n\nIn 2026 it is dear.\n'
    await writeFile(path.join(root, 'si/income-tax/en.md'), front + body)
    const problems = checkKnowledge(await loadKnowledge(root), '2026-11-26').filter(
      (one) => one.file === 'si/income-tax/en.md',
    )
    const messages = problems.map((problem) => `${problem.line} ${problem.message}`)
    expect(messages).toContain('8 [^nobody] is no source of article.yaml')
    expect(messages).toContain('8 unknown figure "nothing_such"')
    expect(messages.some((message) => message.startsWith('10 this passage states figures'))).toBe(true)
  })
})
