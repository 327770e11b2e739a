import type { Day } from '../calendar/day.ts'
import type { Holidays } from '../calendar/holidays.ts'
import { type OfficeDays, officeDays } from './days.ts'
import type { FigureBook } from './figures.ts'
import { dependenciesOf, inOrder } from './order.ts'
import { datesOf, type StepDates } from './schedule.ts'
import { holds, type Situation } from './situation.ts'
import type { PathStep } from './steps.ts'
import { type PlanWarning, warningsOf } from './warnings.ts'

/** What plans are made with. */
export interface PlanParts {
  steps: readonly PathStep[]
  figures: FigureBook
  holidays: Holidays
}

export interface PlanRequest {
  situation: Situation
  today: Day
  /** The wished first day of business. */
  opening: Day | null
  /** Day on which a step was ticked off. */
  done: Readonly<Record<string, Day>>
  skipped: ReadonlySet<string>
}

export interface PlannedStep extends StepDates {
  step: PathStep
  state: 'open' | 'done' | 'skipped'
}

export interface Plan {
  /** By the day on which to begin. */
  steps: PlannedStep[]
  /** The first day of business; null when the business runs already. */
  opening: Day | null
  warnings: PlanWarning[]
}

/** The dated plan for a situation. Pure: the same request gives the same plan. */
export function makePlan(request: PlanRequest, parts: PlanParts): Plan {
  const { situation } = request
  const chosen = stepsFor(situation, parts.steps)
  const dependencies = dependenciesOf(chosen, new Map(parts.steps.map((step) => [step.id, step])))
  const ordered = inOrder(chosen, dependencies)
  const calendar: OfficeDays = officeDays(parts.holidays, situation.country)
  const dates = datesOf({ ordered, dependencies, request, figures: parts.figures, calendar })
  const steps = ordered
    .map(
      (step): PlannedStep => ({
        ...(dates.get(step.id) as StepDates),
        step,
        state: stateOf(step.id, request),
      }),
    )
    .map((planned, index) => ({ planned, index }))
    .sort(
      (a, b) =>
        a.planned.start.localeCompare(b.planned.start) ||
        Number(renewsPermit(b.planned)) - Number(renewsPermit(a.planned)) ||
        a.index - b.index,
    )
    .map(({ planned }) => planned)
  const opening = steps.find((planned) => planned.step.opening)?.start ?? null
  return { steps, opening, warnings: warningsOf({ steps, opening, request }) }
}

/** The steps of a country whose conditions hold: first ones first, else in the order of the files. */
export function stepsFor(situation: Situation, steps: readonly PathStep[]): PathStep[] {
  const chosen = steps.filter(
    (step) => (step.country === null || step.country === situation.country) && holds(step.when, situation),
  )
  return [...chosen.filter((step) => step.first), ...chosen.filter((step) => !step.first)]
}

/** What to do next: begun or due first, then the earliest. */
export function nextStep(plan: Plan): PlannedStep | null {
  return plan.steps.find((planned) => planned.state === 'open') ?? null
}

/** A permit that ends soon comes before all else of the day. */
function renewsPermit({ step }: PlannedStep): boolean {
  return step.due !== undefined && 'before_permit_ends' in step.due
}

function stateOf(id: string, { done, skipped }: PlanRequest): PlannedStep['state'] {
  if (done[id]) return 'done'
  return skipped.has(id) ? 'skipped' : 'open'
}
