import { LANGUAGE_NAMES } from '../../../i18n/languages.ts'
import { formatDate } from '../../../i18n/numbers.ts'
import { AREAS_OF_LIFE } from '../../chat-state.ts'
import type { FlowContext } from '../../flow.ts'
import type { Button, Reply } from '../../turn.ts'
import { rows } from '../language.ts'
import { hasValue } from './facts.ts'
import { comesBeforeBusiness, firstThings } from './first-things.ts'
import { COLOUR_MARKS } from './question.ts'
import { ACTIVITIES, FACT_STEPS, type FactStep, STEPS } from './steps.ts'

/** What is known of the situation, what comes first, and a button to change each fact. */
export function overview(context: FlowContext): Reply {
  const facts = factLines(context)
  if (facts.length === 0) return nothingYet(context)
  const text = [
    `**${context.say('situation.title')}**`,
    facts.map((line) => `- ${line}`).join('\n'),
    ...firstThingLines(context),
  ].join('\n\n')
  return context.reply(text, overviewButtons(context))
}

/** One line for each fact that is kept, in words. */
export function factLines(context: FlowContext): string[] {
  const { profile } = context.state
  const facts = FACT_STEPS.filter((step) => hasValue(profile, step)).map(
    (step) => `${context.say(`situation.fact_${step}`)}: ${factValue(context, step)}`,
  )
  const permit = profile.permitEnds
    ? [context.say('situation.permit_ends', { date: formatDate(profile.permitEnds, context.language) })]
    : []
  const areas = AREAS_OF_LIFE.flatMap((area) => {
    const colour = profile.areas[area]
    return colour ? [`${COLOUR_MARKS[colour]} ${context.say(`situation.area_${area}`)}`] : []
  })
  return [...facts, ...permit, ...areas]
}

function factValue(context: FlowContext, step: FactStep): string {
  const { profile } = context.state
  switch (step) {
    case 'country':
      return context.say(`country.${profile.country}`)
    case 'status':
      return context.say(`status.${profile.status}`)
    case 'stage':
      return context.say(`stage.${profile.stage}`)
    case 'activity':
      return (ACTIVITIES as readonly string[]).includes(profile.activity ?? '')
        ? context.say(`activity.${profile.activity}`)
        : (profile.activity ?? '')
    case 'reads':
      return profile.reads.map((language) => LANGUAGE_NAMES[language]).join(', ')
    case 'municipality':
      return profile.municipality ?? ''
    default:
      return step satisfies never
  }
}

/** What to do first: red areas change the order. */
function firstThingLines(context: FlowContext): string[] {
  const { areas } = context.state.profile
  const first = firstThings(context.state.profile)
  if (first.length === 0) return []
  const steps = first
    .slice(0, 3)
    .map(
      (area) =>
        `- ${COLOUR_MARKS[areas[area] ?? 'yellow']} ${context.say(`situation.step_${area}_${areas[area]}`)}`,
    )
  const blocked = first.some((area) => areas[area] === 'red' && comesBeforeBusiness(area))
  return [
    [`**${context.say('situation.first')}**`, ...steps].join('\n'),
    ...(blocked ? [context.say('situation.not_now')] : []),
  ]
}

function overviewButtons(context: FlowContext): Button[][] {
  const { profile } = context.state
  const change = FACT_STEPS.map((step): Button => {
    const name = context.say(`situation.fact_${step}`)
    return { label: hasValue(profile, step) ? `✎ ${name}` : `+ ${name}`, data: `me:change:${step}` }
  })
  const areas = AREAS_OF_LIFE.map((area): Button => {
    const colour = profile.areas[area]
    return {
      label: `${colour ? COLOUR_MARKS[colour] : '+'} ${context.say(`situation.area_${area}`)}`,
      data: `me:change:area_${area}`,
    }
  })
  const open = STEPS.some((step) => !hasValue(profile, step))
  const goOn: Button = { label: context.say('situation.go_on'), data: 'me:go' }
  return [...rows(change, 2), ...rows(areas, 2), ...(open ? [[goOn]] : [])]
}

function nothingYet(context: FlowContext): Reply {
  return context.reply(context.say('situation.intro'), [
    [{ label: context.say('situation.start'), data: 'me:go' }],
  ])
}
