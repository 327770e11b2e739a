import type { Day } from '../calendar/day.ts'
import type { PlannedStep, PlanRequest } from './plan.ts'

/** What the person must hear plainly, with the facts that the sentence needs. */
export type PlanWarning =
  | { kind: 'permit_ended'; permitEnds: Day }
  | { kind: 'permit_before_opening'; permitEnds: Day; opening: Day }
  | { kind: 'permit_renew_now'; permitEnds: Day }
  | { kind: 'opening_past'; wished: Day }
  | { kind: 'opening_late'; wished: Day; earliest: Day }
  | { kind: 'due_missed'; id: string; due: Day }
  | { kind: 'red_first' }

export function warningsOf(plan: {
  steps: readonly PlannedStep[]
  opening: Day | null
  request: PlanRequest
}): PlanWarning[] {
  return [...permitWarnings(plan), ...openingWarnings(plan), ...missedDays(plan), ...redAreas(plan)]
}

type Given = Parameters<typeof warningsOf>[0]

function permitWarnings({ steps, opening, request }: Given): PlanWarning[] {
  const { permitEnds, status } = request.situation
  if (!permitEnds || status === 'eu_citizen') return []
  if (permitEnds < request.today) return [{ kind: 'permit_ended', permitEnds }]
  const renewal = steps.find(
    ({ step, state }) => state === 'open' && step.due !== undefined && 'before_permit_ends' in step.due,
  )
  const found: PlanWarning[] = []
  if (renewal && renewal.start <= request.today) found.push({ kind: 'permit_renew_now', permitEnds })
  if (opening && opening > permitEnds) found.push({ kind: 'permit_before_opening', permitEnds, opening })
  return found
}

function openingWarnings({ steps, request }: Given): PlanWarning[] {
  const wished = request.opening
  const opening = steps.find(({ step, state }) => step.opening && state === 'open')
  if (!wished || !opening) return []
  if (wished < request.today) return [{ kind: 'opening_past', wished }]
  return opening.start > wished ? [{ kind: 'opening_late', wished, earliest: opening.start }] : []
}

/** Days that law or office set and that are over. */
function missedDays({ steps, request }: Given): PlanWarning[] {
  return steps.flatMap(({ step, state, due }): PlanWarning[] =>
    state === 'open' && due !== null && due < request.today && !step.due_about
      ? step.due && 'before_permit_ends' in step.due
        ? []
        : [{ kind: 'due_missed', id: step.id, due }]
      : [],
  )
}

/** Red in one of these comes before the business (knowledge/guidelines/self-assessment). */
function redAreas({ request }: Given): PlanWarning[] {
  const { areas } = request.situation
  const red = (['status', 'housing', 'income', 'health'] as const).some((area) => areas[area] === 'red')
  return red ? [{ kind: 'red_first' }] : []
}
