import type { Holidays } from '../calendar/holidays.ts'
import { addWorkingMinutes, officeHours, type Schedule } from '../calendar/working-time.ts'
import type { Urgency } from '../knowledge/vocabulary.ts'
import type { Case } from './case.ts'
import type { Consultant } from './ports.ts'
import type { Watch } from './transitions.ts'

/** Minutes of working time in which somebody should act. */
export const SLA: Record<Urgency, { offer: number; remind: number; takeBack: number }> = {
  urgent: { offer: 15, remind: 30, takeBack: 120 },
  normal: { offer: 120, remind: 240, takeBack: 480 },
}

/** Days after an answer without a word of the person, after which the consultant is asked to close. */
export const SILENCE_DAYS = 14
/** Days after "resolved" in which the person may object. */
export const OBJECTION_DAYS = 7

const DAY_MS = 86_400_000

/** When a case that waits is looked at again: offered to the next one, and the team reminded. */
export function watchQueued(
  one: Pick<Case, 'urgency' | 'country'>,
  offeredTo: Consultant | null,
  now: Date,
  holidays: Holidays,
): Watch {
  const { offer, remind } = SLA[one.urgency]
  const team = officeHours(one.country)
  return {
    remindAt: after(team, now, remind, holidays),
    takeBackAt: after(offeredTo ? scheduleOf(offeredTo) : team, now, offer, holidays),
  }
}

/** When a held case whose person waits is looked at again: reminder, then back into the queue. */
export function watchHeld(
  one: Pick<Case, 'urgency'>,
  holder: Consultant,
  now: Date,
  holidays: Holidays,
): Watch {
  const { remind, takeBack } = SLA[one.urgency]
  const schedule = scheduleOf(holder)
  return {
    remindAt: after(schedule, now, remind, holidays),
    takeBackAt: after(schedule, now, takeBack, holidays),
  }
}

/** The person has the word: the consultant is reminded to close after a long silence. */
export function watchAnswered(now: Date): Watch {
  return { remindAt: new Date(now.getTime() + SILENCE_DAYS * DAY_MS).toISOString(), takeBackAt: null }
}

/** Closed by itself when the person does not object. */
export function watchResolved(now: Date): Watch {
  return { remindAt: new Date(now.getTime() + OBJECTION_DAYS * DAY_MS).toISOString(), takeBackAt: null }
}

export function scheduleOf(consultant: Consultant): Schedule {
  return { ...consultant.hours, absences: consultant.absences }
}

/** Who has no working time in sight is looked at again after a day. */
function after(schedule: Schedule, now: Date, minutes: number, holidays: Holidays): string {
  const at = addWorkingMinutes(schedule, now, minutes, holidays) ?? new Date(now.getTime() + DAY_MS)
  return at.toISOString()
}
