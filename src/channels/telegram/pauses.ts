import type { ChatKey } from '../../conversation/turn.ts'
import { laneOf } from './chat-id.ts'

/** Remembers the pauses that Telegram asked for. */
export interface Pauses {
  add(chat: ChatKey, ms: number): void
  /** How long to wait before the next call for a chat; 0 when there is no pause. */
  remainingMs(chat: ChatKey): number
}

/**
 * Telegram's 429 does not say whether one chat or the whole bot is meant. The first pauses its chat; when a second chat
 * is told to wait as well, the whole bot pauses.
 */
export function createPauses(clock: () => number): Pauses {
  const until = new Map<ChatKey, number>()
  let allUntil = 0
  return {
    add(topicOrChat, ms) {
      const chat = laneOf(topicOrChat)
      const now = clock()
      for (const [key, end] of until) if (end <= now) until.delete(key)
      const end = now + ms
      const isSecond = [...until.keys()].some((key) => key !== chat)
      until.set(chat, Math.max(until.get(chat) ?? 0, end))
      if (isSecond) allUntil = Math.max(allUntil, end)
    },
    remainingMs(chat) {
      return Math.max(0, Math.max(until.get(laneOf(chat)) ?? 0, allUntil) - clock())
    },
  }
}
