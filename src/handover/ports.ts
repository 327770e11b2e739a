import type { ChatKey } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Country, Urgency } from '../knowledge/vocabulary.ts'
import type { Case, CaseEvent, CaseState, CloseReason, Rating } from './case.ts'
import type { CaseAction, NewCase } from './transitions.ts'

/** Cases, their states and their history. Consultants' texts and the person's are in `CaseMessages`. */
export interface CaseStore {
  /** Opens a case. Throws CaseAlreadyOpenError when the chat has one running. */
  open(given: NewCase): Promise<Case>
  get(id: number): Promise<Case | null>
  /** The case of a chat that is not closed; at most one. */
  runningOf(chat: ChatKey): Promise<Case | null>
  /** The case of a chat that was opened last, closed or not. */
  latestOf(chat: ChatKey): Promise<Case | null>
  /** Urgent ones first, then by the time they wait. */
  list(filter: CaseFilter): Promise<Case[]>
  /**
   * Takes a case one step on, in one transaction with its line in the history. Of two that act at once one wins;
   * the other gets the coded error of the new state. Throws CaseNotFoundError, CaseAlreadyTakenError,
   * CaseNotHeldError, CaseClosedError, CaseTransitionError; then nothing is changed.
   */
  apply(id: number, action: CaseAction): Promise<Case>
  /** History of a case, oldest first. */
  eventsOf(id: number): Promise<CaseEvent[]>
  /** Events of all cases after a cursor (0: from the start), oldest first; for live views. */
  eventsAfter(id: number, limit: number): Promise<CaseEvent[]>
  latestEventId(): Promise<number>
  /** Opening and first answer of the cases that were first answered after an ISO time, newest first. */
  firstAnswers(
    since: string,
    limit: number,
  ): Promise<{ openedAt: string; answeredAt: string; urgency: Urgency; country: Country | null }[]>
  /** Cases whose `remindAt` or `takeBackAt` is due. */
  due(now: string, limit: number): Promise<Case[]>
  /** Erases everything of cases that were closed before an ISO time; gives how many. */
  forgetClosed(before: string): Promise<number>
  countsByState(): Promise<Record<CaseState, number>>
}

export interface CaseFilter {
  states?: readonly CaseState[]
  assignedTo?: string
  country?: Country
  language?: Language
  municipality?: string
  topic?: string
  urgency?: Urgency
  /** Words in the summary or the label of the person. */
  search?: string
  /** ISO time */
  openedAfter?: string
  limit?: number
  offset?: number
}

/** Minutes since midnight, local; `to` is exclusive and after `from`. */
export interface TimeSpan {
  from: number
  to: number
}

export interface WorkingHours {
  /** IANA name, such as "Europe/Ljubljana". */
  timeZone: string
  /** Spans of each weekday, Monday first; an empty list is a day off. */
  days: readonly (readonly TimeSpan[])[]
  /** Country whose public holidays are days off; null: none. */
  holidays: Country | null
}

export interface Consultant {
  id: string
  /** Persons see it ("Ana (consultant)"). */
  name: string
  role: 'consultant' | 'admin'
  /** Languages in which the consultant works, the preferred one first; briefings come in the first. */
  languages: Language[]
  /** Empty lists mean: all. */
  countries: Country[]
  municipalities: string[]
  topics: string[]
  hours: WorkingHours
  /** First and last ISO day of each absence. */
  absences: { from: string; to: string }[]
  /** No more cases are offered when so many are held. */
  mostCases: number
  /** Inactive ones are offered nothing and can do nothing. */
  active: boolean
  /** Telegram's id of the user; null while no Telegram account is bound. */
  telegramUser: number | null
  createdAt: string
}

