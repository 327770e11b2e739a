import type { Turn } from '../../conversation/turn.ts'
import { chatKeyOf } from './chat-id.ts'
import { cleanText } from './clean-text.ts'
import { contentOf } from './message-content.ts'
import {
  type TelegramCallbackQuery,
  type TelegramMembership,
  type TelegramMessage,
  updateIdOf,
  updateSchema,
} from './update-schema.ts'

/** Something in a group that the bot may have to answer with its one sentence. */
export interface GroupEvent {
  chatId: number
  /** The bot was added just now. */
  added: boolean
  text: string
  /** User name of the one whose message is replied to. */
  repliesTo?: string
}

export type MappedUpdate =
  | {
      kind: 'turn'
      turn: Turn
      /** Set for a pressed button: what `answerCallbackQuery` wants, so that the button stops to turn. */
      callbackQueryId?: string
      /** Set when the message is new, so that its id tells how far the bot's counter is. */
      newMessageId?: number
    }
  | { kind: 'group'; event: GroupEvent }
  | { kind: 'ignored'; callbackQueryId?: string }
  | { kind: 'malformed'; updateId: number | null }

const GROUPS = new Set(['group', 'supergroup'])
const ABSENT = new Set(['left', 'kicked'])

/**
 * Maps one of Telegram's updates. Pure; `now` stands in where Telegram tells no time. What is written in the consultants'
 * group becomes turns with their author, whose chat is the topic. Never throws.
 */
export function updateToTurn(
  update: unknown,
  now: number,
  consultantsGroup: number | null = null,
): MappedUpdate {
  const parsed = updateSchema.safeParse(update)
  if (!parsed.success) return { kind: 'malformed', updateId: updateIdOf(update) }
  const { update_id, message, edited_message, callback_query, my_chat_member } = parsed.data
  const id = `telegram:${update_id}`
  if (message) return ofMessage(id, message, now, consultantsGroup)
  if (edited_message) return ofEdit(id, edited_message, now, consultantsGroup)
  if (callback_query) return ofButton(id, callback_query, now, consultantsGroup)
  if (my_chat_member) return ofMembership(my_chat_member)
  return { kind: 'ignored' }
}

function ofMessage(
  id: string,
  message: TelegramMessage,
  now: number,
  consultantsGroup: number | null,
): MappedUpdate {
  const isTeam = message.chat.id === consultantsGroup
  if (message.from?.is_bot && !(isTeam && message.sender_chat)) return { kind: 'ignored' }
  if (!isTeam && GROUPS.has(message.chat.type)) return { kind: 'group', event: groupEventOf(message) }
  if (!isTeam && message.chat.type !== 'private') return { kind: 'ignored' }
  const content = contentOf(message)
  if (!content) return { kind: 'ignored' }
  const turn = { id, ...originOf(message, message.date, now), ...authorOf(message, isTeam), content }
  return { kind: 'turn', turn, newMessageId: message.message_id }
}

function ofEdit(
  id: string,
  message: TelegramMessage,
  now: number,
  consultantsGroup: number | null,
): MappedUpdate {
  const isTeam = message.chat.id === consultantsGroup
  if (message.from?.is_bot || (!isTeam && message.chat.type !== 'private')) return { kind: 'ignored' }
  const content = contentOf(message)
  // A shared live location is edited every few seconds.
  if (!content || (content.kind === 'attachment' && content.what === 'location')) return { kind: 'ignored' }
  const origin = originOf(message, message.edit_date ?? message.date, now)
  return { kind: 'turn', turn: { id, ...origin, ...authorOf(message, isTeam), content, edited: true } }
}

function ofButton(
  id: string,
  query: TelegramCallbackQuery,
  now: number,
  consultantsGroup: number | null,
): MappedUpdate {
  const message = query.message
  const isTeam = message?.chat.id === consultantsGroup
  if (!message || query.data === undefined || (!isTeam && message.chat.type !== 'private'))
    return { kind: 'ignored', callbackQueryId: query.id }
  const content = { kind: 'button' as const, data: cleanText(query.data) }
  const pressed = { ...message, from: query.from }
  const turn = { id, ...originOf(pressed, undefined, now), ...authorOf(pressed, isTeam), content }
  return { kind: 'turn', turn, callbackQueryId: query.id }
}

/** In a private chat this means that the person blocked or unblocked the bot: nothing to answer. */
function ofMembership({ chat, old_chat_member, new_chat_member }: TelegramMembership): MappedUpdate {
  const joined = ABSENT.has(old_chat_member.status) && !ABSENT.has(new_chat_member.status)
  if (!GROUPS.has(chat.type) || !joined) return { kind: 'ignored' }
  return { kind: 'group', event: { chatId: chat.id, added: true, text: '' } }
}

function originOf(
  message: Pick<TelegramMessage, 'chat' | 'from' | 'message_id' | 'message_thread_id' | 'is_topic_message'>,
  seconds: number | undefined,
  now: number,
): Omit<Turn, 'id' | 'content'> {
  const from = message.from
  return {
    // Replies in other groups have a thread as well, which is no topic.
    chat: chatKeyOf(message.chat.id, message.is_topic_message ? message.message_thread_id : undefined),
    sentAt: isoTime(seconds, now),
    messageRef: String(message.message_id),
    ...(from?.language_code && { languageHint: from.language_code }),
    ...(from?.first_name && { firstName: cleanText(from.first_name) }),
  }
}

/** Who wrote in the consultants' group; null for an administrator who writes as the group. */
function authorOf(
  message: Pick<TelegramMessage, 'from' | 'sender_chat'>,
  isTeam: boolean,
): Pick<Turn, 'author'> {
  if (!isTeam) return {}
  const { from } = message
  if (!from || message.sender_chat) return { author: null }
  return { author: { id: from.id, name: cleanText(from.first_name ?? '') } }
}

function isoTime(seconds: number | undefined, now: number): string {
  const time = new Date((seconds ?? 0) * 1000)
  return seconds && Number.isFinite(time.getTime()) ? time.toISOString() : new Date(now).toISOString()
}

function groupEventOf(message: TelegramMessage): GroupEvent {
  const repliesTo = message.reply_to_message?.from?.username
  return {
    chatId: message.chat.id,
    added: false,
    text: message.text ?? message.caption ?? '',
    ...(repliesTo && { repliesTo }),
  }
}
