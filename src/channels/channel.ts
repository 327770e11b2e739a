import type { ChannelName, ChatKey, Reply, Turn } from '../conversation/turn.ts'

/** A reply on its way to a chat. */
export interface OutgoingMessage {
  /** Order of delivery within a chat. */
  id: number
  chat: ChatKey
  reply: Reply
  /** The turn that it answers; null when the assistant speaks first (a reminder, a consultant's words). */
  turnId: string | null
  /** Message that bore the pressed button, for `reply.replacesPressed`. */
  pressedMessageRef: string | null
}

export type DeliveryResult =
  /** `messageRefs` are the messenger's ids of what was sent, in order. */
  | { kind: 'delivered'; messageRefs: string[] }
  /** Try again, not before `retryAfterMs`. `perhapsSent`: nobody knows yet whether it arrived; it is looked for first. */
  | { kind: 'retry'; retryAfterMs: number; reason: string; perhapsSent?: boolean }
  /** The person cannot be reached any more (blocked the bot, deleted the account). */
  | { kind: 'unreachable'; reason: string }
  /** This message can never be delivered; the others go on. */
  | { kind: 'rejected'; reason: string }

/**
 * A messenger. It maps what comes in to `Turn`s, hands them to the intake, and delivers replies. It keeps no
 * state of conversations.
 */
export interface Channel {
  readonly name: ChannelName
  /** Begins to take in turns; resolves when it is ready. */
  start(): Promise<void>
  /** Takes in nothing more; resolves when what was under way is finished. */
  stop(): Promise<void>
  /** The reply as bubbles that `deliver` sends with one call each, in order: what fits no message is divided between its parts. Pure. */
  bubbles(reply: Reply): Reply[]
  /** Delivers one bubble. Never called twice at once for one chat. Throws only for programming errors. */
  deliver(message: OutgoingMessage, signal: AbortSignal): Promise<DeliveryResult>
  /**
   * Resolves when the messenger's limits let one more message through; false when the signal is aborted first. Asked
   * before `attemptNote`, so that nothing waits between the note and the attempt.
   */
  untilReady?(signal: AbortSignal): Promise<boolean>
  /** What must be known to find out after a crash whether an attempt that begins now reached the person; kept with the message. */
  attemptNote?(message: OutgoingMessage): string | null
  /**
   * Whether an attempt that a crash cut off reached the person; `note` is what `attemptNote` gave. Without this method,
   * or when it gives null (cannot be known), the message is sent again.
   */
  wasDelivered?(message: OutgoingMessage, note: string | null, signal: AbortSignal): Promise<boolean | null>
  /** Shows that an answer is being prepared, where the messenger can. Never throws. */
  showTyping(chat: ChatKey): void
}

/** Where channels hand in turns: stored before it resolves; a known turn id changes nothing. */
export interface Intake {
  accept(turn: Turn): Promise<'new' | 'duplicate'>
}