export interface ConsultantStore {
  /** Throws ConsultantExistsError for a name that an active consultant bears. */
  add(given: Omit<Consultant, 'id' | 'telegramUser' | 'createdAt'>): Promise<Consultant>
  get(id: string): Promise<Consultant | null>
  byTelegramUser(user: number): Promise<Consultant | null>
  list(options?: { activeOnly?: boolean }): Promise<Consultant[]>
  /** Throws ConsultantNotFoundError. */
  update(id: string, changes: Partial<Omit<Consultant, 'id' | 'createdAt'>>): Promise<Consultant>
  /** A one-time code that binds an account of a messenger; only its hash is stored. Earlier codes end. */
  issueCode(consultantId: string, expiresAt: string): Promise<string>
  /** Binds the Telegram user, once. Null for a code that is unknown, used or out of date. */
  redeemCode(code: string, telegramUser: number): Promise<Consultant | null>
  /** Whether there is any active consultant, so that a hand-over reaches somebody. */
  anyActive(): Promise<boolean>
}

/** A translation beside its original, which is never replaced. */
export interface MessageTranslation {
  language: Language
  text: string
  /** Figures, dates, names or links of the original that the translation lacks or adds; empty when all is kept. */
  doubts: string[]
}

/** A file that stays in the messenger: reference and metadata only. */
export interface CaseFile {
  /** How the channel of the chat finds it. */
  fileRef: string
  what: 'photo' | 'document' | 'voice' | 'audio' | 'video' | 'other'
  name: string | null
  mimeType: string | null
  sizeBytes: number | null
}

/**
 * `held`: waits for a translation, a topic or somebody to take the case; `sent`: in the outbox; `delivered` and `failed` as the
 * messenger said; `none`: never goes anywhere (a note).
 */
export type RelayState = 'held' | 'sent' | 'delivered' | 'failed' | 'none'

export interface CaseMessage {
  /** Order within a case. */
  id: number
  caseId: number
  chat: ChatKey
  from: 'person' | 'consultant'
  /** The consultant; null for the person. */
  authorId: string | null
  /** Notes are for consultants only and never reach the person. */
  kind: 'text' | 'file' | 'note'
  text: string
  language: Language
  translation: MessageTranslation | null
  /** `wanted` until a translation was made or given up. */
  translationState: 'none' | 'wanted' | 'done' | 'failed'
  file: CaseFile | null
  /** Set when the author changed the text of an earlier message. */
  edits: number | null
  /** Chat and message in the messenger that it was written in; null for the console. */
  origin: { chat: ChatKey; messageRef: string } | null
  relay: RelayState
  /** Outbox entry that carries it to the other side. */
  outboxId: number | null
  /** ISO time */
  at: string
}

export type NewCaseMessage = Pick<
  CaseMessage,
  'caseId' | 'chat' | 'from' | 'authorId' | 'kind' | 'text' | 'language' | 'file' | 'edits' | 'origin' | 'at'
> & { wantsTranslation: boolean }

export interface CaseMessages {
  add(given: NewCaseMessage): Promise<CaseMessage>
  /** All of a case, oldest first. `relay` is as the messenger has told by now. */
  of(caseId: number): Promise<CaseMessage[]>
  get(id: number): Promise<CaseMessage | null>
  /** The message that was written as this one of a messenger; for edits and replies. */
  byOrigin(chat: ChatKey, messageRef: string): Promise<CaseMessage | null>
  /** Messages of a case that are still held, oldest first. */
  heldOf(caseId: number): Promise<CaseMessage[]>
  /** Messages that wait for a translation, oldest first. */
  wantTranslation(limit: number): Promise<CaseMessage[]>
  setTranslation(id: number, translation: MessageTranslation | null): Promise<void>
  /** It is in the outbox now; null: it goes nowhere (the console shows it). */
  markSent(id: number, outboxId: number | null): Promise<void>
  /** Holds the message of an outbox entry again, since its place is gone; null when the entry carries none. */
  holdAgain(outboxId: number): Promise<CaseMessage | null>
  /** Consultants' messages that were settled since and whose author has not been told, oldest first. */
  wantReceipt(limit: number): Promise<CaseMessage[]>
  markReceipt(id: number): Promise<void>
  /** Unread by the consultant who holds the case: what the person wrote after the consultant's last word. */
  unreadOf(caseId: number): Promise<number>
}

