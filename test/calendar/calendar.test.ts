import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays, addMonths, instantOf, localTime } from '../../src/calendar/day.ts'
import { easterOf, type Holidays, loadHolidays } from '../../src/calendar/holidays.ts'
import {
  addWorkingMinutes,
  officeHours,
  workingMinutesBetween,
  worksAt,
} from '../../src/calendar/working-time.ts'

let holidays: Holidays
beforeAll(async () => {
  holidays = await loadHolidays(path.resolve(import.meta.dirname, '../../knowledge'))
})

describe('holidays', () => {
  it('computes Easter', () => {
    expect([2026, 2027, 2028].map(easterOf)).toEqual(['2026-04-05', '2027-03-28', '2028-04-16'])
  })

  it.each([
    ['2026-02-08', 'si'],
    ['2026-04-06', 'si'],
    ['2027-03-26', 'es'],
    ['2026-10-12', 'es'],
    ['2028-04-17', 'it'],
    ['2026-10-04', 'it'],
  ] as const)('%s is a holiday in %s', (day, country) => {
    expect(holidays.nameOf(day, country)).not.toBeNull()
  })

  it('a day off in one country is a working day in another', () => {
    expect(holidays.isWorkingDay('2026-06-25', 'si')).toBe(false)
    expect(holidays.isWorkingDay('2026-06-25', 'it')).toBe(true)
    expect(holidays.isWorkingDay('2025-10-04', 'it')).toBe(false)
    expect(holidays.nameOf('2025-10-04', 'it')).toBeNull()
  })

  it('counts working days over a weekend and Christmas', () => {
    expect(holidays.addWorkingDays('2026-12-23', 3, 'si')).toBe('2026-12-29')
    expect(holidays.nextWorkingDay('2026-12-25', 'es')).toBe('2026-12-28')
  })
})

describe('days', () => {
  it('a month after 31 January is the last day of February', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2026-12-15', 2)).toBe('2027-02-15')
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02')
  })

  it('finds the instant of a local time on both sides of summer time', () => {
    for (const day of ['2026-03-28', '2026-03-29', '2026-07-01', '2026-10-25', '2026-12-01'])
      expect(localTime(instantOf(day, 540, 'Europe/Ljubljana'), 'Europe/Ljubljana')).toEqual({
        day,
        minute: 540,
      })
  })
})

describe('working time', () => {
  const hours = officeHours('si')

  it('stands still at night, at the weekend and on holidays', () => {
    expect(worksAt(hours, new Date('2026-11-26T10:00:00Z'), holidays)).toBe(true)
    expect(worksAt(hours, new Date('2026-11-26T20:00:00Z'), holidays)).toBe(false)
    expect(worksAt(hours, new Date('2026-12-25T10:00:00Z'), holidays)).toBe(false)
    // Friday 16:30 plus one hour of work is Monday 9:30.
    expect(addWorkingMinutes(hours, new Date('2026-11-27T15:30:00Z'), 60, holidays)?.toISOString()).toBe(
      '2026-11-30T08:30:00.000Z',
    )
    expect(
      workingMinutesBetween(
        hours,
        new Date('2026-11-27T15:30:00Z'),
        new Date('2026-11-30T08:30:00Z'),
        holidays,
      ),
    ).toBe(60)
  })

  it('knows absences, and that who never works never comes', () => {
    const absent = { ...hours, absences: [{ from: '2026-11-26', to: '2026-11-27' }] }
    expect(addWorkingMinutes(absent, new Date('2026-11-26T10:00:00Z'), 0, holidays)?.toISOString()).toBe(
      '2026-11-30T08:00:00.000Z',
    )
    const never = { ...hours, days: [[], [], [], [], [], [], []] }
    expect(addWorkingMinutes(never, new Date('2026-11-26T10:00:00Z'), 0, holidays)).toBeNull()
  })
})
