import { addMonths, localTime } from '../../../calendar/day.ts'
import { formatDate } from '../../../i18n/numbers.ts'
import { timeZoneOf } from '../../../path/session.ts'
import { OWN_STEP_LENGTH, OWN_STEPS_MOST, pathStateOf } from '../../../path/state.ts'
import type { PathTools } from '../../../path/tools.ts'
import { dayAtEnd, typedDay } from '../../../path/typed-date.ts'
import type { FlowContext } from '../../flow.ts'
import type { Reply } from '../../turn.ts'
import { changePath } from './open.ts'
import { showPath } from './show.ts'
import { skipStep } from './steps.ts'

/** Somebody who answers with a question or a story wants something else. */
const LONGEST_DATE = 40
const YEARS_AHEAD = 3

/** Asks for typed words: an own step or the opening day. */
export function askTyped(context: FlowContext, step: 'own' | 'opening'): Reply[] {
  const state = pathStateOf(context.state)
  if (step === 'own' && state.own.length >= OWN_STEPS_MOST)
    return [context.reply(context.say('path.own_full', { count: OWN_STEPS_MOST }))]
  context.state.pending = { kind: 'typing', flow: 'path', step }
  const cancel = { label: context.say('path.button_cancel'), data: 'path:show' }
  if (step === 'own') return [context.reply(context.say('path.type_own'), [[cancel]])]
  const clear = { label: context.say('path.button_clear_opening'), data: 'path:opening:clear' }
  return [
    context.reply(context.say('path.type_opening', { example: exampleDay(context) }), [
      state.opening ? [clear, cancel] : [cancel],
    ]),
  ]
}

/** What was typed for the plan; null when the words are a question or nothing was asked for. */
export async function takeTyped(
  context: FlowContext,
  text: string,
  tools: PathTools,
): Promise<Reply[] | null> {
  const { pending } = context.state
  if (pending?.kind !== 'typing' || pending.flow !== 'path') return null
  context.state.pending = null
  if (/[?؟？]\s*$/.test(text)) return null
  if (pending.step === 'opening') return takeOpening(context, text, tools)
  if (pending.step === 'own') return takeOwn(context, text, tools)
  return skipStep(context, tools, pending.step.replace(/^skip:/, ''), 'other', text.trim() || '-')
}

async function takeOpening(context: FlowContext, text: string, tools: PathTools): Promise<Reply[] | null> {
  const today = todayOf(context)
  const day = typedDay(text, today, context.language)
  if (!day && text.trim().length > LONGEST_DATE) return null
  if (!day) return again(context, 'opening', 'path.not_a_date')
  if (day < today) return again(context, 'opening', 'path.date_past')
  if (day > addMonths(today, YEARS_AHEAD * 12)) return again(context, 'opening', 'path.date_far')
  await changePath(context, tools, (state) => {
    state.opening = day
  })
  return showPath(context, tools, [
    context.say('path.opening_set', { date: formatDate(day, context.language) }),
  ])
}

async function takeOwn(context: FlowContext, text: string, tools: PathTools): Promise<Reply[]> {
  const found = dayAtEnd(withoutMarks(text), todayOf(context), context.language)
  if (found.text.length > OWN_STEP_LENGTH) return again(context, 'own', 'path.own_too_long')
  await changePath(context, tools, (state) => {
    const last = Math.max(0, ...state.own.map(({ id }) => Number(id.replace('own-', ''))))
    state.own.push({ id: `own-${last + 1}`, text: found.text, day: found.day, done: null })
  })
  return showPath(context, tools, [context.say('path.own_added', { step: found.text })])
}

/** A person's words without marks that would be read as formatting. */
function withoutMarks(text: string): string {
  return text.replace(/[*[\]_`<>]/g, ' ').replace(/\s+/g, ' ')
}

/** Says what was not understood and keeps waiting. */
function again(context: FlowContext, step: 'own' | 'opening', key: string): Reply[] {
  context.state.pending = { kind: 'typing', flow: 'path', step }
  return [
    context.reply(context.say(key, { example: exampleDay(context) }), [
      [{ label: context.say('path.button_cancel'), data: 'path:show' }],
    ]),
  ]
}

function todayOf(context: FlowContext): string {
  return localTime(context.now, timeZoneOf(context.state, context.state.profile.country)).day
}

/** A day in some months, as digits that are read the same everywhere. */
function exampleDay(context: FlowContext): string {
  const [year, month, date] = addMonths(todayOf(context), 3).split('-').map(Number)
  return `${date}.${month}.${year}`
}
