import type { Judgement } from './judge.ts'

/** A share with its number of cases and Wilson's 95 % interval (Wilson 1927); null where there are no cases. */
export interface Share {
  hits: number
  n: number
  value: number
  low: number
  high: number
}

export function share(hits: number, n: number): Share | null {
  if (n === 0) return null
  const z = 1.959964
  const p = hits / n
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return { hits, n, value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

export interface EvalFigures {
  n: number
  rightFirst: Share | null
  rightInThree: Share | null
  wrongCountryFirst: Share | null
  vital: Share | null
  complete: Share | null
  outcome: Share | null
  falseAnswers: Share | null
  overAbstention: Share | null
  clarify: Share | null
  needlessClarify: Share | null
  handoverRecall: Share | null
  urgentRecall: Share | null
  needlessHandover: Share | null
  language: Share | null
  p95Ms: number
}

export const SHARES = [
  'rightFirst',
  'rightInThree',
  'wrongCountryFirst',
  'vital',
  'complete',
  'outcome',
  'falseAnswers',
  'overAbstention',
  'clarify',
  'needlessClarify',
  'handoverRecall',
  'urgentRecall',
  'needlessHandover',
  'language',
] as const satisfies readonly (keyof EvalFigures)[]

const PLAIN_KINDS = new Set([
  'plain',
  'condition',
  'trap-country',
  'trap-false-premise',
  'typo',
  'latin',
  'code-switch',
  'voice-like',
  'follow-up',
  'contrast',
  'no-country',
])

export function figuresOf(all: readonly Judgement[]): EvalFigures {
  const over = (among: (judgement: Judgement) => boolean, hit: (judgement: Judgement) => boolean) => {
    const chosen = all.filter(among)
    return share(chosen.filter(hit).length, chosen.length)
  }
  const expectsAnswer = (judgement: Judgement) => judgement.question.expect.outcome === 'answered'
  const withVital = (judgement: Judgement) => expectsAnswer(judgement) && judgement.vitalTotal > 0
  return {
    n: all.length,
    rightFirst: over(
      (j) => j.expectsArticle,
      (j) => j.rank === 1,
    ),
    rightInThree: over(
      (j) => j.expectsArticle,
      (j) => j.rank !== null && j.rank <= 3,
    ),
    wrongCountryFirst: over(
      (j) => j.expectsArticle,
      (j) => j.wrongCountryFirst,
    ),
    vital: over(withVital, (j) => j.vitalFound === j.vitalTotal),
    complete: over(expectsAnswer, (j) => j.complete),
    outcome: over(
      () => true,
      (j) => j.outcomeRight,
    ),
    falseAnswers: over(
      (j) => ['out_of_scope', 'unanswered'].includes(j.question.expect.outcome),
      (j) => j.falseAnswer,
    ),
    overAbstention: over(expectsAnswer, (j) => j.overAbstained),
    clarify: over(
      (j) => j.question.expect.outcome === 'clarify',
      (j) => j.result.outcome === 'clarify',
    ),
    needlessClarify: over(expectsAnswer, (j) => j.result.outcome === 'clarify'),
    handoverRecall: over(
      (j) => j.handoverExpected,
      (j) => j.handoverGiven,
    ),
    urgentRecall: over(
      (j) => j.urgentExpected,
      (j) => j.urgentGiven,
    ),
    needlessHandover: over(
      (j) => PLAIN_KINDS.has(j.question.kind) && !j.handoverExpected,
      (j) => j.needlessHandover,
    ),
    language: over(
      () => true,
      (j) => j.languageRight,
    ),
    p95Ms: percentile(
      all.map((j) => j.result.ms),
      0.95,
    ),
  }
}

export function percentile(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? 0
}
