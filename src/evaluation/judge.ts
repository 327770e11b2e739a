import type { AskResult } from '../answering/ask-line.ts'
import { asciiDigits } from '../retrieval/normalise.ts'
import type { EvalQuestion } from './question-set.ts'

/** How one reply compares with what its question expects (definitions in docs/evaluation.md). */
export interface Judgement {
  question: EvalQuestion
  result: AskResult
  /** Rank of the first right article, 1-based; null when none was found or none is expected. */
  rank: number | null
  expectsArticle: boolean
  wrongCountryFirst: boolean
  vitalFound: number
  vitalTotal: number
  forbiddenFound: boolean
  outcomeRight: boolean
  complete: boolean
  falseAnswer: boolean
  overAbstained: boolean
  languageRight: boolean
  /** Needs a person, and one is offered (or help numbers shown). */
  handoverExpected: boolean
  handoverGiven: boolean
  urgentExpected: boolean
  urgentGiven: boolean
  needlessHandover: boolean
}

const COUNTRY_AREAS = ['si', 'es', 'it']

export function judge(question: EvalQuestion, result: AskResult): Judgement {
  const { expect } = question
  const expectsArticle =
    expect.articles.length > 0 && (expect.outcome === 'answered' || expect.outcome === 'clarify')
  const position = result.articles.findIndex((id) => expect.articles.includes(id))
  const vital = expect.facts.filter((fact) => fact.kind === 'vital')
  const vitalFound = vital.filter((fact) => holds(result.text, fact.any)).length
  const forbiddenFound = expect.facts.some(
    (fact) => fact.kind === 'forbidden' && holds(result.text, fact.any),
  )
  const answered = result.outcome === 'answered'
  const expectsAnswer = expect.outcome === 'answered'
  return {
    question,
    result,
    rank: expectsArticle && position >= 0 ? position + 1 : null,
    expectsArticle,
    wrongCountryFirst: expectsArticle && isOtherCountry(result.articles[0], expect.articles),
    vitalFound,
    vitalTotal: vital.length,
    forbiddenFound,
    outcomeRight: result.outcome === expect.outcome,
    complete: expectsAnswer && answered && vitalFound === vital.length && !forbiddenFound,
    falseAnswer: answered && (expect.outcome === 'out_of_scope' || expect.outcome === 'unanswered'),
    overAbstained: expectsAnswer && (result.outcome === 'unanswered' || result.outcome === 'out_of_scope'),
    languageRight: result.language === question.lang,
    handoverExpected: Boolean(expect.handover) || expect.outcome === 'crisis',
    handoverGiven: result.handover !== null,
    urgentExpected: expect.handover === 'urgent' || expect.outcome === 'crisis',
    urgentGiven: result.handover?.urgency === 'urgent' || result.outcome === 'crisis',
    needlessHandover: result.handover !== null && !expect.handover && expect.outcome !== 'crisis',
  }
}

function isOtherCountry(first: string | undefined, expected: readonly string[]): boolean {
  const area = first?.split('/')[0] ?? ''
  const wanted = expected
    .map((id) => id.split('/')[0] ?? '')
    .filter((wantedArea) => COUNTRY_AREAS.includes(wantedArea))
  return COUNTRY_AREAS.includes(area) && wanted.length > 0 && !wanted.includes(area)
}

/** Whether a text holds one of the spellings; digits of a number must not go on before or after it. */
export function holds(text: string, spellings: readonly string[]): boolean {
  const plain = simplified(text)
  return spellings.some((spelling) => {
    const wanted = simplified(spelling)
    const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const before = /^\d/.test(wanted) ? '(?<!\\d)(?<!\\d[.,])' : ''
    const after = /\d$/.test(wanted) ? '(?!\\d)(?![.,]\\d)' : ''
    return new RegExp(before + escaped + after, 'i').test(plain)
  })
}

function simplified(text: string): string {
  return asciiDigits(text)
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/[\u2066-\u2069\u200e\u200f]/g, '')
    .toLowerCase()
}
