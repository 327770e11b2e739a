import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sharedPlan } from '../../src/path/shared-plan.ts'
import { pathStateOf } from '../../src/path/state.ts'
import { PathTalk, realTools } from './path-world.ts'

const REFUGEE_CAFE = { country: 'si', status: 'refugee', activity: 'food', stage: 'idea' } as const

let talk: PathTalk
beforeAll(async () => {
  await realTools()
}, 120_000)
beforeEach(async () => {
  talk = await PathTalk.open()
})
afterEach(() => talk.storage.close())

const pathState = async () => pathStateOf(await talk.state())

describe('/path', () => {
  it('asks for the country only, with one tap, and then shows the plan', async () => {
    await talk.isA({})
    await talk.commands('path')
    expect(talk.buttons).toEqual(['path:country:si', 'path:country:es', 'path:country:it'])
    const text = await talk.presses('path:country:es')
    expect(text).toContain('Your plan: Spain')
    expect(text).toContain('The plan gets exact when I know your permit, line of business.')
    expect(talk.buttons).toContain('me:change:status')
  })

  it('shows the next step whole first, then the others in a line each', async () => {
    await talk.isA(REFUGEE_CAFE)
    const text = await talk.commands('path')
    expect(text.indexOf('Your right to start: free access to work')).toBeLessThan(text.indexOf('**Then**'))
    expect(text).toContain('Begin now')
    expect(text).toMatch(/Source: \[ESS|Source: \[/)
    expect(text).toContain('- Talk with possible customers (27 November 2026)')
    expect(text).toMatch(/and \d+ more steps/)
    expect(talk.buttons.every((data) => data.length <= 64)).toBe(true)
  })

  it('ticks a step off once; a second tap changes nothing', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.commands('path')
    expect(await talk.presses('path:done:si/right-protected')).toContain('Talk with possible customers')
    talk.now = new Date('2026-12-01T09:00:00Z')
    await talk.presses('path:done:si/right-protected')
    expect((await pathState()).done).toEqual({ 'si/right-protected': '2026-11-26' })
    expect(talk.text).toContain('✓ Done: 1')
    await talk.presses('path:undo:si/right-protected')
    expect((await pathState()).done).toEqual({})
  })

  it('skips a step with a reason and brings it back', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.commands('path')
    await talk.presses('path:skip:si/right-protected')
    expect(talk.buttons).toContain('path:why:not_needed:si/right-protected')
    const text = await talk.presses('path:why:cannot:si/right-protected')
    expect(text).toContain('A consultant can look for another way with you')
    expect(talk.buttons).toContain('person:ask')
    expect((await pathState()).skipped).toEqual({ 'si/right-protected': { reason: 'cannot', note: '' } })
    await talk.presses('path:undo:si/right-protected')
    expect((await pathState()).skipped).toEqual({})
  })

  it('takes a reason in the person’s own words, also after a restart in between', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.presses('path:why:other:si/advice')
    await talk.says('the bus costs too much')
    expect((await pathState()).skipped['si/advice']).toEqual({
      reason: 'other',
      note: 'the bus costs too much',
    })
  })

  it('adds a step of the person, with a date at its end, and ticks it off', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.presses('path:own')
    const text = await talk.says('Ask my cousin about the oven 15.12.')
    expect(text).toContain('Ask my cousin about the oven (15 December 2026)')
    await talk.presses('path:done:own-1')
    expect((await pathState()).own).toEqual([
      { id: 'own-1', text: 'Ask my cousin about the oven', day: '2026-12-15', done: '2026-11-26' },
    ])
    await talk.presses('path:own')
    await talk.says('**Buy** [two](https://x.example) pans')
    expect(talk.text).not.toContain('[two](')
    expect((await pathState()).own[1]?.id).toBe('own-2')
  })

  it('answers a question that comes in place of a date', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.presses('path:opening')
    expect(await talk.says('how much is the registration?')).toContain('an answer to a question')
    expect((await talk.state()).pending).toBeNull()
  })

  it('changes the opening day by a typed date, and says plainly what cannot be kept', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.presses('path:opening')
    expect(await talk.says('soon')).toContain('I did not understand the date')
    expect(await talk.says('1.1.2020')).toContain('This day is over')
    expect(await talk.says('1.1.2090')).toContain('very far away')
    const late = await talk.says('15.12.2026')
    expect(late).toContain(
      'Your opening day 15 December 2026 cannot be kept: 9 February 2027 is the earliest.',
    )
    await talk.presses('path:opening')
    expect(await talk.says('1 April 2027')).toContain('First day of business: 1 April 2027')
    await talk.presses('path:opening:clear')
    expect((await pathState()).opening).toBeNull()
  })

  it('shows all steps, and each of them on tap', async () => {
    await talk.isA(REFUGEE_CAFE)
    const text = await talk.commands('path', 'all')
    expect(text).toContain('Register the food establishment')
    await talk.presses('path:step:si/advice')
    expect(talk.text).toContain('Book a free talk with a SPOT adviser')
    expect(await talk.presses('path:step:es/reta')).toContain('too old')
    expect(await talk.presses('path:done:si/made-up')).toContain('too old')
  })

  it('changes the legal form', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.commands('path')
    const text = await talk.presses('path:form:company')
    expect(text).toContain('The plan is now for a company.')
    expect(text).toContain('(legal form)')
    expect(await talk.commands('path', 'all')).toContain('Found the company (d.o.o.)')
  })

  it('speaks the person’s language where it can and keeps its own marks of direction in Arabic', async () => {
    talk.language = 'es'
    await talk.isA({ ...REFUGEE_CAFE, country: 'es', language: 'es' })
    expect(await talk.commands('path')).toContain('Su derecho a empezar: residencia y trabajo')
    const arabic = await PathTalk.open('telegram:7')
    await arabic.isA({ ...REFUGEE_CAFE, language: 'ar' })
    await arabic.commands('path')
    expect(arabic.heard.every((reply) => reply.language === 'ar')).toBe(true)
    await arabic.storage.close()
  })
})

