import type { DeliveryResult, OutgoingMessage } from '../channel.ts'
import { apiMethod, type Form, firstForm } from './api-method.ts'
import type { Backoff } from './backoff.ts'
import type { Call, CallFailure, CallResult } from './caller.ts'
import { chatIdOf } from './chat-id.ts'
import { type OpenAttempt, openAttempt, type Probe } from './delivery-probe.ts'
import { inlineKeyboard } from './keyboard.ts'
import type { KnownMessages } from './known-messages.ts'
import type { Log, TelegramChannel } from './options.ts'
import type { Pauses } from './pauses.ts'
import type { Problems } from './problems.ts'
import { refusalOf } from './refusal.ts'
import { wait } from './wait.ts'

export type Delivery = Pick<TelegramChannel, 'deliver' | 'attemptNote' | 'wasDelivered'>

const WRONG_TOKEN_PAUSE_MS = 30_000
const UPLOAD_FACTOR = 4
/** How often to look for an attempt before the turn of another message comes. */
const ROUNDS = 10

/**
 * Delivers bubbles. A send whose outcome is unknown is never simply repeated: `open` keeps it, and the next attempt
 * first looks whether it arrived. The signal ends waiting and looking, not a send on its way (its outcome would be
 * unknown); that is bounded by the deadline of a call.
 */
