import type { ChatKey } from '../../conversation/turn.ts'

/** A chat, or a topic of a forum group ("telegram:-1001234:56"). */
export function chatKeyOf(chatId: number, threadId?: number): ChatKey {
  return threadId === undefined ? `telegram:${chatId}` : `telegram:${chatId}:${threadId}`
}

/** Telegram's id of a chat, for a topic that of its group; null for a chat of another channel. */
export function chatIdOf(chat: ChatKey): number | null {
  const match = /^telegram:(-?\d{1,16})(?::\d{1,10})?$/.exec(chat)
  return match ? Number(match[1]) : null
}

/** The chat whose messages go one after another: for a topic its group, which has one counter and one limit of pace. */
export function laneOf(chat: ChatKey): ChatKey {
  const match = /^(telegram:-\d{1,16}):\d{1,10}$/.exec(chat)
  return match ? (match[1] as ChatKey) : chat
}

/** Telegram's id of a topic; null for a chat that is none. */
export function threadIdOf(chat: ChatKey): number | null {
  const match = /^telegram:-\d{1,16}:(\d{1,10})$/.exec(chat)
  return match ? Number(match[1]) : null
}
