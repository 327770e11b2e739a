import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Holidays, loadHolidays } from '../../src/calendar/holidays.ts'
import { officeHours } from '../../src/calendar/working-time.ts'
import type { Consultant } from '../../src/handover/ports.ts'
import { type Candidate, chooseConsultant } from '../../src/handover/routing.ts'
import { watchHeld, watchQueued } from '../../src/handover/sla.ts'
import { aConsultant } from './desk-world.ts'

let holidays: Holidays
beforeAll(async () => {
  holidays = await loadHolidays(path.resolve(import.meta.dirname, '../../knowledge'))
})

/** Thursday noon in Ljubljana. */
const noon = new Date('2026-11-26T11:00:00Z')
const wanted = {
  language: 'uk' as const,
  country: 'si' as const,
  municipality: 'Koper',
  topic: 'vat',
  urgency: 'normal' as const,
  offeredBefore: [],
}

function candidate(
  name: string,
  changes: Partial<Consultant> = {},
  more: Partial<Candidate> = {},
): Candidate {
  const consultant = {
    ...aConsultant(name, { hours: officeHours('si') }),
    id: name,
    telegramUser: null,
    createdAt: '',
    ...changes,
  }
  return { consultant, load: 0, lastGivenAt: null, ...more }
}
const choose = (
  candidates: Candidate[],
  changes: Partial<typeof wanted> | { offeredBefore: string[] } = {},
  now = noon,
) => chooseConsultant({ ...wanted, ...changes }, candidates, now, holidays)?.id ?? null

describe('routing', () => {
  it('prefers who speaks the language', () => {
    expect(choose([candidate('ana'), candidate('oksana', { languages: ['sl', 'uk'] }, { load: 3 })])).toBe(
      'oksana',
    )
  })

  it('takes somebody without the language rather than nobody', () => {
    expect(choose([candidate('ana')])).toBe('ana')
  })

  it('never takes who works for another country, town or topic', () => {
    expect(
      choose([
        candidate('it', { countries: ['it'] }),
        candidate('piran', { municipalities: ['Piran'] }),
        candidate('tax', { topics: ['hiring'] }),
      ]),
    ).toBeNull()
  })

  it('prefers who named the town and the topic', () => {
    expect(
      choose([candidate('ana'), candidate('koper', { municipalities: ['koper'], topics: ['vat'] })]),
    ).toBe('koper')
  })

  it('takes who carries less, and of equals who has waited longest for a case', () => {
    expect(choose([candidate('ana', {}, { load: 2 }), candidate('ben', {}, { load: 1 })])).toBe('ben')
    const waited = [
      candidate('ana', {}, { lastGivenAt: '2026-11-26T09:00' }),
      candidate('ben', {}, { lastGivenAt: '2026-11-25T09:00' }),
    ]
    expect(choose(waited)).toBe('ben')
  })

  it('waits when all have their hands full, are away or have gone home', () => {
    expect(choose([candidate('ana', { mostCases: 2 }, { load: 2 })])).toBeNull()
    expect(choose([candidate('ana', { absences: [{ from: '2026-11-20', to: '2026-11-26' }] })])).toBeNull()
    expect(choose([candidate('ana')], {}, new Date('2026-11-26T20:00:00Z'))).toBeNull()
    expect(choose([candidate('ana')], {}, new Date('2026-12-25T11:00:00Z'))).toBeNull()
    expect(choose([candidate('ana', { active: false })])).toBeNull()
  })

  it('tries others before it asks the same one again', () => {
    const both = [candidate('ana', { languages: ['uk'] }), candidate('ben')]
    expect(choose(both, { offeredBefore: ['ana'] })).toBe('ben')
    expect(choose([candidate('ana')], { offeredBefore: ['ana'] })).toBe('ana')
  })
})

describe('times in which somebody should act', () => {
  it('count working time only, and urgent cases run faster', () => {
    const fridayEvening = new Date('2026-11-27T15:50:00Z')
    const ana = candidate('ana').consultant
    expect(watchHeld({ urgency: 'urgent' }, ana, fridayEvening, holidays)).toEqual({
      remindAt: '2026-11-30T08:20:00.000Z',
      takeBackAt: '2026-11-30T09:50:00.000Z',
    })
    const urgent = watchQueued({ urgency: 'urgent', country: 'si' }, null, noon, holidays)
    const normal = watchQueued({ urgency: 'normal', country: 'si' }, null, noon, holidays)
    expect((urgent.takeBackAt ?? '') < (normal.takeBackAt ?? '')).toBe(true)
  })
})
