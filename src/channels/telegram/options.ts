import type { ChatKey } from '../../conversation/turn.ts'
import type { ConsultantsMessenger } from '../../handover/consultants-messenger.ts'
import type { CaseFileSource } from '../../handover/ports.ts'
import type { Channel, Intake } from '../channel.ts'

/** Where the channel writes what an operator should know; never what people wrote, never the token. */
export interface Log {
  info(facts: object, text: string): void
  warn(facts: object, text: string): void
  error(facts: object, text: string): void
}

export interface TelegramOptions {
  token: string
  /** Another Bot API server; https://api.telegram.org when not set. */
  apiRoot?: string
  intake: Intake
  log: Log
  /** null: updates are fetched (long polling). Otherwise Telegram calls `url`, which hands the body to `handleWebhook`. */
  webhook: null | { url: string; secretToken: string }
  /** Said once in 24 h in a group that addresses the bot; `{bot}` stands for its user name. */
  groupText?: string
  /** Messages that came or went before this start: what a crash cut off lies beyond them or between. */
  metBefore?: () => Promise<readonly { chat: ChatKey; ref: string }[]>
  /** Forum group of the consultants; what is written there comes in as turns with their author. Other groups get a notice. */
  consultantsGroup?: number | null
  clock?: () => number
  /** Deadline of one call (uploads get four times as long); 15 s when not set. */
  callTimeoutMs?: number
  /** Calls to Telegram per second over all chats; null turns the limit off; 28 when not set. */
  callsPerSecond?: number | null
  /** How long getUpdates waits for something new; 25 s when not set. */
  pollSeconds?: number
  /** First and longest pause after failures; 1 s and 30 s when not set. */
  backoff?: { firstMs: number; maxMs: number }
}

export interface TelegramChannel extends Channel {
  /**
   * Takes the body of a webhook call. Gives the HTTP status to answer with: 200 after the turn is stored,
   * 401 for a wrong secret, 400 for what is no update, 404 when updates are fetched, 503 when storing failed
   * or the channel is stopping (Telegram then calls again). Never throws.
   */
  handleWebhook(secretHeader: string | undefined, body: unknown): Promise<number>
  /** Topics, receipts and files of the consultants' work. */
  readonly consultants: ConsultantsMessenger & CaseFileSource
  untilReady: NonNullable<Channel['untilReady']>
  attemptNote: NonNullable<Channel['attemptNote']>
  wasDelivered: NonNullable<Channel['wasDelivered']>
}

/** What the channel wants to hear of. Telegram keeps the last list it was given, so it is always sent. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const
