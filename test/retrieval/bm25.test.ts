import { describe, expect, it } from 'vitest'
import { Bm25Index } from '../../src/retrieval/bm25.ts'

const document = (text: string, weight = 1) => [{ tokens: text.split(' '), weight }]
const index = Bm25Index.build([
  document('vat limit of turnover'),
  document('vat rate of food food food'),
  document('hire a worker'),
])
const scores = (...terms: string[]) => [...index.scores(new Map(terms.map((term) => [term, 1])))]

describe('BM25', () => {
  it('gives nothing to documents that share no term', () => {
    expect(scores('vat')[2]).toBe(0)
    expect(scores('unknown')).toEqual([0, 0, 0])
    expect([...index.scores(new Map())]).toEqual([0, 0, 0])
  })

  it('ranks rare terms above common ones', () => {
    const [limit, rate] = scores('vat', 'limit')
    expect(limit).toBeGreaterThan(rate as number)
    expect(index.idf('limit')).toBeGreaterThan(index.idf('vat'))
    expect(index.idf('unknown')).toBeGreaterThan(index.idf('limit'))
  })

  it('counts a term by its weight in the query', () => {
    const once = index.scores(new Map([['limit', 1]]))[0] as number
    const twice = index.scores(new Map([['limit', 2]]))[0] as number
    expect(twice).toBeCloseTo(2 * once, 5)
  })

  it('lets repetition count less each time, and long documents less', () => {
    const built = Bm25Index.build([document('a b'), document('a a'), document('a b c d e f g h')])
    const [once, twice, long] = [...built.scores(new Map([['a', 1]]))] as [number, number, number]
    expect(twice).toBeGreaterThan(once)
    expect(twice).toBeLessThan(2 * once)
    expect(long).toBeLessThan(once)
  })

  it('counts a field by its weight', () => {
    const fields = (title: string, body: string) => [
      { tokens: title.split(' '), weight: 3 },
      { tokens: body.split(' '), weight: 1 },
    ]
    const built = Bm25Index.build([fields('vat', 'other'), fields('other', 'vat'), fields('x', 'y')])
    const [inTitle, inBody] = [...built.scores(new Map([['vat', 1]]))] as [number, number]
    expect(inTitle).toBeGreaterThan(inBody)
  })

  it('knows which document holds a term', () => {
    expect([0, 1, 2].map((at) => index.contains('vat', at))).toEqual([true, true, false])
    expect(index.contains('unknown', 0)).toBe(false)
  })

  it('tells more documents apart than 16 bits can number', () => {
    const many = Bm25Index.build(
      Array.from({ length: 65_600 }, (_, at) => document(at === 65_599 ? 'last word' : 'word')),
    )
    const found = many.scores(new Map([['last', 1]]))
    expect(found.indexOf(Math.max(...found.slice(65_000)))).toBe(65_599)
    expect(many.contains('last', 65_599)).toBe(true)
    expect(many.contains('last', 63)).toBe(false)
  })

  it('is built from its data again as it was', () => {
    const again = new Bm25Index(structuredClone(index.data))
    expect([...again.scores(new Map([['food', 1]]))]).toEqual(scores('food'))
  })

  it('may be empty', () => {
    expect(Bm25Index.build([]).scores(new Map([['vat', 1]]))).toHaveLength(0)
  })
})
