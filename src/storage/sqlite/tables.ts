import type { Generated } from 'kysely'
import type { ConsoleTables } from './console-tables.ts'
import type { HandoverTables } from './handover-tables.ts'
import type { PathTables } from './path-tables.ts'
import type { PrivacyTables } from './privacy-tables.ts'

export interface InboxTable {
  id: string
  chat: string
  received_at: number
  /** The turn as JSON; empty once it is done. */
  turn: string
  attempts: Generated<number>
  done_at: number | null
  /** The messenger's id of a new message; null for buttons, edits, and channels without ids. */
  message_ref: string | null
}

export interface OutboxTable {
  id: Generated<number>
  channel: string
  chat: string
  /** The reply as JSON; empty once it was delivered to a messenger that keeps it. */
  reply: string
  turn_id: string | null
  pressed_ref: string | null
  state: 'waiting' | 'sending' | 'delivered' | 'failed'
  attempts: Generated<number>
  not_before: Generated<number>
  attempt_note: string | null
  message_refs: string | null
  created_at: number
}

export interface ChatsTable {
  chat: string
  state: string
  updated_at: string
}

/** Tables of the database. Tables with a `chat` column hold personal data and are listed in personal-tables.ts. */
export interface Tables extends ConsoleTables, HandoverTables, PrivacyTables, PathTables {
  inbox: InboxTable
  outbox: OutboxTable
  chats: ChatsTable
}
