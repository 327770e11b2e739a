import { afterEach, describe, expect, it } from 'vitest'
import type { Translator } from '../../src/handover/translator/translator.ts'
import { until } from '../support/until.ts'
import { DeskWorld, GROUP } from './desk-world.ts'

const [AMINA, BEN, ANA, BOJAN] = [701, 702, 901, 902]

describe('consultants without a group', () => {
  let world: DeskWorld
  afterEach(() => world.close())
  const last = (chat: number) => world.api.textsTo(chat).at(-1) ?? ''

  it('work in private chats: each answer is bound to one case and says who reads it', async () => {
    world = await DeskWorld.open({ group: null })
    await world.consultant('Ana', ANA)
    const first = await world.opensCase(AMINA)
    expect(world.api.textsTo(ANA).join('\n')).toContain(`Case ${first} · Amina`)
    await world.presses(ANA, `case:take:${first}`, 'Ana')
    const second = await world.opensCase(BEN, 'How do I register as a sole trader in Slovenia?', 'Ben')
    await world.presses(ANA, `case:take:${second}`, 'Ana')
    await world.says(ANA, 'Registration is free of charge.', 'Ana')
    expect(last(ANA)).toContain('Nothing is sent yet. Whom is this for?')
    expect(world.api.textsTo(AMINA).join('\n')).not.toContain('free of charge')
    await world.presses(ANA, `case:sendkept:${first}`, 'Ana')
    expect(last(ANA)).toContain('Sent to Amina')
    expect(last(AMINA)).toContain('free of charge')
    expect(world.api.textsTo(BEN).join('\n')).not.toContain('free of charge')
    await world.presses(ANA, `case:answer:${second}`, 'Ana')
    expect(last(ANA)).toContain('Your next message goes to Ben')
    await world.says(ANA, 'You can register online. Do you have a qualified certificate?', 'Ana')
    expect(last(BEN)).toContain('You can register online')
    await world.says(BEN, 'Yes I have', 'Ben')
    expect(last(ANA)).toContain('Yes I have')
    await world.presses(ANA, `case:note:${second}`, 'Ana')
    await world.says(ANA, 'secret about Ben', 'Ana')
    expect(world.api.textsTo(BEN).join('\n')).not.toContain('secret')
  }, 120_000)

  it('who held a case that an admin moves on is told', async () => {
    world = await DeskWorld.open({ group: null })
    await world.consultant('Bojan', BOJAN)
    const caseId = await world.opensCase(AMINA)
    await world.presses(BOJAN, `case:take:${caseId}`, 'Bojan')
    const ana = await world.consultant('Ana', ANA, { role: 'admin' })
    await world.app.handover.work(async (desk) => {
      await desk.transfer(caseId, ana.id, { to: ana.id, note: 'Bojan is ill' })
    })
    await until(() => last(BOJAN).includes(`Case ${caseId}: Ana has moved it`))
    await until(() => last(AMINA).includes('Ana (consultant) takes over your case from Bojan'))
  }, 120_000)

  it('a consultant asks the assistant like everybody, and also gets what is written for consultants', async () => {
    world = await DeskWorld.open({ group: null })
    await world.consultant('Ana', ANA)
    await world.says(ANA, 'What does VAT registration cost in Slovenia?', 'Ana')
    await world.says(AMINA, 'What does VAT registration cost in Slovenia?', 'Amina')
    const audienceOf = async (user: number) => {
      const state = await world.app.storage.stores.chats.get(`telegram:${user}`)
      return JSON.parse(state ?? '{}').profile.audience
    }
    expect(await audienceOf(ANA)).toBe('consultant')
    expect(await audienceOf(AMINA)).toBe('founder')
  }, 120_000)

  it('a group that is no forum, or a bot without rights: a clear word to the admin, and private chats go on', async () => {
    world = await DeskWorld.open()
    world.api.addGroup(GROUP, { isForum: false })
    await world.consultant('Ana', ANA, { role: 'admin' })
    const caseId = await world.opensCase(AMINA)
    await until(() => world.api.textsTo(ANA).some((text) => text.includes('has no topics')), 10_000)
    expect(world.api.textsTo(ANA).join('\n')).toContain(`Case ${caseId}`)
    await world.presses(ANA, `case:take:${caseId}`, 'Ana')
    await world.presses(ANA, `case:answer:${caseId}`, 'Ana')
    await world.says(ANA, 'Here I am.', 'Ana')
    expect(last(AMINA)).toContain('Here I am.')
  }, 120_000)

  it('a code registers a consultant; until then a person is told who helps nearby', async () => {
    world = await DeskWorld.open({ group: null })
    await world.says(AMINA, '/person')
    if (last(AMINA).includes('Which country')) await world.presses(AMINA, 'person:in:si')
    expect(world.api.textsTo(AMINA).join('\n')).toContain('No consultant is connected')
    const ana = await world.consultant('Ana', ANA)
    const { consultants } = world.app.storage.stores
    await consultants.update(ana.id, { telegramUser: null })
    const code = await consultants.issueCode(ana.id, '2026-11-27T00:00:00.000Z')
    await world.says(ANA, '/consultant WRONG', 'Ana')
    expect(last(ANA)).toContain('not valid')
    await world.says(ANA, `/consultant ${code}`, 'Ana')
    expect(last(ANA)).toContain('Welcome, Ana')
    expect(await consultants.byTelegramUser(ANA)).toMatchObject({ name: 'Ana' })
  }, 120_000)

  it('nobody acts: reminder, next consultant, taken back, and both sides hear of it', async () => {
    world = await DeskWorld.open({ group: null })
    await world.consultant('Ana', ANA)
    await world.consultant('Bojan', 902)
    const caseId = await world.opensCase(AMINA)
    const first = world.api.textsTo(ANA).length > 0 ? ANA : 902
    const second = first === ANA ? 902 : ANA
    expect(world.api.textsTo(second)).toEqual([])
    await world.pass(121)
    expect(world.api.textsTo(second).join('\n')).toContain(`Case ${caseId}`)
    await world.presses(second, `case:take:${caseId}`)
    await world.pass(241)
    expect(last(second)).toContain('waits for an answer')
    await world.pass(240)
    expect(world.api.textsTo(second).join('\n')).toContain('taken back')
    expect(world.api.textsTo(AMINA).join('\n')).toContain('could not answer in time')
    expect(await world.app.storage.stores.cases.get(caseId)).toMatchObject({
      state: 'reopened',
      assignedTo: null,
    })
    const events = (await world.app.storage.stores.cases.eventsOf(caseId)).map(({ name }) => name)
    expect(events).toContain('case-taken-back')
  }, 120_000)

  it('texts are translated beside the original, in order, and a failing translator holds nothing back', async () => {
    let broken = false
    const translator: Translator = {
      async translate(text, _from, to) {
        if (broken) throw new Error('away')
        await new Promise((resolve) => setTimeout(resolve, text.includes('slow') ? 300 : 5))
        return `[${to}] ${text}`
      },
    }
    world = await DeskWorld.open({ group: null, translator })
    await world.consultant('Ana', ANA, { languages: ['sl'] })
    const caseId = await world.opensCase(AMINA)
    await until(() => world.api.textsTo(ANA).join('\n').includes('[sl] What does VAT'), 10_000)
    await world.settled()
    await world.presses(ANA, `case:take:${caseId}`, 'Ana')
    for (const text of ['a slow message about the office', 'a quick message about 120 euro']) {
      await world.presses(AMINA, 'person:write')
      await world.says(AMINA, text)
    }
    await until(() => last(ANA).includes('quick message'), 10_000)
    const told = world.api.textsTo(ANA).join('\n')
    expect(told.indexOf('[sl] a slow message')).toBeLessThan(told.indexOf('[sl] a quick message'))
    expect(told).toContain('a slow message about the office')
    broken = true
    await world.presses(ANA, `case:answer:${caseId}`, 'Ana')
    await world.says(ANA, 'Registracija pri finančni upravi je brezplačna in hitra.', 'Ana')
    await until(() => last(AMINA).includes('brezplačna'), 15_000)
    expect(last(AMINA)).toContain('Slovenščina')
  }, 120_000)

  it('what waits is told from real data: position, half of the past answers, next working time', async () => {
    world = await DeskWorld.open({ group: null })
    const day = [{ from: 9 * 60, to: 17 * 60 }]
    const hours = {
      timeZone: 'Europe/Ljubljana',
      days: [day, day, day, day, day, [], []],
      holidays: 'si' as const,
    }
    await world.consultant('Ana', ANA, { hours })
    world.now = new Date('2026-11-27T20:00:00.000Z')
    await world.opensCase(AMINA)
    expect(last(AMINA)).toContain('Your case is the next one')
    expect(last(AMINA)).toContain('too few cases')
    expect(last(AMINA)).toContain('works again on 30 November 2026 at 9:00')
    await world.opensCase(BEN, 'How do I register as a sole trader in Slovenia?', 'Ben')
    expect(last(BEN)).toContain('number 2 in the queue')
  }, 120_000)

  it('a deadline in the message is computed and shown to both, and makes the case urgent', async () => {
    world = await DeskWorld.open({ group: null })
    await world.consultant('Ana', ANA)
    await world.opensCase(
      AMINA,
      'I got a letter about VAT in Slovenia on Monday, 5 days to answer. What do I do?',
    )
    const shown = world.api.textsTo(AMINA).find((text) => text.includes('Last day')) ?? ''
    expect(shown).toContain('28 November 2026 (5 days from 23 November 2026')
    expect(shown).toContain('Check the letter')
    expect(world.api.textsTo(ANA).join('\n')).toContain('28 November 2026 (5 days from 23 November 2026')
    expect((await world.app.storage.stores.cases.latestOf(`telegram:${AMINA}`))?.urgency).toBe('urgent')
  }, 120_000)
})
