import type { Reply } from '../conversation/turn.ts'
import { type Case, RATINGS } from './case.ts'
import { type DeskContext, say } from './context.ts'

/** Says that the case is closed and why, and asks for one tap. */
export function surveyReply(context: DeskContext, one: Case): Reply {
  const { language } = one
  const reason = one.closeReason ?? 'answered'
  return {
    language,
    parts: [
      { kind: 'text', text: say(context, language, 'case.closed', { reason }) },
      { kind: 'note', text: say(context, language, 'case.survey') },
    ],
    buttons: [
      RATINGS.map((rating) => ({
        label: say(context, language, `case.rating_${rating}`),
        data: `person:rate:${one.id}:${rating}`,
      })),
      [{ label: say(context, language, 'case.button_reopen'), data: `person:reopen:${one.id}` }],
    ],
  }
}
