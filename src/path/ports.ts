import type { ChatKey } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'

/** A reminder of a step, wanted for a time; sent once. */
export interface PathReminder {
  chat: ChatKey
  /** Step or own step. */
  step: string
  /** ISO day that it reminds of; with chat and step it names the reminder. */
  day: string
  /** ms since 1970 */
  dueAt: number
  language: Language
}

export interface PathReminderStore {
  /** What was wanted for a chat and not yet sent is replaced. A reminder that was sent before is not wanted again. */
  replace(chat: ChatKey, reminders: readonly PathReminder[]): Promise<void>
  /** Reminders whose time has come, the oldest first. */
  due(now: number, limit: number): Promise<PathReminder[]>
  postpone(reminder: PathReminder, dueAt: number): Promise<void>
  /** It is in the outbox, or is not wanted any more; either way it never comes again. */
  settle(reminder: PathReminder, now: number): Promise<void>
}

/** A plan as a page to print, made on request; a chat has at most one. */
export interface PathPrint {
  chat: ChatKey
  /** SHA-256 of the secret in the link; the secret itself is not stored. */
  tokenHash: string
  language: Language
  html: string
  /** ms since 1970 */
  createdAt: number
}

export interface PathPrintStore {
  /** Takes the place of an earlier one of the chat. */
  save(print: PathPrint): Promise<void>
  /** Pages of which no file was made yet, the oldest first. */
  wanting(limit: number): Promise<PathPrint[]>
  /** False when the person asked for a new page or was erased meanwhile: then nothing may be sent. */
  markSent(print: PathPrint): Promise<boolean>
  /** The page of a link that was not opened yet. */
  find(tokenHash: string): Promise<PathPrint | null>
  /** The page of a link, once: a second call gives null. */
  open(tokenHash: string): Promise<PathPrint | null>
  /** Erases pages made before a time (ms since 1970). */
  forget(before: number): Promise<void>
}

/** Tables of the path, part of `Stores`. */
export interface PathStores {
  pathReminders: PathReminderStore
  pathPrints: PathPrintStore
}
