import { describe, expect, it } from 'vitest'
import type { AskResult } from '../../src/answering/ask-line.ts'
import { figuresOf, isMiss, SHARES, share } from '../../src/evaluation/figures.ts'
import { judge } from '../../src/evaluation/judge.ts'
import type { EvalQuestion } from '../../src/evaluation/question-set.ts'

type Expect = Partial<EvalQuestion['expect']>

function judged(expected: Expect, given: Partial<AskResult>, kind = 'plain') {
  const question = {
    id: 'q',
    lang: 'en',
    kind,
    split: 'tune',
    text: 'x',
    expect: { outcome: 'answered', articles: [], facts: [], ...expected },
  } as unknown as EvalQuestion
  const result = {
    outcome: 'answered',
    language: 'en',
    articles: [],
    text: '',
    handover: null,
    ms: 1,
    ...given,
  }
  return judge(question, result as unknown as AskResult)
}

const RIGHT = judged({ articles: ['si/vat'] }, { articles: ['si/vat'] })
const OTHER_COUNTRY = judged({ articles: ['si/vat'] }, { articles: ['it/vat', 'si/vat'] })
const INVENTED = judged({ outcome: 'unanswered' }, { outcome: 'answered' })
const ASKED_BACK = judged({ outcome: 'clarify', articles: ['si/vat'] }, { outcome: 'clarify' })
const NEEDLESSLY_ASKED = judged({ articles: ['si/vat'] }, { outcome: 'clarify' })

describe('the figures of an evaluation', () => {
  it('count among the questions that a share is about', () => {
    const figures = figuresOf([RIGHT, OTHER_COUNTRY, INVENTED, ASKED_BACK, NEEDLESSLY_ASKED])
    expect(figures.n).toBe(5)
    expect(figures.rightFirst).toMatchObject({ hits: 1, n: 4 })
    expect(figures.rightInThree).toMatchObject({ hits: 2, n: 4 })
    expect(figures.wrongCountryFirst).toMatchObject({ hits: 1, n: 4 })
    expect(figures.falseAnswers).toMatchObject({ hits: 1, n: 1 })
    expect(figures.clarify).toMatchObject({ hits: 1, n: 1 })
    expect(figures.needlessClarify).toMatchObject({ hits: 1, n: 3 })
    expect(figures.urgentRecall).toBeNull()
  })

  it('call a miss what is on the bad side of a share', () => {
    expect(SHARES.filter((name) => isMiss(OTHER_COUNTRY, name))).toEqual(['rightFirst', 'wrongCountryFirst'])
    expect(SHARES.filter((name) => isMiss(INVENTED, name))).toEqual(['outcome', 'falseAnswers'])
    expect(SHARES.filter((name) => isMiss(RIGHT, name))).toEqual([])
    expect(isMiss(NEEDLESSLY_ASKED, 'needlessClarify')).toBe(true)
    expect(isMiss(ASKED_BACK, 'clarify')).toBe(false)
  })
})

it('a share has Wilson’s interval', () => {
  expect(share(0, 0)).toBeNull()
  const half = share(5, 10)
  expect(half?.value).toBe(0.5)
  expect(half?.low).toBeCloseTo(0.2366, 3)
  expect(half?.high).toBeCloseTo(0.7634, 3)
})
