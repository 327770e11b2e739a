import type { ChatKey } from '../../conversation/turn.ts'
import type { Call } from './caller.ts'
import { chatIdOf } from './chat-id.ts'
import type { Pauses } from './pauses.ts'

/** Telegram shows it for five seconds. */
const SHOWN_MS = 4000

/** Shows "typing …" at once, at most every four seconds per chat, and not while Telegram wants a pause. Never throws. */
export function createTyping(deps: { call: Call; pauses: Pauses; clock: () => number }) {
  const shownAt = new Map<ChatKey, number>()
  return (chat: ChatKey): void => {
    const now = deps.clock()
    const chatId = chatIdOf(chat)
    for (const [key, at] of shownAt) if (now - at >= SHOWN_MS) shownAt.delete(key)
    // Nobody waits for the assistant in the consultants' group.
    if (chatId === null || chatId < 0 || shownAt.has(chat) || deps.pauses.remainingMs(chat) > 0) return
    shownAt.set(chat, now)
    void deps.call('sendChatAction', { chat_id: chatId, action: 'typing' })
  }
}
