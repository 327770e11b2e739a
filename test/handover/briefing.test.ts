import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Briefing } from '../../src/handover/ports.ts'
import type { NewCase } from '../../src/handover/transitions.ts'
import { ConsoleWorld } from '../console/console-world.ts'
import { aConsultant } from './desk-world.ts'

const consent = {
  at: '2026-11-26T10:00:00.000Z',
  question: 'What does VAT registration cost in Slovenia?',
  situation: {},
  messages: [],
}
const before = {
  outcome: 'answered',
  trace: ['chosen: si/vat'],
  articles: ['si/vat'],
  passageIds: ['si/vat#en/0'],
  sources: [{ title: 'FURS', url: 'https://www.fu.gov.si/', seen: '2026-11-20' }],
  text: 'Registration is free.',
}

describe('a briefing', () => {
  let world: ConsoleWorld
  let consultantId: string
  beforeAll(async () => {
    world = await ConsoleWorld.open()
    consultantId = (await world.app.storage.stores.consultants.add(aConsultant('Ana'))).id
  }, 120_000)
  afterAll(() => world.close())

  let cases = 0
  async function briefingOf(changes: Partial<NewCase>): Promise<Briefing> {
    cases++
    const id = await world.opensCase({ chat: `web:${cases}`, consent, before, ...changes })
    return (await world.app.handover.briefing(id, consultantId)) as Briefing
  }

  it('brings the answer with its passages, its sources and a draft', async () => {
    const { answered, passages, sources, draft } = await briefingOf({})
    expect(answered?.text).toBe('Registration is free.')
    expect([passages.length, sources.length]).toEqual([1, 1])
    expect(draft).toContain('DDV')
  })

  it('brings nothing of an answer that the person left out', async () => {
    const { answered, passages, sources, draft } = await briefingOf({ before: { ...before, text: null } })
    expect({ passages, sources, draft }).toEqual({ passages: [], sources: [], draft: null })
    expect(answered).toEqual({ outcome: 'answered', text: null, why: 'answered' })
  })

  it('begins the draft with the deadline of the case, in the person’s language', async () => {
    const counted = { date: '2026-12-08', days: 8, from: '2026-11-30', workingDays: false, quote: '8 dni' }
    const { draft: plain } = await briefingOf({ language: 'sl' })
    const { draft } = await briefingOf({ language: 'sl', deadline: counted })
    const [line, ...rest] = draft?.split('\n\n') ?? []
    // The small knowledge has only the English texts; the dates are written as in Slovenian.
    expect(line).toMatch(/8\. december 2026 \(8 days from 30\. november 2026/)
    expect(rest.join('\n\n')).toBe(plain)
  })
})
