import type { Button, ReplyPart } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Country, Status, Urgency } from '../knowledge/vocabulary.ts'

/** What is known of the person when a question is answered. */
export interface AskProfile {
  country?: Country | null | undefined
  status?: Status | null | undefined
  /** The language that the person chose. */
  language?: Language | null | undefined
  /** Other languages that the person reads; passages without a text in `language` come in the first that has one. */
  reads?: Language[] | undefined
  /** The script of Serbian replies. */
  script?: 'Cyrl' | 'Latn' | null | undefined
  /** Who asks; consultants also get consultant articles. */
  audience?: 'founder' | 'consultant' | undefined
}

export interface HistoryEntry {
  role: 'user' | 'assistant'
  text: string
}

export interface Question {
  text: string
  profile: AskProfile
  history: HistoryEntry[]
  /** BCP 47 tag of the person's client, used when the text is too short to tell. */
  languageHint?: string | undefined
}

export type Outcome = 'answered' | 'clarify' | 'unanswered' | 'out_of_scope' | 'crisis'

export interface Handover {
  reason: string
  urgency: Urgency
}

export interface SourceRef {
  article: string
  title: string
  url: string
  /** Date that the page showed or was read: 2026, 2026-04 or 2026-04-17. */
  seen: string
}

export interface FactsNamed {
  country: Country | null
  /** A town of that country. */
  town: string | null
  status: Status | null
}

/** The reply to one question, with all that a channel, a test or a consultant needs to know of it. */
export interface Answer {
  outcome: Outcome
  handover: Handover | null
  language: Language
  /** Country whose rules the answer gives; null for general ones. */
  country: Country | null
  /** Ids of the articles that fit, best first. */
  articles: string[]
  /** Passages shown. */
  passageIds: string[]
  sources: SourceRef[]
  parts: ReplyPart[]
  /** Buttons for a question back ("clarify"); empty otherwise. */
  choices: Button[][]
  /** What a question back asks for. */
  asksFor: 'country' | 'status' | 'language' | 'topic' | null
  /** The class of message of knowledge/triage that was told; null for a plain question. */
  messageClass: string | null
  /** What the message says of the person's own situation; used for this answer, kept by nobody. */
  factsNamed: FactsNamed
  /** Natural next questions, in the language of the reply. */
  nextQuestions: string[]
  /** Why the pipeline ended where it did, for logs and tests; holds no text of the person. */
  trace: string[]
}
