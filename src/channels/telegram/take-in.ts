import { InvalidInputError, messageOf } from '../../errors.ts'
import type { Intake } from '../channel.ts'
import type { Call } from './caller.ts'
import { chatIdOf } from './chat-id.ts'
import type { GroupNotice } from './group-notice.ts'
import type { KnownMessages } from './known-messages.ts'
import type { Log } from './options.ts'
import type { Problems } from './problems.ts'
import { updateToTurn } from './update-to-turn.ts'

/**
 * Takes in one update. `done`: it is stored, or there is nothing to store, and Telegram may forget it. `later`: storing
 * failed and Telegram must keep it. Never throws.
 */
export type TakeIn = (update: unknown, signal: AbortSignal) => Promise<'done' | 'later'>

/**
 * Makes known the messages of updates that came together, before any is worked on: whatever is sent from now on has a
 * higher id than all of them.
 */
export function meetMessages(updates: readonly unknown[], known: KnownMessages): void {
  for (const update of updates) {
    const message = (update as { message?: { message_id?: unknown; chat?: { id?: unknown } } } | null)
      ?.message
    const [id, chatId] = [message?.message_id, message?.chat?.id]
    if (typeof id === 'number' && typeof chatId === 'number') known.add(chatId, id)
  }
}

export function createTakeIn(deps: {
  intake: Intake
  call: Call
  log: Log
  problems: Problems
  known: KnownMessages
  groupNotice: GroupNotice
  clock: () => number
  consultantsGroup: number | null
}): TakeIn {
  const { intake, call, log, problems, known, groupNotice, clock } = deps

  /** Not waited for: the button stops to turn at once, and a failure changes nothing. */
  function answerButton(callbackQueryId: string, signal: AbortSignal): void {
    void call('answerCallbackQuery', { callback_query_id: callbackQueryId }, { signal })
  }

  return async (update, signal) => {
    const mapped = updateToTurn(update, clock(), deps.consultantsGroup)
    switch (mapped.kind) {
      case 'malformed':
        log.warn({ updateId: mapped.updateId }, 'An update from Telegram has an unknown form; it is skipped.')
        return 'done'
      case 'group':
        void groupNotice(mapped.event, signal)
        return 'done'
      case 'ignored':
        if (mapped.callbackQueryId) answerButton(mapped.callbackQueryId, signal)
        return 'done'
      case 'turn':
        break
      default:
        return mapped satisfies never
    }
    if (mapped.callbackQueryId) answerButton(mapped.callbackQueryId, signal)
    try {
      const chatId = chatIdOf(mapped.turn.chat)
      if (mapped.newMessageId !== undefined && chatId !== null) known.add(chatId, mapped.newMessageId)
      await intake.accept(mapped.turn)
      return 'done'
    } catch (error) {
      if (error instanceof InvalidInputError) {
        log.error(
          { turnId: mapped.turn.id, reason: messageOf(error) },
          'A turn can never be stored; it is skipped.',
        )
        return 'done'
      }
      problems.report('storage', { turnId: mapped.turn.id, reason: messageOf(error) })
      return 'later'
    }
  }
}
