import type { Article } from '../knowledge/article.ts'
import { isCountry } from '../knowledge/vocabulary.ts'
import type { EmergencyKind } from './emergency.ts'
import type { SeparateQuestion } from './separate-questions.ts'
import type { TriageClass } from './triage.ts'
import type { Turnout } from './turnout.ts'
import type { Handover } from './types.ts'

/** What to reply, before it is put into words. */
export type Verdict = { handover: Handover | null; trace: string[] } & (
  | { kind: 'crisis'; help: EmergencyKind }
  | { kind: 'clarify_country'; articles: Article[] }
  | { kind: 'greeting' }
  | { kind: 'out_of_scope'; text: string }
  | { kind: 'unanswered'; text: string; articles: Article[] }
  /** Somebody wants a person and no article on local support can be chosen. */
  | { kind: 'person' }
  | { kind: 'answered'; articles: VerdictArticle[] }
)

export interface VerdictArticle {
  article: Article
  /** The question it answers and its own passages, when the message held several questions. */
  separate: SeparateQuestion | null
}

const SURE_NEED = 0.5
/** From this share of plain questions on, what follows on a question is no message of another kind. */
const PLAIN_FOLLOW_UP = 0.3
/** An article that surely is the topic of the message. */
const SURE_TOPIC = { score: 0.7, probability: 0.5 }
/** What lies beside the topics is told from them by the topic alone: where that is sure, a smaller share of plain questions will do. */
const NEAR_TO_TOPICS: ReadonlySet<string> = new Set(['near_domain', 'lookup_detail'])
const PLAIN_SHARE_OF_SURE_TOPIC = 0.7
/** An article that is named as good as by its title: what the message asks beside the topics it asks of this one. */
const CERTAIN_TOPIC = { score: 0.85, probability: 0.8 }
const NEAR = { score: 0.42, coverage: 0.25 }
/**
 * When an article counts as answering: its fused score, with the share of the question's words that it holds, or with how
 * sure the rankers are.
 * Measured on the tuning half of the question sets (docs/evaluation.md).
 */
const ENOUGH = {
  score: 0.3,
  strongScore: 0.55,
  strongProbability: 0.6,
  /** Where the article has its full text in the language of the question, and where only a short one to compare with. */
  full: { coverage: 0.25, plainScore: 0.35, plainQuestion: 0.5 },
  short: { coverage: 0.22, plainScore: 0.3, plainQuestion: 0.6 },
}

export function decide(turnout: Turnout): Verdict {
  const { risks, findings, reading } = turnout
  const handover = handoverOf(risks.handover)
  const trace = traceOf(turnout)
  const main = risks.main
  if (main?.outcome === 'crisis') return { kind: 'crisis', help: main.help ?? 'violence', handover, trace }
  const convincing = isConvincing(turnout) || turnout.separate.length > 0
  if (main && !handover && main.outcome !== 'answered') {
    if (main.outcome === 'greeting' && reading.contentWords <= 4)
      return { kind: 'greeting', handover: null, trace }
    const outweighed =
      (main.later && !speaksOfLater(turnout)) ||
      (convincing && (isFollowUpAfterAll(turnout, main) || isPlainAfterAll(turnout, main)))
    if (!outweighed && main.outcome === 'out_of_scope')
      return {
        kind: 'out_of_scope',
        text: main.id === 'orders' ? 'out_of_scope.orders' : 'out_of_scope.text',
        handover: null,
        trace,
      }
    if (!outweighed && main.outcome === 'unanswered')
      return {
        kind: 'unanswered',
        text: `unanswered.${main.id}`,
        articles: closest(findings),
        handover: null,
        trace,
      }
  }
  if (main?.id === 'wants_person') return wishForPerson(turnout, handover, trace)
  const best = findings.hits[0]
  // In urgent need the rights come before what fits badly.
  const inNeed = handover?.urgency === 'urgent' && risks.probability >= SURE_NEED
  if (inNeed && !convincing && !isNear(turnout) && turnout.rights)
    return { kind: 'answered', articles: [{ article: turnout.rights, separate: null }], handover, trace }
  if (!best || (!convincing && !(handover && isNear(turnout))))
    return {
      kind: 'unanswered',
      text: 'unanswered.text',
      articles: closest(findings),
      handover,
      trace,
    }
  const answering = [best, ...turnout.separate].map((one) => one.article)
  if (!turnout.country && answering.some((article) => isCountry(article.area))) {
    return {
      kind: 'clarify_country',
      articles: closest(findings),
      handover,
      trace,
    }
  }
  if (turnout.separate.length > 0 && !handover) return answeredSeparately(turnout, trace)
  return { kind: 'answered', articles: [{ article: best.article, separate: null }], handover, trace }
}

