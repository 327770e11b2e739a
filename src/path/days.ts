import { addDays, addMonths, type Day, daysBetween } from '../calendar/day.ts'
import type { Holidays } from '../calendar/holidays.ts'
import type { Country } from '../knowledge/vocabulary.ts'

export interface Span {
  days: number
  months: number
  count: 'working' | 'calendar'
}

/** Counting with the days on which offices of a country work. */
export interface OfficeDays {
  isOpen(day: Day): boolean
  /** The day itself or the next on which offices work. */
  onOrAfter(day: Day): Day
  onOrBefore(day: Day): Day
  /** The day on which something that began on `day` is finished; offices must work on it. */
  after(day: Day, span: Span): Day
  /** The last day to begin what must be finished on `day`. */
  before(day: Day, span: Span): Day
}

export function officeDays(holidays: Holidays, country: Country): OfficeDays {
  const isOpen = (day: Day) => holidays.isWorkingDay(day, country)
  const onOrAfter = (day: Day) => holidays.nextWorkingDay(day, country)
  function onOrBefore(day: Day): Day {
    let last = day
    while (!isOpen(last)) last = addDays(last, -1)
    return last
  }
  function back(day: Day, working: number): Day {
    let last = onOrBefore(day)
    for (let left = working; left > 0; left--) last = onOrBefore(addDays(last, -1))
    return last
  }
  return {
    isOpen,
    onOrAfter,
    onOrBefore,
    after: (day, { days, months, count }) =>
      count === 'working'
        ? holidays.addWorkingDays(addMonths(day, months), days, country)
        : onOrAfter(addDays(addMonths(day, months), days)),
    before: (day, { days, months, count }) =>
      count === 'working'
        ? back(addMonths(day, -months), days)
        : onOrBefore(addDays(addMonths(day, -months), -days)),
  }
}

/** The first of some days of the year (MM-DD) that lies in a later month than `day`. */
export function nextOf(days: readonly string[], day: Day): Day {
  const month = day.slice(0, 7)
  const year = Number(day.slice(0, 4))
  const candidates = [year, year + 1].flatMap((one) => days.map((monthDay) => `${one}-${monthDay}`)).sort()
  return candidates.find((candidate) => candidate.slice(0, 7) > month) ?? day
}

/** A day of the month after that of `day`. */
export function dayOfNextMonth(day: Day, date: number): Day {
  const first = addMonths(`${day.slice(0, 7)}-01`, 1)
  return addDays(first, Math.min(date, daysBetween(first, addMonths(first, 1))) - 1)
}
