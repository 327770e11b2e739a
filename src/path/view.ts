import type { Day } from '../calendar/day.ts'
import type { Button, Reply, ReplyPart } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import { formatDate } from '../i18n/numbers.ts'
import type { Plan, PlannedStep } from './plan.ts'
import type { Situation } from './situation.ts'
import type { PathState } from './state.ts'
import { costLines, durationText, sourceLine, stepInWords } from './texts.ts'
import type { PathTools } from './tools.ts'
import type { PlanWarning } from './warnings.ts'

/** What views are made for. */
export interface PathView {
  plan: Plan
  situation: Situation
  state: PathState
  tools: PathTools
  messages: Messages
  language: Language
  today: Day
  say(key: string, values?: Record<string, string | number>): string
}

/** Steps of the list that are shown with their day; more are behind a button. */
const LISTED = 5

/** A step whole: what, who, where, papers, cost, time, when it is done, what it waits for, source. */
export function stepPart(view: PathView, planned: PlannedStep): ReplyPart {
  const { tools, language, messages, say } = view
  const { step } = planned
  const words = stepInWords(step, language, tools.figures)
  const cost = costLines(step, language, tools.figures, messages)
  const time = durationText(step, language, tools.figures, messages)
  const after = waitsFor(view, planned)
  const lines = [
    ...dayLines(view, planned),
    say('path.line_where', { where: words.where }),
    say('path.line_who', { who: say(`path.who_${step.who}`) }),
    ...(words.papers ? [say('path.line_papers', { papers: words.papers })] : []),
    ...(cost.length > 0 ? [say('path.line_cost', { cost: cost.join('; ') })] : []),
    ...(time ? [say('path.line_time', { time })] : []),
    say('path.line_done', { done: words.done }),
    ...(after ? [say('path.line_after', { steps: after })] : []),
    say('path.line_source', { source: sourceLine(step, language, tools.articles, messages) }),
  ]
  return {
    kind: 'text',
    text: `**${words.title}**\n\n${words.what}\n\n${lines.map((line) => `- ${line}`).join('\n')}`,
  }
}

function dayLines(view: PathView, { state, start, latest, due, step }: PlannedStep): string[] {
  if (state !== 'open') return []
  const { say } = view
  const on = (day: Day) => formatDate(day, view.language)
  return [
    start <= view.today ? say('path.start_now') : say('path.start_on', { date: on(start) }),
    ...(due ? [say(step.due_about ? 'path.due_about' : 'path.due_on', { date: on(due) })] : []),
    ...(latest && !step.opening && latest >= view.today ? [say('path.latest_on', { date: on(latest) })] : []),
  ]
}

/** Titles of the open steps that it directly waits for. */
function waitsFor(view: PathView, planned: PlannedStep): string {
  const open = view.plan.steps.filter(
    ({ step, state }) => state === 'open' && planned.step.depends_on.includes(step.id),
  )
  return open.map(({ step }) => titleOf(view, step.id)).join('; ')
}

/** Title of a step or of an own step; the id where neither exists any more. */
export function titleOf(view: Pick<PathView, 'tools' | 'language' | 'state'>, id: string): string {
  const step = view.tools.byId.get(id)
  if (step) return stepInWords(step, view.language, view.tools.figures).title
  return view.state.own.find((own) => own.id === id)?.text ?? id
}

/** Done, next and later in few lines. */
export function listPart(view: PathView, next: PlannedStep | null): ReplyPart | null {
  const { plan, say } = view
  const open = plan.steps.filter((planned) => planned.state === 'open' && planned !== next)
  const done = plan.steps.filter((planned) => planned.state === 'done')
  const blocks = [
    ...(done.length > 0 ? [`✓ ${say('path.list_done', { count: done.length })}`] : []),
    ...(open.length > 0
      ? [
          [`**${say('path.list_next')}**`, ...open.slice(0, LISTED).map((one) => lineOf(view, one))].join(
            '\n',
          ),
        ]
      : []),
    ...(open.length > LISTED ? [say('path.more_steps', { count: open.length - LISTED })] : []),
    ...ownBlock(view),
  ]
  return blocks.length > 0 ? { kind: 'text', text: blocks.join('\n\n') } : null
}

