import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { DeskWorld, GROUP } from './desk-world.ts'

const AMINA = 501
const [ANA, BOJAN] = [901, 902]

describe('a case in the consultants’ group', () => {
  let world: DeskWorld
  beforeEach(async () => {
    world = await DeskWorld.open()
    await world.consultant('Ana', ANA)
    await world.consultant('Bojan', BOJAN)
  }, 60_000)
  afterEach(() => world.close())

  it('goes from the question to the answer and to the end', async () => {
    const caseId = await world.opensCase(AMINA)
    expect(world.api.textsTo(AMINA).at(-1)).toContain('number 1')
    const thread = await world.topicOf(caseId)
    expect(world.topicTexts(thread)[0]).toContain('Case 1 · Amina')
    expect(world.topicTexts(thread).join('\n')).toContain('What does VAT registration cost')
    await world.pressesInTopic(thread, ANA, 'case:take')
    expect(world.api.textsTo(AMINA).at(-1)).toContain('Ana (consultant) has your case')
    const answer = await world.writesInTopic(
      thread,
      ANA,
      'Registration is free. Which turnover do you expect?',
    )
    expect(world.api.textsTo(AMINA).at(-1)).toContain('Registration is free')
    await until(() => world.api.messageIn(GROUP, answer)?.reaction === '👌')
    await world.says(AMINA, 'About 30000 euro')
    expect(world.api.textsTo(AMINA).at(-1)).toContain('Sent to Ana (consultant)')
    expect(world.topicTexts(thread).at(-1)).toContain('About 30000 euro')
    await world.pressesInTopic(thread, ANA, 'case:close')
    await world.pressesInTopic(thread, ANA, 'case:closed')
    expect(world.api.textsTo(AMINA).at(-1)).toContain('Your case is closed')
    await world.presses(AMINA, 'person:rate:1:good')
    expect((await world.app.storage.stores.cases.get(caseId))?.rating).toBe('good')
  }, 60_000)
})
