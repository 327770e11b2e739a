import { describe, expect, it } from 'vitest'
import { HybridIndex } from '../../src/retrieval/hybrid.ts'
import type { SearchDocument } from '../../src/retrieval/lexical.ts'

function page(id: string, title: string, ...lines: string[]): SearchDocument {
  return {
    id,
    subject: null,
    title,
    questions: [],
    examples: [],
    summary: '',
    terms: [],
    passages: lines.map((text, index) => ({ id: `${id}/${index}`, heading: '', text })),
  }
}

const PAGES = [
  page(
    'vat',
    'Value added tax',
    'You register when your turnover passes the limit.',
    'The rate is 22 percent.',
  ),
  page('insurance', 'Health insurance', 'Family members are insured with you.', 'You pay every month.'),
  page(
    'premises',
    'Business premises',
    'The municipality checks the premises.',
    'A kitchen needs an inspection.',
  ),
]
const index = new HybridIndex(HybridIndex.build(PAGES, 'en'))
const find = (text: string, allowed?: (document: number) => boolean) =>
  index.search([{ text, weight: 1 }], allowed).documents.map(({ id }) => id)

describe('the hybrid index', () => {
  it('finds pages that have only a title and lines', () => {
    expect(find('who inspects my kitchen')[0]).toBe('premises')
    expect(find('is my family insured')[0]).toBe('insurance')
  })

  it.each(['helth insurence', 'muncipality premisses', 'turnovr limitt'])(
    'finds "%s" in spite of its typos',
    (typed) => {
      const wanted = { h: 'insurance', m: 'premises', t: 'vat' }[typed[0] as string]
      expect(find(typed)[0]).toBe(wanted)
    },
  )

  it('gives only what the filter allows, passages too', () => {
    const result = index.search([{ text: 'pay every month', weight: 1 }], (document) => document !== 1)
    expect(result.documents.map(({ id }) => id)).not.toContain('insurance')
    expect([...result.passages.keys()].some((id) => id.startsWith('insurance'))).toBe(false)
  })

  it('finds a line by the words of the line beside it', () => {
    const { passages } = index.search([{ text: 'turnover limit rate', weight: 1 }])
    expect(
      [...passages]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 2)
        .map(([id]) => id)
        .sort(),
    ).toEqual(['vat/0', 'vat/1'])
  })

  it('an empty question, or one of unknown words, finds nothing', () => {
    expect(find('')).toEqual([])
    expect(find('qqq zzz')).toEqual([])
  })

  it('the same documents give the same index', () => {
    expect(HybridIndex.build(PAGES, 'en')).toEqual(HybridIndex.build(PAGES, 'en'))
  })

  it('coverage is the share of the question that a document holds', () => {
    expect(index.coverage('family insurance', 1)).toBe(1)
    expect(index.coverage('family insurance', 2)).toBe(0)
    const half = index.coverage('family kitchen', 1)
    expect(half).toBeGreaterThan(0.2)
    expect(half).toBeLessThan(0.8)
    expect(index.coverage('', 1)).toBe(0)
  })
})
