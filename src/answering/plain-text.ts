import { plainText } from '../knowledge/markdown.ts'
import type { Answer } from './types.ts'

/** An answer as a person reads it in a messenger without markup. */
export function answerAsPlainText(answer: Answer): string {
  const parts = answer.parts.map((part) => plainText(part.text))
  const buttons = answer.choices.flat().map((button) => button.label)
  if (buttons.length > 0) parts.push(buttons.map((label) => `[${label}]`).join(' '))
  return parts.join('\n\n')
}
