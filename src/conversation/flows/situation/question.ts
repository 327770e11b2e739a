import { LANGUAGE_NAMES, LANGUAGES } from '../../../i18n/languages.ts'
import { COUNTRIES, STATUSES } from '../../../knowledge/vocabulary.ts'
import { COLOURS, type Colour, STAGES } from '../../chat-state.ts'
import type { FlowContext } from '../../flow.ts'
import type { Button, Reply } from '../../turn.ts'
import { rows } from '../language.ts'
import { hasValue } from './facts.ts'
import { ACTIVITIES, areaOf, type FactStep, STEPS, type Step } from './steps.ts'

export const COLOUR_MARKS: Record<Colour, string> = { green: '🟢', yellow: '🟡', red: '🔴' }

/** One question of the check with its buttons; typed answers are waited for where there are any. */
export function stepQuestion(context: FlowContext, step: Step, running: boolean): Reply {
  const { state } = context
  const typed = step === 'municipality' || step === 'activity'
  if (typed) state.pending = { kind: 'typing', flow: 'situation', step }
  else if (state.pending?.kind === 'typing' && state.pending.flow === 'situation') state.pending = null
  const position = { step: STEPS.indexOf(step) + 1, of: STEPS.length }
  const text = running
    ? `${context.say('situation.progress', position)} ${questionText(context, step)}`
    : questionText(context, step)
  return context.reply(text, [...answerButtons(context, step), ...leavingButtons(context, step, running)])
}

function questionText(context: FlowContext, step: Step): string {
  const area = areaOf(step)
  if (!area) return context.say(`situation.ask_${step}`)
  return context.say('situation.ask_area', {
    area: context.say(`situation.area_${area}`),
    about: context.say(`situation.about_${area}`),
  })
}

function answerButtons(context: FlowContext, step: Step): Button[][] {
  const choice = (value: string, label: string): Button => ({ label, data: `me:set:${step}:${value}` })
  if (areaOf(step))
    return [
      COLOURS.map((colour) =>
        choice(colour, `${COLOUR_MARKS[colour]} ${context.say(`situation.${colour}`)}`),
      ),
    ]
  switch (step as FactStep) {
    case 'country':
      return [COUNTRIES.map((country) => choice(country, context.say(`country.${country}`)))]
    case 'status':
      return rows(
        STATUSES.map((status) => choice(status, context.say(`status.${status}`))),
        2,
      )
    case 'stage':
      return rows(
        STAGES.map((stage) => choice(stage, context.say(`stage.${stage}`))),
        2,
      )
    case 'activity':
      return rows(
        ACTIVITIES.map((activity) => choice(activity, context.say(`activity.${activity}`))),
        2,
      )
    case 'reads':
      return readsButtons(context)
    case 'municipality':
      return []
    default:
      return []
  }
}

/** Several may be chosen: a second tap takes one away. */
function readsButtons(context: FlowContext): Button[][] {
  const { reads } = context.state.profile
  const buttons = LANGUAGES.map(
    (language): Button => ({
      label: `${reads.includes(language) ? '✓ ' : ''}${LANGUAGE_NAMES[language]}`,
      data: `me:set:reads:${language}`,
    }),
  )
  return [...rows(buttons, 3), [{ label: context.say('situation.reads_done'), data: 'me:skip:reads' }]]
}

function leavingButtons(context: FlowContext, step: Step, running: boolean): Button[][] {
  if (!running) {
    const back: Button = { label: context.say('situation.back'), data: 'me:show' }
    const drop: Button = { label: context.say('situation.drop'), data: `me:drop:${step}` }
    return [hasValue(context.state.profile, step) ? [drop, back] : [back]]
  }
  const skip: Button = { label: context.say('situation.skip'), data: `me:skip:${step}` }
  const enough: Button = { label: context.say('situation.enough'), data: 'me:stop' }
  return [step === 'reads' ? [enough] : [skip, enough]]
}
