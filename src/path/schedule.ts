import { addDays, addMonths, type Day } from '../calendar/day.ts'
import { dayOfNextMonth, nextOf, type OfficeDays, type Span } from './days.ts'
import { type FigureBook, timeOf } from './figures.ts'
import type { PlanRequest } from './plan.ts'
import type { PathStep } from './steps.ts'

export interface StepDates {
  /** The day to begin. */
  start: Day
  /** The day on which it is finished, waiting for the office included. */
  finish: Day
  /** The last day to begin so that the wished opening day holds; null without one. */
  latest: Day | null
  /** The last day that law or office allows. */
  due: Day | null
}

export interface ScheduleParts {
  ordered: readonly PathStep[]
  dependencies: ReadonlyMap<string, readonly string[]>
  request: PlanRequest
  figures: FigureBook
  calendar: OfficeDays
}

/**
 * Dates of all steps. A person begins one step a working day; what offices take runs beside. With a wished opening day
 * the last day to begin is counted back from it, and steps with running costs are moved towards it.
 */
export function datesOf(parts: ScheduleParts): Map<string, StepDates> {
  const earliest = forward(parts, new Map())
  const opening = parts.ordered.find((step) => step.opening)
  const wished = parts.request.opening
  if (!opening || !wished) return earliest
  const latest = backward(parts, opening.id, wished)
  const inTime = (dates: Map<string, StepDates>) => (dates.get(opening.id)?.start ?? '') <= wished
  let dates = earliest
  if (inTime(earliest)) {
    const moved = forward(parts, notBefore(parts, latest, opening.id, wished))
    dates = inTime(moved) ? moved : forward(parts, new Map([[opening.id, wished]]))
  }
  return new Map(
    [...dates].map(([id, one]) => [
      id,
      { ...one, latest: id === opening.id ? wished : (latest.get(id) ?? null) },
    ]),
  )
}

function forward(parts: ScheduleParts, notBefore: ReadonlyMap<string, Day>): Map<string, StepDates> {
  const { ordered, request, calendar } = parts
  const dates = new Map<string, StepDates>()
  const taken = new Set<Day>()
  for (const step of ordered) {
    const doneOn = request.done[step.id]
    const due = dueOf(step, dates, parts)
    if (doneOn || request.skipped.has(step.id)) {
      const day = doneOn ?? request.today
      dates.set(step.id, { start: day, finish: day, latest: null, due })
      continue
    }
    const ready = readyOn(step, dates, parts)
    const from = [ready, notBefore.get(step.id) ?? ready, request.today].sort().at(-1) as Day
    const start = startOf(step, from, due, taken, parts)
    const finish = step.same_day || step.opening ? start : calendar.after(start, spanOf(step, parts.figures))
    dates.set(step.id, { start, finish, latest: null, due })
  }
  return dates
}

/** The first day that what it waits for leaves free. */
function readyOn(step: PathStep, dates: ReadonlyMap<string, StepDates>, parts: ScheduleParts): Day {
  const { request, dependencies } = parts
  const days = (dependencies.get(step.id) ?? []).map((id) => {
    const finish = dates.get(id)?.finish ?? request.today
    const settled = request.done[id] !== undefined || request.skipped.has(id)
    return settled || step.same_day ? finish : addDays(finish, 1)
  })
  return [request.today, ...days].sort().at(-1) as Day
}

function startOf(step: PathStep, from: Day, due: Day | null, taken: Set<Day>, parts: ScheduleParts): Day {
  if (hasFixedDay(step) && due) return fixedStart(step, due, parts)
  if (step.same_day) return from
  // A shop may open on a Saturday; a wished day is taken as it is.
  if (step.opening && parts.request.opening && from <= parts.request.opening) return parts.request.opening
  let day = parts.calendar.onOrAfter(from)
  while (taken.has(day)) day = parts.calendar.onOrAfter(addDays(day, 1))
  taken.add(day)
  return day
}

/** Whether the day follows from a calendar or the permit and not from what was done before. */
export function hasFixedDay(step: PathStep): boolean {
  return step.due !== undefined && !('within' in step.due)
}

function fixedStart(step: PathStep, due: Day, { request, figures, calendar }: ScheduleParts): Day {
  const rule = step.due
  const { permitEnds } = request.situation
  let day = due
  if (rule && 'before_permit_ends' in rule && permitEnds) {
    const { days, months } = timeOf(step, rule.before_permit_ends, figures)
    day = calendar.onOrBefore(addMonths(addDays(permitEnds, -days), -months))
  } else if (step.takes) day = calendar.before(due, spanOf(step, figures))
  return [day, request.today].sort().at(-1) as Day
}

function dueOf(step: PathStep, dates: ReadonlyMap<string, StepDates>, parts: ScheduleParts): Day | null {
  const { request, figures } = parts
  const rule = step.due
  if (!rule) return null
  if ('by' in rule) return rule.by
  if ('before_permit_ends' in rule) return request.situation.permitEnds
  const after = dates.get(rule.after)?.finish
  if ('within' in rule) {
    if (!after) return null
    const { days, months } = timeOf(step, rule.within, figures)
    return addDays(addMonths(after, months), days)
  }
  const from = after ?? request.today
  if ('next_month' in rule.on) return dayOfNextMonth(from, figures.get(step, rule.on.next_month).value)
  if ('next_of' in rule.on) return nextOf(rule.on.next_of, from)
  return `${Number(from.slice(0, 4)) + 1}-${rule.on.next_year}`
}

/** The last day to begin each step that the opening waits for. */
function backward(parts: ScheduleParts, opening: string, wished: Day): Map<string, Day> {
  const { ordered, dependencies, calendar, figures } = parts
  const finishBy = new Map<string, Day>([[opening, wished]])
  const latest = new Map<string, Day>()
  for (const step of [...ordered].reverse()) {
    const finish = finishBy.get(step.id)
    if (!finish) continue
    const begin = step.opening || step.same_day ? finish : calendar.before(finish, spanOf(step, figures))
    latest.set(step.id, begin)
    const before = step.same_day ? begin : calendar.onOrBefore(addDays(begin, -1))
    for (const id of dependencies.get(step.id) ?? []) {
      const known = finishBy.get(id)
      finishBy.set(id, known && known < before ? known : before)
    }
  }
  return latest
}

/** Steps with running costs wait until shortly before their last day; a day for each step between them and the opening is kept. */
function notBefore(
  parts: ScheduleParts,
  latest: ReadonlyMap<string, Day>,
  opening: string,
  wished: Day,
): Map<string, Day> {
  const { ordered, calendar } = parts
  const days = new Map<string, Day>([[opening, wished]])
  for (const step of ordered) {
    const last = latest.get(step.id)
    if (!step.near_opening || !last) continue
    const between = ordered.filter((one) => latest.has(one.id) && (latest.get(one.id) as Day) >= last).length
    days.set(step.id, calendar.before(last, { days: between, months: 0, count: 'working' }))
  }
  return days
}

export function spanOf(step: PathStep, figures: FigureBook): Span {
  if (!step.takes) return { days: 0, months: 0, count: 'working' }
  return { ...timeOf(step, step.takes.time, figures), count: step.takes.count }
}
