import type { Turn } from './turn.ts'

/** Time in which more of the same message is waited for, when what came so far asks nothing yet. */
export const BURST_MS = 1500
const FEW_WORDS = 4

/**
 * People write one message in several: "hello", "i have a question", "how much is the s.p.". A fragment without a
 * question is held for a moment; whatever can be answered is not. In milliseconds.
 */
export function burstHoldMs(turns: readonly Turn[]): number {
  const last = turns.at(-1)
  if (last?.content.kind !== 'text' || last.edited || last.chat.startsWith('terminal:')) return 0
  const { text } = last.content
  const asks = /[?؟？]\s*$/.test(text)
  return !asks && text.trim().split(/\s+/).length <= FEW_WORDS ? BURST_MS : 0
}
