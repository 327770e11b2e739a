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

interface Measure {
  /** Which cases count. */
  among: (judgement: Judgement) => boolean
  hit: (judgement: Judgement) => boolean
  /** Hits are mistakes: the fewer, the better. */
  bad?: true
}

const expectsAnswer = (j: Judgement) => j.question.expect.outcome === 'answered'

/** What each share counts (definitions in docs/evaluation.md). */
const MEASURES = {
  rightFirst: { among: (j) => j.expectsArticle, hit: (j) => j.rank === 1 },
  rightInThree: { among: (j) => j.expectsArticle, hit: (j) => j.rank !== null && j.rank <= 3 },
  wrongCountryFirst: { among: (j) => j.expectsArticle, hit: (j) => j.wrongCountryFirst, bad: true },
  vital: {
    among: (j) => expectsAnswer(j) && j.vitalTotal > 0,
    hit: (j) => j.vitalFound === j.vitalTotal,
  },
  complete: { among: expectsAnswer, hit: (j) => j.complete },
  outcome: { among: () => true, hit: (j) => j.outcomeRight },
  falseAnswers: {
    among: (j) => ['out_of_scope', 'unanswered'].includes(j.question.expect.outcome),
    hit: (j) => j.falseAnswer,
    bad: true,
  },
  overAbstention: { among: expectsAnswer, hit: (j) => j.overAbstained, bad: true },
  clarify: {
    among: (j) => j.question.expect.outcome === 'clarify',
    hit: (j) => j.result.outcome === 'clarify',
  },
  needlessClarify: { among: expectsAnswer, hit: (j) => j.result.outcome === 'clarify', bad: true },
  handoverRecall: { among: (j) => j.handoverExpected, hit: (j) => j.handoverGiven },
  urgentRecall: { among: (j) => j.urgentExpected, hit: (j) => j.urgentGiven },
  needlessHandover: {
    among: (j) => PLAIN_KINDS.has(j.question.kind) && !j.handoverExpected,
    hit: (j) => j.needlessHandover,
    bad: true,
  },
  language: { among: () => true, hit: (j) => j.languageRight },
} satisfies Record<string, Measure>

export type ShareName = keyof typeof MEASURES

/** Names of all shares. */
export const SHARES = Object.keys(MEASURES) as ShareName[]

export type EvalFigures = { n: number; p95Ms: number } & Record<ShareName, Share | null>

export function figuresOf(all: readonly Judgement[]): EvalFigures {
  const shares = SHARES.map((name): [ShareName, Share | null] => {
    const { among, hit }: Measure = MEASURES[name]
    const chosen = all.filter(among)
    return [name, share(chosen.filter(hit).length, chosen.length)]
  })
  return {
    n: all.length,
    ...(Object.fromEntries(shares) as Record<ShareName, Share | null>),
    p95Ms: percentile(
      all.map((j) => j.result.ms),
      0.95,
    ),
  }
}

/** Whether a case counts for a share and was judged on its bad side. */
export function isMiss(judgement: Judgement, name: ShareName): boolean {
  const { among, hit, bad }: Measure = MEASURES[name]
  return among(judgement) && hit(judgement) === Boolean(bad)
}

export function percentile(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? 0
}
