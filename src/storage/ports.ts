import type { DeliveryResult, OutgoingMessage } from '../channels/channel.ts'
import type { ConsoleStores } from '../console/ports.ts'
import type { ChannelName, ChatKey, Reply, Turn } from '../conversation/turn.ts'
import type { HandoverStores } from '../handover/ports.ts'
import type { PathStores } from '../path/ports.ts'
import type { PrivacyStores } from '../privacy/ports.ts'

/** A turn that waits, with the time (ms since 1970) at which it was stored and the failed attempts so far. */
export interface WaitingTurn {
  turn: Turn
  receivedAt: number
  attempts: number
}

/** Turns that came in, kept until they are worked on. */
export interface Inbox {
  /** Stores a turn; false when a turn of this id is or was already there (then nothing changes). */
  add(turn: Turn): Promise<boolean>
  /** Chats with waiting turns that are not in `busy`; the one that waits longest first. */
  nextOfEachChat(busy: readonly ChatKey[], limit: number): Promise<ChatKey[]>
  /** All waiting turns of a chat, oldest first: a burst of messages is worked on as one. */
  waitingOf(chat: ChatKey): Promise<WaitingTurn[]>
  /** Marks turns as done; part of the transaction that stores what they led to. Their content is erased then. */
  markDone(turns: readonly Turn[]): Promise<void>
  /** Counts a failed attempt. */
  countFailure(turns: readonly Turn[]): Promise<void>
  /** The messenger's ids of the new messages that came in last through a channel, at most so many. */
  recentMessageRefs(channel: ChannelName, limit: number): Promise<{ chat: ChatKey; ref: string }[]>
  waitingCount(): Promise<number>
  /** Erases the ids of turns done before a time (ms since 1970). */
  forgetDone(before: number): Promise<void>
}

export interface OutboxEntry extends OutgoingMessage {
  channel: ChannelName
  /** waiting → sending → delivered | failed. `sending` after a crash means: perhaps delivered. */
  state: 'waiting' | 'sending' | 'delivered' | 'failed'
  attempts: number
  /** ms since 1970 */
  notBefore: number
  /** What the channel wants to remember about an attempt under way, to find out after a crash whether it was delivered. */
  attemptNote: string | null
  /** ms since 1970 */
  createdAt: number
}

/** Replies on their way, in order within a chat. */
export interface Outbox {
  add(
    chat: ChatKey,
    reply: Reply,
    origin: { turnId: string | null; pressedMessageRef: string | null },
  ): Promise<number>
  /**
   * The first unsettled entry of each chat of a channel, where it may go now and the chat is not in `busy`. The topics of one
   * group ("telegram:-100123:45") count as one chat: the messenger numbers and paces their messages together.
   */
  due(channel: ChannelName, now: number, busy: readonly ChatKey[], limit: number): Promise<OutboxEntry[]>
  /** The earliest time (ms since 1970) at which an unsettled entry of a channel may go; null when there is none. */
  nextDueAt(channel: ChannelName): Promise<number | null>
  markSending(id: number, attemptNote: string | null): Promise<void>
  settle(id: number, result: DeliveryResult, now: number): Promise<void>
  /** Entries of one chat after an id that still have their content, for channels that fetch (the web page). */
  after(chat: ChatKey, id: number, limit: number): Promise<OutboxEntry[]>
  /** The messenger's ids of what was delivered last through a channel, at most so many. */
  recentMessageRefs(channel: ChannelName, limit: number): Promise<{ chat: ChatKey; ref: string }[]>
  /** The messenger's ids of an entry; null until it is delivered. */
  messageRefsOf(id: number): Promise<string[] | null>
  waitingCount(): Promise<number>
  /** Erases settled entries made before a time (ms since 1970). */
  forgetSettled(before: number): Promise<void>
}

/** The state of each chat as JSON; the conversation owns its meaning and version. */
export interface ChatStore {
  get(chat: ChatKey): Promise<string | null>
  save(chat: ChatKey, state: string, now: string): Promise<void>
  /**
   * Every row about a chat in every table is erased; gives the number of rows by table. `keepCases` leaves the cases of
   * consultants, which have a retention of their own.
   */
  erase(chat: ChatKey, options?: { keepCases: boolean }): Promise<Record<string, number>>
  /** Everything stored about a chat, by table, for the person's own export. */
  exportAll(chat: ChatKey): Promise<Record<string, unknown[]>>
  /** Chats that were last used before an ISO time, longest unused first. */
  idleSince(before: string, limit: number): Promise<{ chat: ChatKey; state: string }[]>
  /** Chats in the order of their keys, from the one after `after` on: to look through all of them in portions. */
  page(after: ChatKey | null, limit: number): Promise<{ chat: ChatKey; state: string }[]>
  count(): Promise<number>
}

/** Stores that share one transaction. Modules with tables of their own add theirs (cases, feedback …). */
export interface Stores extends ConsoleStores, HandoverStores, PrivacyStores, PathStores {
  inbox: Inbox
  outbox: Outbox
  chats: ChatStore
}

export interface Storage {
  /** Stores outside a transaction: each call stands alone. */
  readonly stores: Stores
  /** All or nothing. Transactions run one after the other; keep them short and free of network calls. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>
  /** Throws StorageError when the storage cannot be written (disk full, no rights). */
  checkWritable(): Promise<void>
  /** What was erased leaves no trace in the files either, such as a log of writes. */
  purgeErased(): Promise<void>
  close(): Promise<void>
}
