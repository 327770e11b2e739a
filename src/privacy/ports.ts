import type { ChatKey } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'

export const FEEDBACK_REASONS = ['wrong', 'unclear', 'missing', 'off_topic'] as const
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number]

/** What a person thinks of an answer. Holds no text of the person, unless the person agreed to send the question. */
export interface Feedback {
  chat: ChatKey
  answerId: string
  articles: string[]
  outcome: string
  language: Language
  verdict: 'up' | 'down'
  reason: FeedbackReason | null
  /** The question, when the person agreed that those who check the answers may read it. */
  question: string | null
  /** ISO time. */
  at: string
}

export interface FeedbackStore {
  /** One entry for each answer of a chat: the last one counts. */
  save(feedback: Feedback): Promise<void>
  of(chat: ChatKey, answerId: string): Promise<Feedback | null>
  /** Entries since an ISO time, newest first. */
  since(at: string, limit: number): Promise<Feedback[]>
}

/** `announced`: everything is erased once more, with the words that said so. */
export type ErasurePhase = 'asked' | 'announced'

export interface Erasure {
  chat: ChatKey
  /** ms since 1970 */
  dueAt: number
  phase: ErasurePhase
  language: Language
}

/** Chats whose people asked to be forgotten, until it is done; kept here so that a restart forgets none of them. */
export interface ErasureStore {
  schedule(erasure: Erasure): Promise<void>
  /** False when nothing was scheduled. */
  cancel(chat: ChatKey): Promise<boolean>
  of(chat: ChatKey): Promise<Erasure | null>
  due(now: number, limit: number): Promise<Erasure[]>
}

export interface PrivacyStores {
  feedback: FeedbackStore
  erasures: ErasureStore
}
