import type { Country } from '../knowledge/vocabulary.ts'
import { addDays, type Day, instantOf, localTime, weekdayOf } from './day.ts'
import type { Holidays } from './holidays.ts'

/** Minutes since midnight, local; `to` is exclusive and after `from`. */
export interface Span {
  from: number
  to: number
}

/** When somebody works. */
export interface Schedule {
  /** IANA name, such as "Europe/Ljubljana". */
  timeZone: string
  /** Spans of each weekday, Monday first; an empty list is a day off. */
  days: readonly (readonly Span[])[]
  /** Country whose public holidays are days off; null: none. */
  holidays: Country | null
  /** First and last day of each absence. */
  absences?: readonly { from: Day; to: Day }[]
}

/** Who never works is looked for no longer than this. */
const HORIZON_DAYS = 60

export function worksAt(schedule: Schedule, instant: Date, holidays: Holidays): boolean {
  const { day, minute } = localTime(instant, schedule.timeZone)
  return spansOf(schedule, day, holidays).some((span) => minute >= span.from && minute < span.to)
}

/** The instant itself if it is working time, else the next at which work begins; null when none comes. */
export function nextWorkingInstant(schedule: Schedule, instant: Date, holidays: Holidays): Date | null {
  return addWorkingMinutes(schedule, instant, 0, holidays)
}

/** The instant at which so many minutes have been worked; null when they do not come. */
export function addWorkingMinutes(
  schedule: Schedule,
  instant: Date,
  minutes: number,
  holidays: Holidays,
): Date | null {
  let left = minutes
  for (const span of spansFrom(schedule, instant, holidays)) {
    const length = (span.to.getTime() - span.from.getTime()) / 60_000
    if (left < length) return new Date(span.from.getTime() + left * 60_000)
    left -= length
  }
  return null
}

/** Minutes worked between two instants. */
export function workingMinutesBetween(schedule: Schedule, from: Date, to: Date, holidays: Holidays): number {
  let total = 0
  for (const span of spansFrom(schedule, from, holidays)) {
    if (span.from >= to) break
    total += (Math.min(span.to.getTime(), to.getTime()) - span.from.getTime()) / 60_000
  }
  return Math.round(total)
}

/** The spans of work from an instant on, the first cut to begin there. */
function* spansFrom(
  schedule: Schedule,
  instant: Date,
  holidays: Holidays,
): Generator<{ from: Date; to: Date }, void> {
  const first = localTime(instant, schedule.timeZone).day
  for (let offset = 0; offset <= HORIZON_DAYS; offset++) {
    const day = addDays(first, offset)
    for (const span of spansOf(schedule, day, holidays)) {
      const from = instantOf(day, span.from, schedule.timeZone)
      const to = instantOf(day, span.to, schedule.timeZone)
      if (to > instant) yield { from: from > instant ? from : instant, to }
    }
  }
}

function spansOf(schedule: Schedule, day: Day, holidays: Holidays): readonly Span[] {
  const absent = schedule.absences?.some((absence) => day >= absence.from && day <= absence.to) ?? false
  const holiday = schedule.holidays !== null && holidays.nameOf(day, schedule.holidays) !== null
  return absent || holiday ? [] : (schedule.days[weekdayOf(day)] ?? [])
}

const OFFICE_DAY: readonly Span[] = [{ from: 9 * 60, to: 17 * 60 }]

/** Monday to Friday, nine to five, with the country's holidays: what holds where nobody said otherwise. */
export function officeHours(country: Country | null): Schedule {
  return {
    timeZone: country ? TIME_ZONES[country] : TIME_ZONES.si,
    days: [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, [], []],
    holidays: country,
  }
}

export const TIME_ZONES: Record<Country, string> = {
  si: 'Europe/Ljubljana',
  es: 'Europe/Madrid',
  it: 'Europe/Rome',
}