/** A proposal to keep an answer in the knowledge; an admin decides. */
export interface KnowledgeProposal {
  id: number
  caseId: number
  /** Article that it belongs to; null for a new one. */
  articleId: string | null
  language: Language
  country: Country | null
  /** The text, free of anything about the person (the proposer confirms it). */
  text: string
  /** A question that the knowledge should answer from now on. */
  testQuestion: string
  proposedBy: string
  at: string
  state: 'waiting' | 'accepted' | 'declined'
  decidedBy: string | null
  decidedAt: string | null
  /** Why it was declined, or where it was put. */
  decisionNote: string | null
}

export interface KnowledgeProposals {
  add(
    given: Pick<
      KnowledgeProposal,
      'caseId' | 'articleId' | 'language' | 'country' | 'text' | 'testQuestion' | 'proposedBy' | 'at'
    >,
  ): Promise<KnowledgeProposal>
  list(state?: KnowledgeProposal['state']): Promise<KnowledgeProposal[]>
  get(id: number): Promise<KnowledgeProposal | null>
  /** Throws ProposalDecidedError when somebody was faster. */
  decide(
    id: number,
    decision: { state: 'accepted' | 'declined'; by: string; at: string; note: string | null },
  ): Promise<KnowledgeProposal>
}

/** Who did what in the console or by command; kept apart from cases and without texts of persons. */
export interface AuditEntry {
  id: number
  /** ISO time */
  at: string
  /** Consultant id, or "system" / "cli". */
  actor: string
  /** Noun-verb: `consultant-added`, `code-issued`, `case-viewed`, `file-viewed`, `signed-in` … */
  action: string
  /** What it was done to: `case:12`, `consultant:ab12`. */
  subject: string
  detail: Record<string, string>
}

export interface AuditLog {
  append(entry: Omit<AuditEntry, 'id'>): Promise<void>
  /** Newest first. */
  list(filter?: {
    actor?: string
    action?: string
    subject?: string
    before?: number
    limit?: number
  }): Promise<AuditEntry[]>
  /** Erases entries before an ISO time. */
  forget(before: string): Promise<void>
}

/** A case's place in the consultants' messenger (a forum topic); the desk posts there. */
export interface CaseTopic {
  caseId: number
  /** Chat key of the topic: "telegram:-100123:45". */
  topic: ChatKey
  /** A topic that was deleted or could not be used is `gone`; the case goes on elsewhere. */
  state: 'open' | 'closed' | 'gone'
}

export interface CaseTopics {
  of(caseId: number): Promise<CaseTopic | null>
  byTopic(topic: ChatKey): Promise<CaseTopic | null>
  set(topic: CaseTopic): Promise<void>
  /** Running cases without a topic, oldest first. */
  wanting(limit: number): Promise<number[]>
  /** Topics whose case was erased or closed for long, to be removed from the messenger. */
  orphaned(limit: number): Promise<CaseTopic[]>
  remove(caseId: number): Promise<void>
}

/** Tables of the hand-over, part of `Stores`. */
export interface HandoverStores {
  cases: CaseStore
  caseMessages: CaseMessages
  caseTopics: CaseTopics
  consultants: ConsultantStore
  proposals: KnowledgeProposals
  audit: AuditLog
}

/**
 * Everything that a consultant can do to a case, the same from Telegram and the console. Each call checks that the
 * consultant is active and may do it, changes the state, and puts what follows (to the person, to the topic, to the other
 * consultant) into the outbox. Throws the coded errors of handover/errors.ts; then nothing was changed.
 *
 * A desk belongs to one transaction: `service.work((desk) => desk.take(…))` opens one, commits it, and wakes deliveries.
 */