/** What fits best all the same, for whoever looks into why there was no answer. */
function closest({ hits }: Turnout['findings']): Article[] {
  return hits.slice(0, 3).map((hit) => hit.article)
}

/** Several questions in one message: each gets its own article, in their order. */
function answeredSeparately({ separate }: Turnout, trace: string[]): Verdict {
  return {
    kind: 'answered',
    articles: separate.map((one) => ({ article: one.article, separate: one })),
    handover: null,
    trace: [...trace, `${separate.length} questions`],
  }
}

/** Who helps near the person: the article on local support of the country, or of all three. */
function wishForPerson(turnout: Turnout, handover: Handover | null, trace: string[]): Verdict {
  const article =
    turnout.findings.hits.find((hit) => hit.article.topic === 'local-support')?.article ??
    turnout.localSupport
  if (!article || !turnout.country) return { kind: 'person', handover, trace }
  return { kind: 'answered', articles: [{ article, separate: null }], handover, trace }
}

/** "What will the limit be?" and "what is the limit?" share all their words but one. */
function speaksOfLater({ reading, today }: Turnout): boolean {
  const year = Number(today.slice(0, 4))
  return reading.later || reading.years.some((named) => named > year)
}

/** The message fits one article so well that it is a question to it, when both are nearly as likely. */
function isPlainAfterAll({ findings, risks }: Turnout, main: TriageClass): boolean {
  const best = findings.hits[0]
  if (!best || best.score < SURE_TOPIC.score || best.probability < SURE_TOPIC.probability) return false
  if (!NEAR_TO_TOPICS.has(main.id)) return risks.plain > risks.probability
  const certain = best.score >= CERTAIN_TOPIC.score && best.probability >= CERTAIN_TOPIC.probability
  return certain || risks.plain > risks.probability * PLAIN_SHARE_OF_SURE_TOPIC
}

/** "How much?" alone sounds like anything; after a question it belongs to that. */
function isFollowUpAfterAll({ findings, reading, risks }: Turnout, main: TriageClass): boolean {
  if (!findings.followUp || main.outcome !== 'unanswered') return false
  return reading.contentWords <= 2 || (main.id !== 'personal_file' && risks.plain >= PLAIN_FOLLOW_UP)
}

/** Something that a person in need can read meanwhile; a far-off article would only mislead. */
function isNear({ findings }: Turnout): boolean {
  return (findings.hits[0]?.score ?? 0) >= NEAR.score || findings.coverage >= NEAR.coverage
}

function isConvincing({ findings, risks, language }: Turnout): boolean {
  const best = findings.hits[0]
  if (!best || best.score < ENOUGH.score) return false
  const isFull = (best.article.texts[language.message]?.passages.length ?? 0) > 0
  const enough = isFull ? ENOUGH.full : ENOUGH.short
  return (
    findings.coverage >= enough.coverage ||
    (best.score >= ENOUGH.strongScore && best.probability >= ENOUGH.strongProbability) ||
    // A message that reads like the questions which the articles answer, in other words.
    (best.score >= enough.plainScore && risks.plain >= enough.plainQuestion)
  )
}

function handoverOf(found: TriageClass | null): Handover | null {
  if (!found || found.handover === 'none') return null
  return { reason: found.id, urgency: found.handover }
}

function traceOf({ risks, findings, language, country }: Turnout): string[] {
  const best = findings.hits[0]
  return [
    `language ${language.message}${language.romanised ? ' (romanised)' : ''}`,
    `country ${country ?? 'unknown'}`,
    `risk ${risks.main?.id ?? 'none'} ${risks.probability.toFixed(2)} plain ${risks.plain.toFixed(2)}`,
    best
      ? `best ${best.article.id} score ${best.score.toFixed(2)} probability ${best.probability.toFixed(2)} coverage ${findings.coverage.toFixed(2)}`
      : 'no article',
    ...(findings.followUp ? ['follow-up'] : []),
  ]
}
