import { addDays, type Day, instantOf, localTime } from '../calendar/day.ts'
import type { ChatKey } from '../conversation/turn.ts'
import { nextStep, type PlannedStep } from './plan.ts'
import type { PathReminder } from './ports.ts'
import { hasFixedDay } from './schedule.ts'
import type { PathView } from './view.ts'

/** Nobody is reminded before nine in the morning or from nine in the evening on, local time. */
const EARLIEST = 9 * 60
const LATEST = 21 * 60
const USUAL = 10 * 60
/** A step that can begin at once is left in peace for some days. */
const PEACE_DAYS = 3
const DAYS_BEFORE_DUE = 3
const MOST = 12

/** What a person who wants reminders is reminded of, as the plan stands now. */
export function wantedReminders(view: PathView, chat: ChatKey, timeZone: string): PathReminder[] {
  const days = [...fixedDays(view), ...nextDay(view), ...ownDays(view)]
  return days.slice(0, MOST).map(({ step, day }) => ({
    chat,
    step,
    day,
    dueAt: instantOf(day, USUAL, timeZone).getTime(),
    language: view.language,
  }))
}

interface Wanted {
  step: string
  day: Day
}

/** Days that law, office or permit set: some days before, or when the time for it begins. */
function fixedDays({ plan, today }: PathView): Wanted[] {
  return plan.steps.flatMap((planned): Wanted[] => {
    if (planned.state !== 'open' || !planned.due || planned.due < today) return []
    const day = hasFixedDay(planned.step) ? planned.start : addDays(planned.due, -DAYS_BEFORE_DUE)
    return [{ step: planned.step.id, day: later(day, addDays(today, 1)) }]
  })
}

function nextDay(view: PathView): Wanted[] {
  const next: PlannedStep | null = nextStep(view.plan)
  if (!next || next.due) return []
  return [{ step: next.step.id, day: later(next.start, addDays(view.today, PEACE_DAYS)) }]
}

function ownDays({ state, today }: PathView): Wanted[] {
  return state.own.flatMap(({ id, day, done }): Wanted[] =>
    day && !done && day > today ? [{ step: id, day }] : [],
  )
}

function later(one: Day, other: Day): Day {
  return one > other ? one : other
}

/** The instant itself, or the next morning when it lies in the night of the person. */
export function outsideNight(instant: Date, timeZone: string): Date {
  const { day, minute } = localTime(instant, timeZone)
  if (minute >= EARLIEST && minute < LATEST) return instant
  return instantOf(minute < EARLIEST ? day : addDays(day, 1), EARLIEST, timeZone)
}
