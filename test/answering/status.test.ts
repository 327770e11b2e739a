import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSmallAssistant, type SmallAssistant } from './small-assistant.ts'

let assistant: SmallAssistant

beforeAll(async () => {
  assistant = await openSmallAssistant({
    more: ['knowledge/si/eu-citizens', 'knowledge/si/protection-status'],
  })
})
afterAll(() => assistant.close())

const dataOf = (choices: readonly (readonly object[])[]) =>
  choices.flat().map((button) => ('data' in button ? button.data : null))

describe('the status of the person', () => {
  it('an EU citizen gets the article for EU citizens first', () => {
    const answer = assistant.ask('i am an eu citizen, can i open a business in slovenia?')
    expect(answer.articles[0]).toBe('si/eu-citizens')
    expect(answer.factsNamed.status).toBe('eu_citizen')
  })

  it.each([
    'i am not an eu citizen, can i open a business in slovenia?',
    'I have no EU passport. May I open a business in Slovenia?',
  ])('somebody who says not to be one does not: %s', (text) => {
    const answer = assistant.ask(text)
    expect(answer.outcome).toBe('answered')
    expect(answer.articles).not.toContain('si/eu-citizens')
    expect(answer.factsNamed.status).toBeNull()
  })

  it('is asked for after an answer that differs by it, beside the answer', () => {
    const answer = assistant.ask('can i register as a sole trader in slovenia?')
    expect(answer).toMatchObject({ outcome: 'answered', asksFor: 'status' })
    expect(dataOf(answer.choices)).toEqual(
      expect.arrayContaining(['set:status:refugee', 'set:status:other', 'set:status:unknown']),
    )
    expect(answer.parts.at(-1)?.text).toBe(assistant.messages.text('en', 'answer.status_first'))
  })

  it('is not asked for when it is known, or when the question does not depend on it', () => {
    const known = { country: 'si', status: 'student' } as const
    expect(assistant.ask('can i register as a sole trader?', known).asksFor).toBeNull()
    expect(
      assistant.ask('how much is the registration of a sole trader?', { country: 'si' }).asksFor,
    ).toBeNull()
  })

  it('that the message names comes first where the question is how to open, with its own source', () => {
    const how = 'how do i register as a sole trader in slovenia and what does it cost?'
    const answer = assistant.ask(`i am a refugee, ${how}`)
    expect(answer.articles[0]).toBe('si/register-sole-trader')
    expect(answer.parts[0]).toMatchObject({ kind: 'heading', text: 'First, your permit (Refugee status):' })
    expect(answer.parts[1]?.text).toContain('With refugee status')
    expect(answer.sources.map(({ article }) => article)).toContain('si/protection-status')
    expect(assistant.ask(how).parts[0]?.kind).toBe('text')
    const ofOthers = assistant.ask(
      'can refugees register as a sole trader in slovenia and what does it cost?',
    )
    expect(ofOthers.parts.filter(({ text }) => text.startsWith('First, your permit'))).toEqual([])
    const knownAlready = assistant.ask(how, { status: 'refugee' })
    expect(knownAlready.parts[0]?.kind).toBe('text')
  })

  it('named for another person is not taken for the asker’s own', () => {
    expect(assistant.ask('can refugees register as a sole trader in slovenia?').factsNamed.status).toBeNull()
    expect(
      assistant.ask('i am a refugee, can i register as a sole trader in slovenia?').factsNamed.status,
    ).toBe('refugee')
  })
})
