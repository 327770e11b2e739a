import fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localTime } from '../../src/calendar/day.ts'
import { sendReminders } from '../../src/path/reminder-job.ts'
import { outsideNight } from '../../src/path/reminders.ts'
import { PathTalk, realTools } from './path-world.ts'

let talk: PathTalk
beforeAll(async () => {
  await realTools()
}, 120_000)
beforeEach(async () => {
  talk = await PathTalk.open('telegram:5')
  await talk.isA({ country: 'es', status: 'student', activity: 'teaching', permitEnds: '2027-08-31' })
})
afterEach(() => talk.storage.close())

const woken: string[] = []
const sendAt = (iso: string) =>
  sendReminders(
    {
      storage: talk.storage,
      tools: talk.tools,
      messages: () => talk.assistant.messages,
      onReply: (channel) => woken.push(channel),
    },
    new Date(iso),
  )
const sentTexts = async () =>
  (await talk.storage.stores.outbox.after(talk.chat, 0, 50)).flatMap((entry) =>
    entry.reply.parts.map((part) => part.text),
  )

describe('reminders', () => {
  it('come only to people who chose them', async () => {
    await talk.commands('path')
    expect(await sendAt('2028-01-01T12:00:00Z')).toBe(0)
  })

  it('come at ten in the morning of the country, each once, with buttons', async () => {
    await talk.presses('path:remind:on')
    // The next step can begin now, so three days of peace: 29 November, ten in Madrid is nine in UTC.
    expect(await sendAt('2026-11-29T08:59:00Z')).toBe(0)
    expect(await sendAt('2026-11-29T09:00:00Z')).toBe(1)
    expect(await sendAt('2026-11-29T09:01:00Z')).toBe(0)
    expect(await sentTexts()).toEqual(['A small reminder: Check what your studies allow (29 November 2026).'])
    const [entry] = await talk.storage.stores.outbox.after(talk.chat, 0, 1)
    expect(JSON.stringify(entry?.reply.buttons)).toContain('path:done:es/right-student')
    expect(JSON.stringify(entry?.reply.buttons)).toContain('path:remind:off')
    expect(woken).toContain('telegram')
  })

  it('tell of the end of the permit when the time for the renewal begins', async () => {
    await talk.presses('path:remind:on')
    await sendAt('2027-06-30T10:00:00Z')
    expect(await sentTexts()).toContain(
      'A small reminder: Ask for the renewal of your permit (30 June 2027).',
    )
  })

  it('tell of steps that the person added, on their day', async () => {
    await talk.presses('path:remind:on')
    await talk.presses('path:own')
    await talk.says('Call the school 10.12.')
    await sendAt('2026-12-10T09:30:00Z')
    expect(await sentTexts()).toContain('A small reminder: Call the school (10 December 2026).')
  })

  it('that fell due in the night wait for nine in the morning', async () => {
    await talk.presses('path:remind:on')
    expect(await sendAt('2026-11-30T01:00:00Z')).toBe(0)
    expect(await sendAt('2026-11-30T07:59:00Z')).toBe(0)
    expect(await sendAt('2026-11-30T08:00:00Z')).toBe(1)
  })

  it('follow the person’s own time zone', async () => {
    await talk.changes({ timeZone: 'Atlantic/Canary' })
    await talk.presses('path:remind:on')
    expect(await sendAt('2026-11-29T09:30:00Z')).toBe(0)
    expect(await sendAt('2026-11-29T10:00:00Z')).toBe(1)
  })

  it('stop when the step is ticked off, when they are switched off, and when the person asked to be forgotten', async () => {
    await talk.presses('path:remind:on')
    await talk.presses('path:done:es/right-student')
    expect(await sendAt('2026-11-29T09:00:00Z')).toBeLessThanOrEqual(1)
    expect((await sentTexts()).join()).not.toContain('Check what your studies allow')
    await talk.presses('path:remind:off')
    expect(await sendAt('2028-12-01T10:00:00Z')).toBe(0)
    await talk.presses('path:remind:on')
    await talk.storage.stores.erasures.schedule({
      chat: talk.chat,
      dueAt: Date.parse('2029-01-01'),
      phase: 'asked',
      language: 'en',
    })
    expect(await sendAt('2028-12-01T10:00:00Z')).toBe(0)
  })

  it('are never sent between nine in the evening and nine in the morning', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.constantFrom('Europe/Ljubljana', 'Europe/Madrid', 'Europe/Rome', 'Atlantic/Canary', 'Asia/Dhaka'),
        (instant, timeZone) => {
          const allowed = outsideNight(instant, timeZone)
          const { minute } = localTime(allowed, timeZone)
          expect(minute >= 9 * 60 && minute < 21 * 60).toBe(true)
          expect(allowed.getTime() - instant.getTime()).toBeLessThanOrEqual(13 * 3_600_000)
        },
      ),
    )
  })
})