export interface HandoverDesk {
  /** Takes a waiting case. Throws CaseAlreadyTakenError when somebody was faster. */
  take(caseId: number, consultantId: string): Promise<Case>
  /**
   * Sends a text to the person. `asks` (default: it ends with a question mark) makes the person's next message belong to
   * the case. Only the holder may; throws CaseNotHeldError.
   */
  answer(caseId: number, consultantId: string, given: ConsultantText): Promise<CaseMessage>
  /** Sends a file of the consultant that lies in the messenger. */
  sendFile(caseId: number, consultantId: string, given: ConsultantFile): Promise<CaseMessage>
  /** Sends the changed text of an earlier message, marked as changed. */
  editAnswer(messageId: number, consultantId: string, text: string): Promise<CaseMessage>
  /** An internal note; anybody on the team may, the person never sees it. */
  note(caseId: number, consultantId: string, text: string): Promise<CaseMessage>
  /** Hands the case to another consultant, with a note that is required. The holder may, and admins. */
  transfer(caseId: number, consultantId: string, given: { to: string; note: string }): Promise<Case>
  /** Puts the case back into the queue, with an optional note. The holder may, and admins. */
  release(caseId: number, consultantId: string, note?: string): Promise<Case>
  /**
   * Puts back all that a consultant holds who has just been deactivated, and offers to others what was offered to that one.
   * The person of each case is told, as for a single one.
   */
  releaseAll(consultantId: string, adminId: string): Promise<void>
  /** The consultant thinks that it is done; the person is asked. */
  resolve(caseId: number, consultantId: string): Promise<Case>
  /** Closes with a reason and sends the one-tap survey. */
  close(caseId: number, consultantId: string, reason: CloseReason): Promise<Case>
  /** Opens a closed case again, held by this consultant. */
  reopen(caseId: number, consultantId: string): Promise<Case>
  propose(
    caseId: number,
    consultantId: string,
    given: Pick<KnowledgeProposal, 'articleId' | 'language' | 'text' | 'testQuestion'>,
  ): Promise<KnowledgeProposal>
}

export interface ConsultantText {
  text: string
  /** Language of the text; the consultant's first one when not given. */
  language?: Language
  asks?: boolean
  origin?: { chat: ChatKey; messageRef: string }
}

export interface ConsultantFile {
  file: CaseFile
  caption: string
  origin: { chat: ChatKey; messageRef: string }
}

export interface HandoverService {
  /** Runs work in one transaction and wakes what delivers. */
  work<T>(work: (desk: HandoverDesk) => Promise<T>): Promise<T>
  /** Everything a consultant sees before answering, in the consultant's language. Null for an unknown case. */
  briefing(caseId: number, consultantId: string): Promise<Briefing | null>
  /** Position in the queue (1: next) and expected minutes of working time until the first answer, from real data. */
  outlook(caseId: number): Promise<Outlook>
}

export interface Outlook {
  /** 1: the next one; null when the case does not wait. */
  position: number | null
  /** Median of past first answers, in minutes of working time; null while there are too few. */
  medianMinutes: number | null
  /** ISO time at which somebody who fits works next; null when nobody is foreseen. */
  nextWorkingAt: string | null
  /** Somebody who fits works now. */
  openNow: boolean
}

/** See handover/briefing.ts. All texts of the program are in `language`; the person's words stay as they are. */
export interface Briefing {
  caseId: number
  language: Language
  personLabel: string
  personLanguage: Language
  urgency: Urgency
  reason: string
  question: BriefingText | null
  situation: { name: string; value: string }[] | null
  messages: { role: 'user' | 'assistant'; text: string; at: string }[]
  /** What the assistant answered, and why it stopped. */
  answered: { outcome: string; text: string | null; why: string } | null
  deadline: { date: string; how: string; daysLeft: number } | null
  passages: { article: string; heading: string; text: string; inPersonLanguage: string | null }[]
  sources: { title: string; url: string; seen: string }[]
  /** Facts that decide the answer and are not known, as questions to ask. */
  missing: string[]
  /**
   * A reply to edit, from the composed answer, below the deadline in the person's language; null when no article fits or the
   * person left out the answer. Marked in the view as a draft of the program.
   */
  draft: string | null
  rating: Rating | null
}

export interface BriefingText {
  original: string
  language: Language
  translation: MessageTranslation | null
}

/** Files of persons, for consultants who may see them. */
export interface CaseFileSource {
  /** Null when the messenger has it no longer. Throws CaseFileError when it cannot be fetched now. */
  open(
    file: CaseFile,
    chat: ChatKey,
    signal: AbortSignal,
  ): Promise<{ content: Buffer; mimeType: string; name: string } | null>
}
