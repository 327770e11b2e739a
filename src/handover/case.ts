import type { ChatKey } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Country, Urgency } from '../knowledge/vocabulary.ts'

/**
 * `waiting` for somebody to take it; `taken`, nothing said yet; `answered`: the consultant spoke last; `asked`: the
 * person spoke last; `resolved`: the consultant thinks it is done and the person may object; `closed`; `reopened`
 * waits like `waiting`, with its history.
 */
export const CASE_STATES = [
  'waiting',
  'taken',
  'answered',
  'asked',
  'resolved',
  'closed',
  'reopened',
] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Somebody holds the case. */
export const HELD_STATES: readonly CaseState[] = ['taken', 'answered', 'asked', 'resolved']
/** Nobody holds the case, and it wants somebody. */
export const QUEUED_STATES: readonly CaseState[] = ['waiting', 'reopened']
/** Everything but closed: the person has a case running. */
export const RUNNING_STATES: readonly CaseState[] = [...QUEUED_STATES, ...HELD_STATES]

export const CLOSE_REASONS = [
  'answered',
  'referred',
  'no_reply',
  'withdrawn',
  'duplicate',
  'unreachable',
] as const
export type CloseReason = (typeof CLOSE_REASONS)[number]

export const RATINGS = ['good', 'partly', 'bad'] as const
export type Rating = (typeof RATINGS)[number]

/** A date that was computed from what the person wrote. */
export interface Deadline {
  /** ISO day; the last day on which one can act. */
  date: string
  /** Days from `from`; null when the person named the day itself. */
  days: number | null
  /** ISO day from which it is counted; null when the person named the day itself. */
  from: string | null
  /** Counted in working days of the country. */
  workingDays: boolean
  /** The words that it was read from. */
  quote: string
}

export interface SentMessage {
  role: 'user' | 'assistant'
  text: string
  /** ISO time */
  at: string
}

/** What the person saw and agreed to send; the consultants see this and nothing else of what was said before. */
export interface Consent {
  /** ISO time of "send". */
  at: string
  /** The question in the person's words; null when left out. */
  question: string | null
  /** Facts by name of the profile (`country`, `status`, `municipality` …); null when left out. */
  situation: Record<string, string> | null
  /** Earlier messages, oldest first, without those left out. */
  messages: SentMessage[]
}

/** What the assistant had answered when the person asked for somebody, for the briefing. */
export interface AnswerBefore {
  outcome: string
  /** Why the pipeline ended where it did. */
  trace: string[]
  articles: string[]
  passageIds: string[]
  sources: { title: string; url: string; seen: string }[]
  /** What was said; null when the person left the messages out. */
  text: string | null
}

export interface Case {
  id: number
  /** The person's chat. Never shown to persons; consultants see `personLabel`. */
  chat: ChatKey
  /** How consultants call the person ("Amina", "Person 12"). */
  personLabel: string
  state: CaseState
  urgency: Urgency
  /** Triage class, `wants_person`, `two_failures` …: a stable word with a text at `handover.reason_<word>`. */
  reason: string
  /** Language in which the person reads and writes. */
  language: Language
  country: Country | null
  municipality: string | null
  /** Last part of the id of the article that fits best ("vat"); null when none fits. */
  topic: string | null
  deadline: Deadline | null
  /** The question in a line, in the person's language, or what stands for it when it was left out. */
  summary: string
  consent: Consent
  before: AnswerBefore | null
  /** Consultant that holds it. */
  assignedTo: string | null
  /** Consultant to whom the router has offered it; others may take it all the same. */
  offeredTo: string | null
  /** Consultants to whom it was offered, or from whom it was taken back; the router tries others first. */
  offeredBefore: string[]
  /** The consultant asked something (ISO time): the person's next message belongs to the case. */
  asksSince: string | null
  closeReason: CloseReason | null
  rating: Rating | null
  /** The person blocked the bot or deleted the chat. */
  unreachable: boolean
  /** ISO times; null: not yet, or not wanted now. */
  openedAt: string
  queuedAt: string
  takenAt: string | null
  firstAnswerAt: string | null
  lastPersonAt: string | null
  lastConsultantAt: string | null
  closedAt: string | null
  /** When the next reminder is due if nobody acts. */
  remindAt: string | null
  /** When the case is offered to the next one (queued), or taken back (held), if nobody acts. */
  takeBackAt: string | null
  /** Grows with every change; for optimistic writing. */
  version: number
}

/** Who did something. */
export type Actor = { kind: 'person' } | { kind: 'consultant'; id: string } | { kind: 'system' }

export const CASE_EVENTS = [
  'case-opened',
  'case-offered',
  'case-taken',
  'case-answered',
  'case-asked',
  'case-person-wrote',
  'case-noted',
  'case-transferred',
  'case-released',
  'case-taken-back',
  'case-reminded',
  'case-escalated',
  'case-resolved',
  'case-closed',
  'case-reopened',
  'case-rated',
  'case-unreachable',
  'case-erased',
] as const
export type CaseEventName = (typeof CASE_EVENTS)[number]

/** One line of a case's history. Holds no text of messages. */
export interface CaseEvent {
  /** Grows over all cases: a cursor for live views. */
  id: number
  caseId: number
  name: CaseEventName
  actor: Actor
  /** ISO time */
  at: string
  from: CaseState | null
  to: CaseState
  /** Facts such as `to` (consultant), `reason`, `urgency`. */
  detail: Record<string, string>
}