export function createDelivery(deps: {
  call: Call
  probe: Probe
  known: KnownMessages
  pauses: Pauses
  problems: Problems
  backoff: Backoff
  log: Log
  callTimeoutMs: number
}): Delivery {
  const { call, probe, known, pauses, problems, backoff, log } = deps
  const open = new Map<number, OpenAttempt>()

  async function deliver(message: OutgoingMessage, signal: AbortSignal): Promise<DeliveryResult> {
    const chatId = chatIdOf(message.chat)
    if (chatId === null) return { kind: 'rejected', reason: 'not a chat of Telegram' }
    const pausedMs = pauses.remainingMs(message.chat)
    if (pausedMs > 0) return retry(pausedMs, 'Telegram asked for a pause', open.has(message.id))
    const earlier = await settleOpen(message, chatId, signal)
    if (earlier) return earlier
    if (signal.aborted) return retry(0, 'stopped')
    return send(message, chatId, signal)
  }

  /**
   * What became of an earlier attempt; null when there was none, or it reached nobody. Goes on looking while Telegram
   * does not answer: as long as this runs, the message counts as perhaps sent, even if the process is killed.
   */
  async function settleOpen(
    message: OutgoingMessage,
    chatId: number,
    signal: AbortSignal,
  ): Promise<DeliveryResult | null> {
    const attempt = open.get(message.id)
    if (!attempt) return null
    for (let round = 1; ; round++) {
      const finding = await probe(message, chatId, attempt, signal)
      if (finding.kind !== 'unknown') {
        open.delete(message.id)
        return finding.kind === 'found' ? delivered([finding.messageRef]) : null
      }
      const pauseMs = Math.max(backoff.nextMs(), pauses.remainingMs(message.chat))
      if (round === ROUNDS || !(await wait(pauseMs, signal)))
        return retry(pauseMs, 'not known yet whether it arrived', true)
    }
  }

  async function send(
    message: OutgoingMessage,
    chatId: number,
    signal: AbortSignal,
  ): Promise<DeliveryResult> {
    reportDroppedButtons(message)
    let form = firstForm(message)
    for (;;) {
      const note = known.highest(chatId)
      const answer = await perform(message, chatId, form)
      if (answer.ok) return succeeded(message, chatId, form, answer.result)
      const next = nextForm(form, answer.failure)
      if (!next) return failed(message, chatId, form, note, answer.failure, signal)
      form = next
    }
  }

  function perform(message: OutgoingMessage, chatId: number, form: Form): Promise<CallResult<unknown>> {
    const { method, payload } = apiMethod(message, chatId, form)
    const timeoutMs = deps.callTimeoutMs * (form.way === 'document' ? UPLOAD_FACTOR : 1)
    return call(method, payload, { timeoutMs })
  }

  function succeeded(message: OutgoingMessage, chatId: number, form: Form, result: unknown): DeliveryResult {
    backoff.reset()
    problems.solved()
    if (form.way === 'edit') return delivered([String(message.pressedMessageRef)])
    const id = (result as { message_id?: unknown } | null)?.message_id
    if (typeof id !== 'number') return delivered([])
    known.add(chatId, id)
    return delivered([String(id)])
  }

  async function failed(
    message: OutgoingMessage,
    chatId: number,
    form: Form,
    note: number | null,
    failure: CallFailure,
    signal: AbortSignal,
  ): Promise<DeliveryResult> {
    if (failure.kind === 'refused') return refused(message, form, failure)
    problems.reportFailure(failure, apiMethod(message, chatId, form).method)
    if (failure.kind === 'throttled') {
      pauses.add(message.chat, failure.retryAfterMs)
      return retry(failure.retryAfterMs, failure.description)
    }
    // An edit may be repeated; documents cannot be looked for, and without a note there is nowhere to look.
    if (failure.kind === 'unsent' || (form.way !== 'send' && form.way !== 'copy') || note === null)
      return retry(backoff.nextMs(), failure.description)
    open.set(message.id, openAttempt(note, form.plain))
    return (
      (await settleOpen(message, chatId, signal)) ??
      retry(Math.max(backoff.nextMs(), pauses.remainingMs(message.chat)), failure.description)
    )
  }

  function refused(message: OutgoingMessage, form: Form, failure: CallFailure): DeliveryResult {
    const reason = failure.description
    switch (refusalOf(failure)) {
      case 'unchanged':
        return delivered(form.way === 'edit' ? [String(message.pressedMessageRef)] : [])
      case 'unreachable':
        return { kind: 'unreachable', reason }
      case 'token':
        problems.reportFailure(failure, 'sendMessage')
        return retry(WRONG_TOKEN_PAUSE_MS, reason)
      default:
        log.error(
          { outboxId: message.id, code: failure.code, reason },
          'Telegram refuses a message for good.',
        )
        return { kind: 'rejected', reason }
    }
  }

  function reportDroppedButtons(message: OutgoingMessage): void {
    const { dropped } = inlineKeyboard(message.reply)
    if (dropped.length > 0)
      log.warn({ outboxId: message.id, dropped }, 'Buttons that Telegram would refuse are left out.')
  }

  function attemptNote(message: OutgoingMessage): string | null {
    const chatId = chatIdOf(message.chat)
    const note = open.get(message.id)?.note ?? (chatId === null ? null : known.highest(chatId))
    return note === null ? null : String(note)
  }

  async function wasDelivered(
    message: OutgoingMessage,
    note: string | null,
    signal: AbortSignal,
  ): Promise<boolean | null> {
    const chatId = chatIdOf(message.chat)
    if (chatId === null || message.reply.file || note === null || !/^\d{1,15}$/.test(note)) return null
    const attempt = open.get(message.id) ?? openAttempt(Number(note))
    const finding = await probe(message, chatId, attempt, signal)
    if (finding.kind !== 'unknown') {
      open.delete(message.id)
      return finding.kind === 'found'
    }
    // The caller will send again; `deliver` goes on looking first.
    open.set(message.id, attempt)
    return null
  }

  return { deliver, attemptNote, wasDelivered }
}

/** What to try at once after a refusal; null when nothing else can help. Each step is taken once at most. */
function nextForm(form: Form, failure: CallFailure): Form | null {
  if (failure.kind !== 'refused') return null
  const refusal = refusalOf(failure)
  if (refusal === 'markup' && !form.plain && form.way !== 'document') return { ...form, plain: true }
  // Too old, deleted, a file instead of a text …
  if (form.way === 'edit' && refusal === 'other') return { ...form, way: 'send' }
  // The file was deleted by its sender before it was copied: at least the words about it arrive.
  if (form.way === 'copy' && /message to copy not found|can't be copied/i.test(failure.description))
    return { ...form, way: 'send' }
  return null
}

function delivered(messageRefs: string[]): DeliveryResult {
  return { kind: 'delivered', messageRefs }
}

function retry(retryAfterMs: number, reason: string, perhapsSent = false): DeliveryResult {
  return { kind: 'retry', retryAfterMs, reason, ...(perhapsSent && { perhapsSent }) }
}
