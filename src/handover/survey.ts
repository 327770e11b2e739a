import type { Button, Reply } from '../conversation/turn.ts'
import { type Case, RATINGS } from './case.ts'
import { type DeskContext, say } from './context.ts'

/** Says that the case is closed and why, and asks for one tap. */
export function surveyReply(context: DeskContext, one: Case): Reply {
  const { language } = one
  const text = (key: string, values?: Record<string, string>) => say(context, language, key, values)
  return {
    language,
    parts: [
      { kind: 'text', text: text('case.closed', { reason: one.closeReason ?? 'answered' }) },
      { kind: 'note', text: text('case.survey') },
    ],
    buttons: surveyButtons(one, text),
  }
}

export function surveyButtons(one: Case, text: (key: string) => string): Button[][] {
  return [
    RATINGS.map((rating) => ({
      label: text(`case.rating_${rating}`),
      data: `person:rate:${one.id}:${rating}`,
    })),
    [{ label: text('case.button_reopen'), data: `person:reopen:${one.id}` }],
  ]
}