describe('a change of the situation', () => {
  it('is told after the turn in which it happened, once, with the reason', async () => {
    await talk.isA({ ...REFUGEE_CAFE, status: 'asylum_applicant' })
    await talk.commands('path')
    await talk.presses('me:set:status:refugee')
    expect(talk.text).toContain('Your situation changed (permit), so I changed the plan.')
    expect(talk.text).toContain('New: \n- Your right to start: free access to work')
    expect(talk.text).toContain('Not needed any more: \n- Get the certificate of free access to work')
    expect(await talk.says('hello')).not.toContain('changed')
  })

  it('names the reason of each step when several facts changed', async () => {
    await talk.isA({ ...REFUGEE_CAFE, activity: 'shop' })
    await talk.commands('path')
    await talk.changes({ activity: 'food', areas: { housing: 'red' } })
    const text = await talk.commands('path')
    expect(text).toContain('Find a stable place to live first (because of: Housing)')
    expect(text).toContain('Write the hygiene plan (HACCP) (because of: line of business)')
    expect(text).toContain('“Not now” is a good answer too')
  })

  it('is not told while the check of the situation runs', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.commands('path')
    await talk.presses('me:go')
    await talk.presses('me:set:municipality:x')
    await talk.changes({ status: 'eu_citizen' })
    expect(await talk.presses('me:set:area_status:green')).not.toContain('so I changed the plan')
    expect(await talk.presses('me:stop')).toContain('so I changed the plan')
  })

  it('is nothing to people who never asked for a plan', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.presses('me:set:status:student')
    expect(talk.text).not.toContain('plan')
  })
})

describe('sharing', () => {
  const shared = async () =>
    sharedPlan(talk.chat, talk.storage.stores, {
      tools: talk.tools,
      messages: talk.assistant.messages,
      language: 'en',
      now: talk.now,
    })

  it('needs a tap of its own, shows consultants no own words, and can be stopped', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.presses('path:own')
    await talk.says('secret step')
    await talk.presses('path:share')
    expect(await shared()).toBeNull()
    await talk.presses('path:share:yes')
    const plan = await shared()
    expect(plan?.value).toContain('Next step: Your right to start: free access to work')
    expect(JSON.stringify(plan)).not.toContain('secret')
    await talk.presses('path:share:no')
    expect(await shared()).toBeNull()
  })
})

describe('the stored plan', () => {
  it('of an older version is brought to the present one, and one that cannot be read is kept beside a new one', async () => {
    await talk.isA(REFUGEE_CAFE)
    const state = await talk.state()
    state.flows.path = { done: { 'si/advice': '2026-11-20' }, reminders: true }
    expect(pathStateOf(state)).toMatchObject({
      version: 1,
      done: { 'si/advice': '2026-11-20' },
      reminders: true,
    })
    state.flows.path = { version: 1, done: 'all' }
    expect(pathStateOf(state).done).toEqual({})
    expect(state.flows['path-unreadable']).toEqual({ version: 1, done: 'all' })
  })

  it('is erased with the chat, in every table', async () => {
    await talk.isA(REFUGEE_CAFE)
    await talk.commands('path')
    await talk.presses('path:remind:on')
    await talk.presses('path:pdf')
    const erased = await talk.storage.stores.chats.erase(talk.chat)
    expect(erased).toMatchObject({ chats: 1, path_prints: 1 })
    expect(erased.path_reminders).toBeGreaterThan(0)
    const left = await talk.storage.stores.chats.exportAll(talk.chat)
    expect(Object.values(left).flat()).toEqual([])
  })

  it('of two people is never mixed', async () => {
    const other = new PathTalk(talk.assistant, talk.tools, talk.storage, 'web:ben')
    await talk.isA(REFUGEE_CAFE)
    await other.isA({ country: 'it', status: 'eu_citizen', activity: 'computer' })
    await Promise.all([talk.presses('path:done:si/right-protected'), other.commands('path')])
    expect(pathStateOf(await other.state()).done).toEqual({})
    expect(other.text).toContain('Your plan: Italy')
  })
})