export function lineOf(view: PathView, planned: PlannedStep): string {
  const title = titleOf(view, planned.step.id)
  if (planned.state === 'done') return `- ✓ ${title}`
  if (planned.state === 'skipped') return `- ${title}`
  const day = planned.start <= view.today ? '' : ` (${formatDate(planned.start, view.language)})`
  return `- ${title}${day}`
}

export function ownBlock(view: PathView): string[] {
  if (view.state.own.length === 0) return []
  const lines = view.state.own.map(({ text, day, done }) => {
    const when = day ? ` (${formatDate(day, view.language)})` : ''
    return `- ${done ? '✓ ' : ''}${text}${when}`
  })
  return [[`**${view.say('path.list_own')}**`, ...lines].join('\n')]
}

/** All steps with their days, in the order of the plan. */
export function allParts(view: PathView): ReplyPart[] {
  const { plan, say } = view
  const block = (key: string, state: PlannedStep['state']) => {
    const lines = plan.steps.filter((planned) => planned.state === state).map((one) => lineOf(view, one))
    return lines.length > 0 ? [`**${say(key)}**\n${lines.join('\n')}`] : []
  }
  const done = plan.steps.filter((planned) => planned.state === 'done')
  const doneBlock =
    done.length > 0
      ? [
          [
            `**${say('path.list_done', { count: done.length })}**`,
            ...done.map((one) => lineOf(view, one)),
          ].join('\n'),
        ]
      : []
  return [
    ...block('path.all_title', 'open'),
    ...ownBlock(view),
    ...doneBlock,
    ...block('path.list_skipped', 'skipped'),
  ].map((text): ReplyPart => ({ kind: 'text', text }))
}

export function warningText(view: PathView, warning: PlanWarning): string {
  const on = (day: Day) => formatDate(day, view.language)
  const { say } = view
  switch (warning.kind) {
    case 'permit_ended':
    case 'permit_renew_now':
      return say(`path.warn_${warning.kind}`, { date: on(warning.permitEnds) })
    case 'permit_before_opening':
      return say('path.warn_permit_before_opening', {
        permit: on(warning.permitEnds),
        opening: on(warning.opening),
      })
    case 'opening_past':
      return say('path.warn_opening_past', { date: on(warning.wished) })
    case 'opening_late':
      return say('path.warn_opening_late', { wished: on(warning.wished), earliest: on(warning.earliest) })
    case 'due_missed':
      return say('path.warn_due_missed', { title: titleOf(view, warning.id), date: on(warning.due) })
    case 'red_first':
      return say('path.warn_red_first')
    default:
      return warning satisfies never
  }
}

/** The plan: what must be known first, the next step whole, the others in a line each, and what can be done with it. */
export function overviewReply(
  view: PathView,
  next: PlannedStep | null,
  buttons: Button[][],
  before: readonly ReplyPart[] = [],
): Reply {
  const { plan, say } = view
  const country = say(`country.${view.situation.country}`)
  const head: ReplyPart = {
    kind: 'text',
    text: [`**${say('path.title', { country })}**`, ...openingLine(view)].join('\n'),
  }
  const warnings = plan.warnings.map(
    (warning): ReplyPart => ({ kind: 'note', text: warningText(view, warning) }),
  )
  const step: ReplyPart[] = next
    ? [{ kind: 'heading', text: say('path.next') }, stepPart(view, next)]
    : [{ kind: 'text', text: say('path.no_step_left') }]
  const list = listPart(view, next)
  return {
    language: view.language,
    parts: [...before, head, ...warnings, ...step, ...(list ? [list] : [])],
    buttons,
  }
}

function openingLine({ plan, state, say, language }: PathView): string[] {
  if (!plan.opening) return []
  const key = state.opening && state.opening === plan.opening ? 'path.opening_on' : 'path.opening_earliest'
  return [say(key, { date: formatDate(plan.opening, language) })]
}
