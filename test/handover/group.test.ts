import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { buttonsOf, DeskWorld, GROUP } from './desk-world.ts'

const [ANA, BOJAN, STRANGER] = [901, 902, 999]
let nextPerson = 600

/** Many persons in one world: no test may see another's case. */
describe('consultants in their group', () => {
  let world: DeskWorld
  beforeAll(async () => {
    world = await DeskWorld.open()
    await world.consultant('Ana', ANA, { mostCases: 100 })
    await world.consultant('Bojan', BOJAN, { mostCases: 100 })
  }, 120_000)
  afterAll(() => world.close())

  const last = (chat: number) => world.api.textsTo(chat).at(-1) ?? ''
  const caseOf = (id: number) => world.app.storage.stores.cases.get(id)

  /** A case that Ana holds. */
  async function heldCase() {
    const person = nextPerson++
    const caseId = await world.opensCase(person)
    const thread = await world.topicOf(caseId)
    await world.pressesInTopic(thread, ANA, 'case:take')
    return { person, caseId, thread }
  }

  it('the person sees word by word what is sent, and what was left out does not arrive', async () => {
    const person = nextPerson++
    await world.says(person, 'I once lived in Trieste, in Slovenia now. What does VAT registration cost?')
    await world.says(person, 'What does VAT registration cost in Slovenia?')
    await world.presses(person, 'person:ask')
    expect(last(person)).toContain('What does VAT registration cost in Slovenia?')
    expect(last(person)).toContain('Trieste')
    await world.presses(person, 'person:x:m0')
    await world.presses(person, 'person:x:n')
    expect(last(person)).not.toContain('Trieste')
    await world.presses(person, 'person:send')
    const one = await world.app.storage.stores.cases.runningOf(`telegram:${person}`)
    const thread = await world.topicOf(one?.id ?? 0)
    const shown = world.topicTexts(thread).join('\n')
    expect(shown).toContain('What does VAT registration cost')
    expect(shown).not.toContain('Trieste')
    expect(shown).not.toContain('Amina')
  })

  it('nothing is sent before "send", and nothing after "not now"', async () => {
    const person = nextPerson++
    await world.says(person, 'What does VAT registration cost in Slovenia?')
    await world.presses(person, 'person:ask')
    await world.presses(person, 'person:later')
    expect(last(person)).toContain('Nothing was sent')
    expect(await world.app.storage.stores.cases.latestOf(`telegram:${person}`)).toBeNull()
    await world.presses(person, 'person:send')
    expect(await world.app.storage.stores.cases.latestOf(`telegram:${person}`)).toBeNull()
  })

  it('the country that the message named is not asked again, is shown, and can be changed', async () => {
    const person = nextPerson++
    await world.says(person, 'What does VAT registration cost in Slovenia?')
    await world.presses(person, 'person:ask')
    expect(last(person)).toContain('country (Slovenia)')
    await world.presses(person, 'person:country')
    expect(last(person)).toContain('Which country')
    await world.presses(person, 'person:in:it')
    expect(last(person)).toContain('country (Italy)')
    await world.presses(person, 'person:send')
    expect((await world.app.storage.stores.cases.runningOf(`telegram:${person}`))?.country).toBe('it')
  })

  it('a country that nobody named is asked for, and may stay unsaid', async () => {
    const person = nextPerson++
    await world.says(person, '/person')
    await world.says(person, 'I would like to speak about my idea of a small shop')
    expect(last(person)).toContain('Which country')
    await world.presses(person, 'person:in:none')
    await world.presses(person, 'person:send')
    expect((await world.app.storage.stores.cases.runningOf(`telegram:${person}`))?.country).toBeNull()
  })

  it('a bare wish for a person belongs to the question before it, with its urgency and its deadline', async () => {
    const person = nextPerson++
    await world.says(
      person,
      'My permit in Slovenia was refused, I got the letter on Monday, 8 days to appeal',
    )
    await world.says(person, 'I want to talk to a person')
    expect(last(person)).toContain('8 days to appeal')
    await world.presses(person, 'person:send')
    const one = await world.app.storage.stores.cases.runningOf(`telegram:${person}`)
    expect(one).toMatchObject({ urgency: 'urgent', country: 'si' })
    expect(one?.deadline).not.toBeNull()
  })

  it('a question that a button asked is none of the person’s own messages', async () => {
    const person = nextPerson++
    await world.says(person, 'How do I register as a sole trader in Slovenia?')
    await world.presses(person, 'next:')
    await world.says(person, 'What does VAT registration cost in Slovenia?')
    await world.presses(person, 'person:ask')
    const asked = (await world.app.storage.stores.chats.get(`telegram:${person}`)) ?? ''
    const pressed = (JSON.parse(asked) as { history: { text: string; pressed?: true }[] }).history.find(
      (entry) => entry.pressed,
    )
    expect(pressed).toBeDefined()
    expect(last(person)).toContain('How do I register')
    expect(last(person)).not.toContain(pressed?.text ?? 'none')
  })

  it('a second press of "send" opens no second case', async () => {
    const person = nextPerson++
    const caseId = await world.opensCase(person)
    await world.presses(person, 'person:send')
    expect(last(person)).toContain(`Case ${caseId} waits`)
  })

  it('in danger the help numbers come first, before anything about consent', async () => {
    const person = nextPerson++
    await world.says(person, 'My husband is beating me right now, help me')
    const reply = world.api.textsTo(person).find((text) => text.includes('112')) ?? ''
    expect(reply.startsWith('112')).toBe(true)
    expect(world.api.textsTo(person)[0]).toBe(reply)
  })

  it('bot goes on after hand-over: it answers other questions itself and says that it is the assistant', async () => {
    const { person, thread } = await heldCase()
    const before = world.topicTexts(thread).length
    await world.says(person, 'How do I register as a sole trader in Slovenia?')
    expect(last(person)).not.toContain('(consultant)')
    expect(world.topicTexts(thread)).toHaveLength(before)
    const buttons = world.api
      .sentTo(person)
      .flatMap(buttonsOf)
      .map(({ text }) => text)
    expect(buttons).toContain('Send this question to Ana')
    await world.presses(person, 'person:fwd')
    expect(last(person)).toContain('Sent to Ana (consultant)')
    expect(world.topicTexts(thread).at(-1)).toContain('How do I register as a sole trader')
  })

  it('no message goes silently to a human: "write to" says whom it is for, holds for one message, and can be undone', async () => {
    const { person, thread } = await heldCase()
    await world.presses(person, 'person:write')
    expect(last(person)).toContain('Your next message goes to Ana (consultant)')
    await world.presses(person, 'person:aside')
    await world.says(person, 'What does VAT registration cost in Slovenia?')
    expect(world.topicTexts(thread).at(-1)).not.toContain('VAT registration')
    await world.presses(person, 'person:write')
    await world.says(person, 'thanks for your help Ana')
    expect(last(person)).toContain('Sent to Ana')
    await world.says(person, 'How do I register as a sole trader in Slovenia?')
    expect(world.topicTexts(thread).at(-1)).toContain('thanks for your help')
  })

  it('what the person wrote before the question arrived is no answer to it: the next message still goes to the case', async () => {
    const { person, thread } = await heldCase()
    await world.presses(person, 'person:write')
    await world.writesInTopic(thread, ANA, 'Which turnover do you expect?')
    await until(() => last(person).includes('Which turnover'))
    const question = world.api.sentTo(person).at(-1)?.messageId ?? 0
    world.api.pushMessage(person, { text: 'I also have a van', message_id: question - 1 })
    await until(() => last(person).includes('Sent to Ana'))
    await world.says(person, 'about 30000 euro')
    expect(world.topicTexts(thread).slice(-2).join(' ')).toMatch(/also have a van.*30000/s)
    await world.says(person, 'How do I register as a sole trader in Slovenia?')
    expect(world.topicTexts(thread).at(-1)).toContain('30000')
  })

  it('an answer to a question of yesterday is kept until the person says for whom it is', async () => {
    const { person, thread } = await heldCase()
    await world.writesInTopic(thread, ANA, 'Which turnover do you expect?')
    const start = world.now
    world.now = new Date(start.getTime() + 25 * 60 * 60_000)
    await world.says(person, 'about 30000 euro')
    expect(last(person)).toContain('Nothing is sent yet')
    expect(world.topicTexts(thread).at(-1)).not.toContain('30000')
    await world.presses(person, 'person:to')
    expect(last(person)).toContain('Sent to Ana')
    expect(world.topicTexts(thread).at(-1)).toContain('30000')
    world.now = start
  })

  it('hand-over announced but not done: "sent" is said only when the case is in storage and in the topic', async () => {
    const person = nextPerson++
    world.api.fail('createForumTopic', { kind: 'error', code: 500 })
    const caseId = await world.opensCase(person)
    expect(last(person)).toContain(`number ${caseId}`)
    expect(await caseOf(caseId)).toMatchObject({ state: 'waiting', chat: `telegram:${person}` })
    await until(async () => (await world.app.storage.stores.caseTopics.of(caseId)) !== null, 20_000)
  }, 40_000)

  it('reply not delivered: the consultant hears that the person has blocked the bot, and the message is marked', async () => {
    const { person, caseId, thread } = await heldCase()
    world.api.block(person)
    const message = await world.writesInTopic(thread, ANA, 'Here is your answer.')
    await until(() => world.api.messageIn(GROUP, message)?.reaction === '👎')
    await until(() => world.topicTexts(thread).some((text) => text.includes('Not delivered')))
    expect(world.topicTexts(thread).join('\n')).toContain('cannot be reached')
    expect(await caseOf(caseId)).toMatchObject({ unreachable: true })
  })

  it('reopened case loops: a second press reopens nothing, and each closing asks for an opinion once', async () => {
    const { person, caseId, thread } = await heldCase()
    await world.writesInTopic(thread, ANA, '/close answered')
    await world.presses(person, 'person:reopen')
    await world.presses(person, 'person:reopen')
    const names = (await world.app.storage.stores.cases.eventsOf(caseId)).map(({ name }) => name)
    expect(names.filter((name) => name === 'case-reopened')).toHaveLength(1)
    await world.says(person, 'What does VAT registration cost in Slovenia?')
    expect((await caseOf(caseId))?.state).toBe('reopened')
    await world.pressesInTopic(thread, ANA, 'case:take')
    await world.writesInTopic(thread, ANA, '/close answered')
    const surveys = world.api.textsTo(person).filter((text) => text.includes('Did it help?'))
    expect(surveys).toHaveLength(2)
    expect((await caseOf(caseId))?.state).toBe('closed')
  })

  it('two consultants answer the same case: the second hears who holds it, and nothing of hers is sent', async () => {
    const person = nextPerson++
    const caseId = await world.opensCase(person)
    const thread = await world.topicOf(caseId)
    const message = world.api
      .sentToTopic(GROUP, thread)
      .find((one) => buttonsOf(one).some(({ callback_data }) => callback_data === `case:take:${caseId}`))
    for (const user of [ANA, BOJAN])
      world.api.pressInGroup(GROUP, thread, message?.messageId ?? 0, `case:take:${caseId}`, { id: user })
    await world.settled()
    await world.writesInTopic(thread, BOJAN, 'Words of Bojan')
    await world.writesInTopic(thread, ANA, 'Words of Ana')
    expect(world.api.textsTo(person).join('\n')).toContain('Words of Ana')
    expect(world.api.textsTo(person).join('\n')).not.toContain('Words of Bojan')
    expect(world.topicTexts(thread).filter((text) => text.includes('Ana holds this case'))).toHaveLength(2)
  })

  it('what is typed before anybody took the case, or by somebody who is no consultant, is not sent', async () => {
    const person = nextPerson++
    const caseId = await world.opensCase(person)
    const thread = await world.topicOf(caseId)
    const before = world.api.sentTo(person).length
    await world.writesInTopic(thread, ANA, 'Too early')
    expect(world.topicTexts(thread).at(-1)).toContain('Take it first')
    await world.writesInTopic(thread, STRANGER, 'I am curious')
    expect(world.topicTexts(thread).at(-1)).toContain('not registered')
    expect(world.api.sentTo(person)).toHaveLength(before)
  })

  it('notes stay in the topic, by command and by button', async () => {
    const { person, caseId, thread } = await heldCase()
    const before = world.api.sentTo(person).length
    await world.writesInTopic(thread, BOJAN, '/note careful, second visit')
    await world.pressesInTopic(thread, ANA, 'case:note')
    await world.writesInTopic(thread, ANA, 'brings her brother')
    expect(world.api.sentTo(person)).toHaveLength(before)
    const notes = (await world.app.storage.stores.caseMessages.of(caseId)).filter(
      ({ kind }) => kind === 'note',
    )
    expect(notes.map(({ text }) => text)).toEqual(['careful, second visit', 'brings her brother'])
    await world.writesInTopic(thread, ANA, 'Now to you.')
    expect(last(person)).toContain('Now to you.')
  })

  it('a change of a message goes across, on both sides', async () => {
    const { person, thread } = await heldCase()
    const answer = await world.writesInTopic(thread, ANA, 'It costs 10 euro. Clear?')
    world.api.editInGroup(GROUP, thread, answer, { text: 'It costs nothing. Clear?' }, { id: ANA })
    await world.settled()
    expect(last(person)).toContain('(changed)')
    expect(last(person)).toContain('It costs nothing')
    const words = await world.says(person, 'yes and thnks')
    world.api.pushEdit(person, words, { text: 'yes and thanks' })
    await world.settled()
    expect(world.topicTexts(thread).at(-1)).toContain('yes and thanks')
    expect(world.topicTexts(thread).at(-1)).toContain('(changed)')
  })

  it('photos go across as copies; only the reference is stored', async () => {
    const { person, caseId, thread } = await heldCase()
    await world.presses(person, 'person:write')
    const photo = world.api.pushMessage(person, {
      photo: [{ file_id: 'ph1', width: 9, height: 9 }],
      caption: 'the letter',
    })
    await world.settled()
    expect(last(person)).toContain('Sent to Ana')
    const copy = world.api.sentToTopic(GROUP, thread).at(-1)
    expect(copy).toMatchObject({ copyOf: { chatId: person, messageId: photo } })
    expect(copy?.text).toContain('the letter')
    const stored = (await world.app.storage.stores.caseMessages.of(caseId)).find(
      ({ kind }) => kind === 'file',
    )
    expect(stored?.file).toMatchObject({ fileRef: 'ph1', what: 'photo' })
    const scan = world.api.pushInGroup(
      GROUP,
      thread,
      { document: { file_id: 'doc1', file_name: 'form.pdf' } },
      { id: ANA },
    )
    await world.settled()
    expect(world.api.sentTo(person).at(-1)).toMatchObject({ copyOf: { chatId: GROUP, messageId: scan } })
    expect(last(person)).toContain('Ana (consultant)')
  })

  it('a photo while nobody waits for one is not sent before the person says so', async () => {
    const { person, thread } = await heldCase()
    const before = world.topicTexts(thread).length
    world.api.pushMessage(person, { photo: [{ file_id: 'ph2', width: 9, height: 9 }] })
    await world.settled()
    expect(last(person)).toContain('Nothing is sent yet')
    expect(world.topicTexts(thread)).toHaveLength(before)
    await world.presses(person, 'person:keep')
    expect(last(person)).toContain('Nothing was sent')
  })

  it('a case is handed on with a note, and the person hears by whom it is answered now', async () => {
    const { person, caseId, thread } = await heldCase()
    await world.pressesInTopic(thread, ANA, 'case:transfer')
    await world.pressesInTopic(thread, ANA, 'case:to')
    await world.writesInTopic(thread, ANA, 'speaks better Italian')
    expect(last(person)).toContain('Bojan (consultant) takes over your case from Ana')
    expect(last(person)).not.toContain('Italian')
    await world.writesInTopic(thread, ANA, 'one more thing')
    expect(last(person)).not.toContain('one more thing')
    await world.writesInTopic(thread, BOJAN, 'Hello from Bojan')
    expect(last(person)).toContain('Hello from Bojan')
    expect((await caseOf(caseId))?.state).toBe('answered')
  })

  it('a deleted topic: the case goes on in the private chat of its holder, and nothing is lost', async () => {
    const { person, caseId, thread } = await heldCase()
    world.api.deleteTopic(GROUP, thread)
    await world.presses(person, 'person:write')
    await world.says(person, 'are you still there Ana?')
    await until(() => world.api.textsTo(ANA).some((text) => text.includes('are you still there')), 10_000)
    await world.settled()
    const told = world.api.textsTo(ANA).join('\n')
    expect(told).toContain(`The topic of case ${caseId}`)
    expect(told.match(/are you still there/g)).toHaveLength(1)
    await world.presses(ANA, `case:answer:${caseId}`)
    await world.says(ANA, 'Yes, I am.')
    expect(last(ANA)).toContain('Sent to Amina')
    expect(last(person)).toContain('Yes, I am.')
  })

  it('a person who erases everything: the topic goes as well', async () => {
    const { person, thread } = await heldCase()
    await world.app.storage.stores.chats.erase(`telegram:${person}`)
    await world.app.handover.work(async () => {})
    await until(() => !world.api.topicsOf(GROUP).has(thread), 10_000)
  })

  it('a button of one case pressed in another topic does nothing', async () => {
    const first = await heldCase()
    const second = await heldCase()
    const message = world.api.sentToTopic(GROUP, second.thread)[0]
    world.api.pressInGroup(
      GROUP,
      second.thread,
      message?.messageId ?? 0,
      `case:closed:${first.caseId}:answered`,
      { id: ANA },
    )
    await world.settled()
    expect((await caseOf(first.caseId))?.state).toBe('taken')
  })
})
