import { rows } from '../conversation/flows/language.ts'
import type { Button } from '../conversation/turn.ts'
import type { PlannedStep } from './plan.ts'
import { SKIP_REASONS } from './state.ts'
import { type PathView, titleOf } from './view.ts'

/** Steps that can be opened from the list of all, so that the keyboard stays usable. */
const OPENABLE = 8
const LABEL_LENGTH = 48

export function overviewButtons(view: PathView, next: PlannedStep | null): Button[][] {
  const { say, state, situation } = view
  const buttons: Button[][] = []
  if (next) buttons.push(stepButtons(view, next.step.id))
  const missing: Button[] = [
    ...(situation.status === 'unknown'
      ? [{ label: say('path.button_permit'), data: 'me:change:status' }]
      : []),
    ...(situation.activity === null
      ? [{ label: say('path.button_activity'), data: 'me:change:activity' }]
      : []),
  ]
  const other: Button =
    state.form === 'company'
      ? { label: say('path.button_sole_trader'), data: 'path:form:sole_trader' }
      : { label: say('path.button_company'), data: 'path:form:company' }
  buttons.push(
    ...rows(
      [
        ...missing,
        { label: say('path.button_all'), data: 'path:all' },
        { label: say('path.button_own'), data: 'path:own' },
        ...(view.plan.opening ? [{ label: say('path.button_opening'), data: 'path:opening' }, other] : []),
        remindButton(view),
        { label: say('path.button_pdf'), data: 'path:pdf' },
      ],
      2,
    ),
    [shareButton(view)],
  )
  return buttons
}

export function stepButtons(view: Pick<PathView, 'say'>, id: string): Button[] {
  return [
    { label: view.say('path.button_done'), data: `path:done:${id}` },
    { label: view.say('path.button_skip'), data: `path:skip:${id}` },
  ]
}

export function reasonButtons(view: Pick<PathView, 'say'>, id: string): Button[][] {
  return rows(
    [
      ...SKIP_REASONS.map((reason) => ({
        label: view.say(`path.skip_${reason}`),
        data: `path:why:${reason}:${id}`,
      })),
      { label: view.say('path.button_cancel'), data: 'path:show' },
    ],
    2,
  )
}

/** Open steps to look at, own ones to tick off, skipped ones to bring back. */
export function allButtons(view: PathView): Button[][] {
  const open = view.plan.steps.filter((planned) => planned.state === 'open').slice(0, OPENABLE)
  const own = view.state.own.filter((one) => !one.done).slice(0, OPENABLE)
  const skipped = view.plan.steps.filter((planned) => planned.state === 'skipped').slice(0, OPENABLE)
  return [
    ...open.map(({ step }) => [{ label: short(titleOf(view, step.id)), data: `path:step:${step.id}` }]),
    ...own.map(({ id, text }) => [{ label: short(`✓ ${text}`), data: `path:done:${id}` }]),
    ...skipped.map(({ step }) => [
      { label: short(`↩ ${titleOf(view, step.id)}`), data: `path:undo:${step.id}` },
    ]),
    [backButton(view)],
  ]
}

export function backButton(view: Pick<PathView, 'say'>): Button {
  return { label: view.say('path.button_back'), data: 'path:show' }
}

export function remindButton(view: Pick<PathView, 'say' | 'state'>): Button {
  return view.state.reminders
    ? { label: view.say('path.button_remind_off'), data: 'path:remind:off' }
    : { label: view.say('path.button_remind_on'), data: 'path:remind:on' }
}

function shareButton(view: Pick<PathView, 'say' | 'state'>): Button {
  return view.state.shared
    ? { label: view.say('path.button_unshare'), data: 'path:share:no' }
    : { label: view.say('path.button_share'), data: 'path:share' }
}

function short(label: string): string {
  const letters = [...label]
  return letters.length > LABEL_LENGTH ? `${letters.slice(0, LABEL_LENGTH - 1).join('')}…` : label
}
