import type { Holidays } from '../calendar/holidays.ts'
import { nextWorkingInstant, officeHours, workingMinutesBetween, worksAt } from '../calendar/working-time.ts'
import type { Stores } from '../storage/ports.ts'
import { type Case, QUEUED_STATES } from './case.ts'
import type { Outlook } from './ports.ts'
import { covers } from './routing.ts'
import { scheduleOf } from './sla.ts'

/** Fewer past answers than this say nothing. */
const ENOUGH = 5
const LOOK_BACK_DAYS = 90
const LONGEST_QUEUE = 1000

/** What can honestly be said about when somebody answers. */
export async function outlookOf(
  one: Case,
  stores: Stores,
  now: Date,
  holidays: Holidays,
  translated: boolean,
): Promise<Outlook> {
  const active = await stores.consultants.list({ activeOnly: true })
  const fitting = active.filter((consultant) => covers(consultant, one, translated))
  const who = (fitting.length > 0 ? fitting : active).map(scheduleOf)
  const next = who
    .flatMap((schedule) => nextWorkingInstant(schedule, now, holidays) ?? [])
    .sort((a, b) => a.getTime() - b.getTime())[0]
  return {
    position: await positionOf(one, stores),
    medianMinutes: await medianMinutes(one, stores, now, holidays),
    openNow: who.some((schedule) => worksAt(schedule, now, holidays)),
    nextWorkingAt: next?.toISOString() ?? null,
  }
}

async function positionOf(one: Case, stores: Stores): Promise<number | null> {
  if (!QUEUED_STATES.includes(one.state)) return null
  const queue = await stores.cases.list({ states: QUEUED_STATES, limit: LONGEST_QUEUE })
  const place = queue.findIndex((waiting) => waiting.id === one.id)
  return place < 0 ? null : place + 1
}

/** Half of the first answers came within so many minutes of working time. Cases of the same urgency, if enough. */
async function medianMinutes(
  one: Case,
  stores: Stores,
  now: Date,
  holidays: Holidays,
): Promise<number | null> {
  const since = new Date(now.getTime() - LOOK_BACK_DAYS * 86_400_000).toISOString()
  const answered = await stores.cases.firstAnswers(since, 200)
  const alike = answered.filter((past) => past.urgency === one.urgency)
  const used = alike.length >= ENOUGH ? alike : answered
  if (used.length < ENOUGH) return null
  const minutes = used
    .map((past) =>
      workingMinutesBetween(
        officeHours(past.country),
        new Date(past.openedAt),
        new Date(past.answeredAt),
        holidays,
      ),
    )
    .sort((a, b) => a - b)
  return minutes[Math.floor(minutes.length / 2)] ?? null
}
