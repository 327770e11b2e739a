/** Days as ISO dates ("2026-12-03"), counted without any time zone. */
export type Day = string

const MS = 86_400_000

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS).toISOString().slice(0, 10)
}

/** The same day of a later month; the month's last day where it has no such day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10)
}

/** Whole days from one day to a later one; negative for an earlier one. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS)
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

/** The day if the calendar has it, else null (31 April, month 13). */
export function dayOf(year: number, month: number, date: number): Day | null {
  const made = new Date(Date.UTC(year, month - 1, date))
  const same =
    made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === date
  return same ? made.toISOString().slice(0, 10) : null
}

/** The calendar day and the minute of that day which clocks in a time zone show. */
export function localTime(instant: Date, timeZone: string): { day: Day; minute: number } {
  const parts = Object.fromEntries(
    zoneFormat(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  )
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  }
}

/** The instant at which clocks in a time zone show a minute of a day; in the hour that summer time skips, the one after. */
export function instantOf(day: Day, minute: number, timeZone: string): Date {
  const guess = Date.parse(`${day}T00:00:00Z`) + minute * 60_000
  let instant = guess
  for (let round = 0; round < 2; round++) {
    const shown = localTime(new Date(instant), timeZone)
    instant -= Date.parse(`${shown.day}T00:00:00Z`) + shown.minute * 60_000 - guess
  }
  return new Date(instant)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA-u-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(timeZone, format)
  }
  return format
}
