import path from 'node:path'
import { z } from 'zod'
import { readDataFile } from '../knowledge/data-file.ts'
import { COUNTRIES, type Country } from '../knowledge/vocabulary.ts'
import { addDays, type Day, dayOf, weekdayOf } from './day.ts'

const limits = { since: z.int().optional(), until: z.int().optional() }
const countrySchema = z.strictObject({
  source: z.strictObject({ title: z.string(), url: z.url(), seen: z.string() }),
  checked: z.array(z.int()),
  fixed: z.array(z.strictObject({ day: z.string().regex(/^\d\d-\d\d$/), name: z.string(), ...limits })),
  easter: z.array(z.strictObject({ days: z.int(), name: z.string(), ...limits })),
})
const schema = z.record(z.enum(COUNTRIES), countrySchema)

export type HolidayData = z.output<typeof schema>

/** Public holidays of the countries; regional ones are not known. */
export interface Holidays {
  /** The holiday's own name, or null for a day that is none. */
  nameOf(day: Day, country: Country): string | null
  /** Monday to Friday and no public holiday. Without a country only weekends are off. */
  isWorkingDay(day: Day, country: Country | null): boolean
  /** The day itself, or the first working day after it. */
  nextWorkingDay(day: Day, country: Country | null): Day
  /** The day that lies so many working days after `day`; `day` is not counted. */
  addWorkingDays(day: Day, count: number, country: Country | null): Day
}

/** Reads knowledge/holidays.yaml. Throws DataFileError. */
export async function loadHolidays(knowledgeRoot: string): Promise<Holidays> {
  return createHolidays(await readDataFile(path.join(knowledgeRoot, 'holidays.yaml'), schema))
}

export function createHolidays(data: HolidayData): Holidays {
  const years = new Map<string, Map<Day, string>>()
  function ofYear(year: number, country: Country): Map<Day, string> {
    const key = `${country}${year}`
    let days = years.get(key)
    if (!days) {
      days = holidaysOfYear(data[country], year)
      years.set(key, days)
    }
    return days
  }
  const nameOf = (day: Day, country: Country) => ofYear(Number(day.slice(0, 4)), country).get(day) ?? null
  const isWorkingDay = (day: Day, country: Country | null) =>
    weekdayOf(day) < 5 && (country === null || nameOf(day, country) === null)
  function nextWorkingDay(day: Day, country: Country | null): Day {
    let next = day
    while (!isWorkingDay(next, country)) next = addDays(next, 1)
    return next
  }
  function addWorkingDays(day: Day, count: number, country: Country | null): Day {
    let next = day
    for (let left = count; left > 0; left--) next = nextWorkingDay(addDays(next, 1), country)
    return next
  }
  return { nameOf, isWorkingDay, nextWorkingDay, addWorkingDays }
}

function holidaysOfYear(data: z.output<typeof countrySchema>, year: number): Map<Day, string> {
  const holds = (one: { since?: number; until?: number }) =>
    year >= (one.since ?? year) && year <= (one.until ?? year)
  const easter = easterOf(year)
  return new Map([
    ...data.fixed.filter(holds).map(({ day, name }): [Day, string] => [`${year}-${day}`, name]),
    ...data.easter.filter(holds).map(({ days, name }): [Day, string] => [addDays(easter, days), name]),
  ])
}

/** Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher). */
export function easterOf(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const date = (h + l - 7 * m + 33 * month + 19) % 32
  return dayOf(year, month, date) as Day
}
