import type { OutgoingMessage } from '../channel.ts'
import { editOf, firstForm } from './api-method.ts'
import type { Call } from './caller.ts'
import type { KnownMessages } from './known-messages.ts'
import type { Pace } from './pace.ts'
import type { Pauses } from './pauses.ts'
import { refusalOf } from './refusal.ts'

/** An attempt of which nobody knows whether it reached the person, and how far the search for it has come. */
export interface OpenAttempt {
  /** The highest id known when the attempt began: the message, if there is one, has a higher id. */
  note: number
  next: number
  /** Candidates that were asked about. */
  tried: number
  plain: boolean
}

export type Finding = { kind: 'found'; messageRef: string } | { kind: 'absent' } | { kind: 'unknown' }

/** So far beyond the highest id met is looked: more messages, over all chats, are rarely sent while one is on its way. */
const BEYOND = 24
/** The search ends after so many, however many unknown ids lie between: each is a call. */
const MOST_TRIED = 150

/** Refusals for a message that is there, but another's or of another kind. */
const EXISTS = /can't be edited|no text in the message|no caption in the message/i

export function openAttempt(note: number, plain = false): OpenAttempt {
  return { note, next: note + 1, tried: 0, plain }
}

/**
 * Looks for a message that may have been sent. The Bot API shows no history, but it tells whether an edit would change
 * anything: each candidate is given the very text that was to be sent. "Message is not modified" means that it is there
 * (so does success: then it is there now); "message to edit not found" and "message can't be edited" (the person's own)
 * mean another candidate. Ids already met are left out. `unknown` when Telegram does not answer; what was tried stays
 * tried in `attempt`. Never throws.
 */
export type Probe = (
  message: OutgoingMessage,
  chatId: number,
  attempt: OpenAttempt,
  signal: AbortSignal,
) => Promise<Finding>

function isMessage(result: unknown): boolean {
  return typeof (result as { message_id?: unknown } | null)?.message_id === 'number'
}

export function createProbe(deps: { call: Call; known: KnownMessages; pace: Pace; pauses: Pauses }): Probe {
  const { call, known, pace, pauses } = deps

  async function tryEdit(
    message: OutgoingMessage,
    chatId: number,
    id: number,
    attempt: OpenAttempt,
    signal: AbortSignal,
  ): Promise<'there' | 'other' | 'not-this' | 'unreachable' | 'unknown'> {
    if (!(await pace.take(signal))) return 'unknown'
    const edit = editOf(message, chatId, id, attempt.plain)
    const answer = await call(edit.method, edit.payload, { signal })
    // Only a message proves that the person sees it.
    if (answer.ok) return isMessage(answer.result) ? 'there' : 'not-this'
    const { failure } = answer
    if (failure.kind === 'throttled') pauses.add(message.chat, failure.retryAfterMs)
    if (failure.kind !== 'refused') return 'unknown'
    const refusal = refusalOf(failure)
    if (refusal === 'markup' && !attempt.plain) {
      attempt.plain = true
      return tryEdit(message, chatId, id, attempt, signal)
    }
    if (refusal === 'unchanged') return 'there'
    if (refusal === 'token') return 'unknown'
    if (refusal === 'unreachable') return 'unreachable'
    return EXISTS.test(failure.description) ? 'other' : 'not-this'
  }

  return async (message, chatId, attempt, signal) => {
    if (firstForm(message).way === 'edit') {
      const outcome = await tryEdit(message, chatId, Number(message.pressedMessageRef), attempt, signal)
      if (outcome === 'there') return { kind: 'found', messageRef: String(message.pressedMessageRef) }
      if (outcome === 'unknown') return { kind: 'unknown' }
    }
    const last = () => Math.max(attempt.note, known.highest(chatId) ?? 0) + BEYOND
    while (attempt.next <= last() && attempt.tried < MOST_TRIED) {
      const id = attempt.next
      if (!known.has(chatId, id)) {
        const outcome = await tryEdit(message, chatId, id, attempt, signal)
        if (outcome === 'unknown') return { kind: 'unknown' }
        if (outcome === 'unreachable') return { kind: 'absent' }
        if (outcome === 'there') {
          known.add(chatId, id)
          return { kind: 'found', messageRef: String(id) }
        }
        // It was sent meanwhile too, so that ours may lie behind it.
        if (outcome === 'other') known.add(chatId, id)
        attempt.tried++
      }
      attempt.next++
    }
    return { kind: 'absent' }
  }
}
