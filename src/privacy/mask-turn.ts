import type { Turn } from '../conversation/turn.ts'
import { maskSensitive, type SensitiveKind } from './sensitive-numbers.ts'

/** A turn without numbers that must not be stored, and which kinds it had. */
export function maskTurn(turn: Turn): { turn: Turn; kinds: SensitiveKind[] } {
  const { content } = turn
  switch (content.kind) {
    case 'text': {
      const { text, kinds } = maskSensitive(content.text)
      return { turn: { ...turn, content: { ...content, text } }, kinds }
    }
    case 'command': {
      const { text: args, kinds } = maskSensitive(content.args)
      return { turn: { ...turn, content: { ...content, args } }, kinds }
    }
    case 'attachment': {
      const { text: caption, kinds } = maskSensitive(content.caption ?? '')
      return { turn: { ...turn, content: { ...content, ...(caption && { caption }) } }, kinds }
    }
    case 'button':
      return { turn, kinds: [] }
    default:
      return content satisfies never
  }
}
