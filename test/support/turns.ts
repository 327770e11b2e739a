import type { ChatKey, Turn, TurnContent } from '../../src/conversation/turn.ts'

let count = 0

/** A text turn; each has its own id unless one is given. */
export function aTurn(text: string, changes: Partial<Turn> = {}): Turn {
  return aTurnOf({ kind: 'text', text }, changes)
}

export function aTurnOf(content: TurnContent, changes: Partial<Turn> = {}): Turn {
  count++
  const chat: ChatKey = changes.chat ?? 'web:ana'
  return { id: `${chat}:${count}`, chat, sentAt: '2026-11-26T10:00:00.000Z', content, ...changes }
}
