import type { ChatKey } from '../../conversation/turn.ts'

export function chatKeyOf(chatId: number): ChatKey {
  return `telegram:${chatId}`
}

/** Telegram's id of a chat; null for a chat of another channel. */
export function chatIdOf(chat: ChatKey): number | null {
  const match = /^telegram:(-?\d{1,16})$/.exec(chat)
  return match ? Number(match[1]) : null
}
