import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Assistant } from '../../src/assistant.ts'
import { AREAS_OF_LIFE } from '../../src/conversation/chat-state.ts'
import { firstThings } from '../../src/conversation/flows/situation/first-things.ts'
import { STEPS } from '../../src/conversation/flows/situation/steps.ts'
import { smallAssistant, type Talk, World } from '../support/conversation.ts'

describe('the check of the whole situation', () => {
  let assistant: Assistant
  let world: World
  let ana: Talk
  beforeAll(async () => {
    assistant = await smallAssistant()
  }, 120_000)
  beforeEach(async () => {
    world = await World.open(assistant)
    ana = world.talk()
    await ana.commands('me')
  })

  it('asks one question at a time, from the country to the money, each time after a restart', async () => {
    await ana.presses('me:go')
    await ana.presses('me:set:country:es')
    await ana.says('Málaga')
    await ana.presses('me:set:status:refugee')
    await ana.presses('me:set:stage:idea')
    await ana.says('sewing and repairs')
    await ana.presses('me:set:reads:ar')
    await ana.presses('me:set:reads:es')
    await ana.presses('me:skip:reads')
    for (const area of AREAS_OF_LIFE) await ana.presses(`me:set:area_${area}:green`)
    const { profile } = await ana.state()
    expect(profile).toMatchObject({
      country: 'es',
      municipality: 'Málaga',
      status: 'refugee',
      stage: 'idea',
      activity: 'sewing and repairs',
      reads: ['ar', 'es'],
    })
    expect(Object.values(profile.areas)).toEqual(AREAS_OF_LIFE.map(() => 'green'))
    expect(ana.text).toContain('Refugee status')
    expect(ana.choices).toContain('me:change:country')
  })

  it('lets every question be skipped', async () => {
    await ana.presses('me:go')
    for (const step of STEPS) await ana.presses(`me:skip:${step}`)
    expect(ana.choices).toEqual(['me:go'])
    expect((await ana.state()).profile).toMatchObject({ country: null, status: null, areas: {} })
  })

  it('can be left at any time and gone on with where it was left', async () => {
    await ana.presses('me:go')
    await ana.presses('me:set:country:it')
    await ana.presses('me:stop')
    expect(ana.text).toContain('Italy')
    await ana.presses('me:go')
    expect((await ana.state()).pending).toEqual({ kind: 'typing', flow: 'situation', step: 'municipality' })
  })

  it('lets every answer be changed and erased', async () => {
    await ana.presses('me:go')
    await ana.presses('me:set:country:it')
    await ana.presses('me:stop')
    await ana.presses('me:change:country')
    await ana.presses('me:set:country:si')
    expect((await ana.state()).profile.country).toBe('si')
    expect(ana.text).toContain('Slovenia')
    await ana.presses('me:change:country')
    await ana.presses('me:drop:country')
    expect((await ana.state()).profile.country).toBeNull()
  })

  it('a second tap takes a language away again', async () => {
    await ana.presses('me:go')
    await ana.pressesOld('me:set:reads:ar')
    await ana.pressesOld('me:set:reads:fr')
    await ana.pressesOld('me:set:reads:ar')
    expect((await ana.state()).profile.reads).toEqual(['fr'])
  })

  it('a red area that comes before the business says so, and "not now" is a good answer', async () => {
    await ana.pressesOld('me:set:country:si')
    await ana.presses('me:change:area_housing')
    await ana.presses('me:set:area_housing:red')
    expect(ana.text).toContain('comes before the business')
    expect(ana.text).toContain('Not now')
    expect(ana.choices).toEqual(
      expect.arrayContaining(['me:read:si/local-support', 'person:ask', 'me:later']),
    )
    await ana.presses('me:later')
    expect(ana.text).toContain('good decision')
  })

  it('the suggested article is answered on a tap', async () => {
    await ana.pressesOld('me:set:country:si')
    await ana.pressesOld('me:set:area_income:red')
    await ana.presses('me:read:si/local-support')
    expect(world.answers.at(-1)?.articles[0]).toBe('si/local-support')
  })

  it('a red area that needs a plan does not forbid the start', async () => {
    await ana.pressesOld('me:set:area_network:red')
    expect(ana.text).toContain('does not forbid a start')
    expect(ana.choices).not.toContain('me:later')
  })

  it('keeps only the colour of an area', async () => {
    await ana.pressesOld('me:set:area_health:red')
    const { profile, history } = await ana.state()
    expect(profile.areas).toEqual({ health: 'red' })
    expect(history).toEqual([])
  })

  it('a question typed in the middle is answered and not taken for a town', async () => {
    await ana.presses('me:go')
    await ana.presses('me:set:country:si')
    await ana.says('When do I have to register for VAT?')
    expect(world.answers.at(-1)?.articles[0]).toBe('si/vat')
    expect((await ana.state()).profile.municipality).toBeNull()
  })

  it('does not mix two people', async () => {
    const ben = world.talk('telegram:2')
    await ben.commands('me')
    await ana.presses('me:go')
    await ben.presses('me:go')
    await ana.presses('me:set:country:si')
    await ben.presses('me:set:country:it')
    await ana.says('Celje')
    await ben.says('Bari')
    expect((await ana.state()).profile).toMatchObject({ country: 'si', municipality: 'Celje' })
    expect((await ben.state()).profile).toMatchObject({ country: 'it', municipality: 'Bari' })
  })

  it('an unknown answer changes nothing', async () => {
    await ana.pressesOld('me:set:country:fr')
    await ana.pressesOld('me:set:area_health:blue')
    await ana.pressesOld('me:nonsense')
    expect((await ana.state()).profile).toMatchObject({ country: null, areas: {} })
  })

  it('puts the red areas before the yellow ones, and first those that come before the business', async () => {
    const { profile } = await ana.state()
    const areas = {
      network: 'red',
      housing: 'red',
      skills: 'yellow',
      status: 'red',
      family: 'green',
    } as const
    expect(firstThings({ ...profile, areas })).toEqual(['status', 'housing', 'network', 'skills'])
  })
})
