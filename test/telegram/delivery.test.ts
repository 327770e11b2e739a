import { describe, expect, it } from 'vitest'
import { textReply } from '../../src/conversation/turn.ts'
import type { Fault } from '../support/bot-api.ts'
import { until } from '../support/until.ts'
import { type Opened, openChannel, outgoing } from './open-channel.ts'

const PDF = {
  name: 'načrt "A".pdf',
  mimeType: 'application/pdf',
  contentBase64: Buffer.from('%PDF').toString('base64'),
}
const BUTTONS = [[{ label: 'Next', data: 'next' }]]

/** A channel that has taken in one message of chat 5, so that it knows where the message ids are. */
async function afterOneMessage(options: Parameters<typeof openChannel>[0] = {}): Promise<Opened> {
  const opened = await openChannel(options)
  opened.api.pushText(5, 'hello')
  await opened.channel.start()
  await until(() => opened.intake.turns.length === 1)
  return opened
}

describe('a delivery', () => {
  it('is one sendMessage without link previews, and gives the id of the message', async () => {
    const { api, channel, signal } = await afterOneMessage()
    const reply = textReply('en', '**Hello** & [more](https://a.si)', BUTTONS)
    const result = await channel.deliver(outgoing(reply), signal)
    const [message] = api.sentTo(5)
    expect(result).toEqual({ kind: 'delivered', messageRefs: [String(message?.messageId)] })
    expect(api.callsOf('sendMessage').map(({ payload }) => payload)).toEqual([
      {
        chat_id: 5,
        text: '<b>Hello</b> &amp; <a href="https://a.si">more</a>',
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: { inline_keyboard: [[{ text: 'Next', callback_data: 'next' }]] },
      },
    ])
  })

  it('replaces the message with the pressed button', async () => {
    const { api, channel, signal } = await afterOneMessage()
    await channel.deliver(outgoing(textReply('en', 'Step 1', BUTTONS)), signal)
    const ref = String(api.sentTo(5)[0]?.messageId)
    const next = { ...textReply('en', 'Step 2'), replacesPressed: true }
    const result = await channel.deliver(outgoing(next, 5, { pressedMessageRef: ref }), signal)
    expect(result).toEqual({ kind: 'delivered', messageRefs: [ref] })
    expect(api.sentTo(5)).toMatchObject([{ text: 'Step 2', replyMarkup: undefined }])
  })

  it('of what the message shows already changes nothing and is a success', async () => {
    const { api, channel, signal } = await afterOneMessage()
    const reply = { ...textReply('en', 'Step 1', BUTTONS), replacesPressed: true }
    await channel.deliver(outgoing(reply), signal)
    const ref = String(api.sentTo(5)[0]?.messageId)
    const result = await channel.deliver(outgoing(reply, 5, { pressedMessageRef: ref }), signal)
    expect(result).toEqual({ kind: 'delivered', messageRefs: [ref] })
    expect(api.textsTo(5)).toEqual(['Step 1'])
  })

  it('becomes a new message when the pressed one cannot be changed', async () => {
    const { api, channel, signal } = await afterOneMessage()
    const reply = { ...textReply('en', 'Step 2'), replacesPressed: true }
    await channel.deliver(outgoing(reply, 5, { pressedMessageRef: '77' }), signal)
    await channel.deliver(outgoing(reply, 5, { pressedMessageRef: 'not a number' }), signal)
    expect(api.textsTo(5)).toEqual(['Step 2', 'Step 2'])
  })

  it('uploads a file with its name and the buttons', async () => {
    const { api, channel, signal } = await afterOneMessage()
    const reply = { ...textReply('en', '', BUTTONS), parts: [], file: PDF }
    const result = await channel.deliver(outgoing(reply), signal)
    const [message] = api.sentTo(5)
    expect(result).toEqual({ kind: 'delivered', messageRefs: [String(message?.messageId)] })
    expect(message?.document?.content.toString()).toBe('%PDF')
    expect(message?.document?.fileName).toBe('načrt _A_.pdf')
    expect(message?.replyMarkup).toEqual({ inline_keyboard: [[{ text: 'Next', callback_data: 'next' }]] })
  })

  it('goes out once as plain text when Telegram does not understand the markup', async () => {
    const { api, channel, signal } = await afterOneMessage()
    api.fail('sendMessage', { kind: 'error', code: 400, description: "Bad Request: can't parse entities: x" })
    const result = await channel.deliver(outgoing('**Hello**'), signal)
    expect(result.kind).toBe('delivered')
    expect(api.sentTo(5)).toMatchObject([{ text: 'Hello', html: null }])
    api.fail(
      'sendMessage',
      { kind: 'error', code: 400, description: "Bad Request: can't parse entities: x" },
      9,
    )
    expect(await channel.deliver(outgoing('again'), signal)).toMatchObject({ kind: 'rejected' })
    expect(api.callsOf('sendMessage')).toHaveLength(4)
  })

  it.each([
    [
      'a person who blocked the bot',
      { kind: 'error', code: 403, description: 'Forbidden: bot was blocked by the user' },
    ],
    ['a deleted account', { kind: 'error', code: 403, description: 'Forbidden: user is deactivated' }],
    ['an unknown chat', { kind: 'error', code: 400, description: 'Bad Request: chat not found' }],
  ] as const)('to %s is unreachable', async (_, fault) => {
    const { api, channel, signal } = await afterOneMessage()
    api.fail('sendMessage', fault)
    expect((await channel.deliver(outgoing('x'), signal)).kind).toBe('unreachable')
  })

  it('that Telegram refuses for another reason is rejected and logged', async () => {
    const { api, channel, log, signal } = await afterOneMessage()
    api.fail('sendMessage', { kind: 'error', code: 400, description: 'Bad Request: something new' })
    const result = await channel.deliver(outgoing('secret words'), signal)
    expect(result).toEqual({ kind: 'rejected', reason: '400: Bad Request: something new' })
    expect(log.lines.some(({ level }) => level === 'error')).toBe(true)
    expect(JSON.stringify(log.lines)).not.toContain('secret words')
  })

  it('to a chat of another channel is rejected', async () => {
    const { channel, signal } = await openChannel()
    const result = await channel.deliver(outgoing('x', 5, { chat: 'web:abc' }), signal)
    expect(result.kind).toBe('rejected')
  })

  it('with a refused token waits', async () => {
    const { api, channel, log, signal } = await afterOneMessage()
    api.fail('sendMessage', { kind: 'error', code: 401, description: 'Unauthorized' })
    expect((await channel.deliver(outgoing('x'), signal)).kind).toBe('retry')
    expect(log.about('unauthorised')).toHaveLength(1)
  })

  it('leaves out and logs buttons that Telegram would refuse', async () => {
    const { api, channel, log, signal } = await afterOneMessage()
    const reply = textReply('en', 'x', [[{ label: 'A', data: 'y'.repeat(65) }]])
    expect((await channel.deliver(outgoing(reply), signal)).kind).toBe('delivered')
    expect(api.sentTo(5)[0]?.replyMarkup).toBeUndefined()
    expect(log.lines).toContainEqual(
      expect.objectContaining({ facts: expect.objectContaining({ dropped: ['data too long'] }) }),
    )
  })

  it('is not begun after the stop', async () => {
    const { api, channel } = await afterOneMessage()
    expect(await channel.deliver(outgoing('x'), AbortSignal.abort())).toMatchObject({ kind: 'retry' })
    expect(api.callsOf('sendMessage')).toHaveLength(0)
  })

  it("lets a second's worth of messages go at once, and the others later", async () => {
    const { channel, signal } = await afterOneMessage({ callsPerSecond: 50 })
    let through = 0
    const all = Array.from({ length: 60 }, () => channel.untilReady(signal).then(() => through++))
    await Promise.race([Promise.all(all), new Promise((resolve) => setImmediate(resolve))])
    expect(through).toBe(50)
    await Promise.all(all)
    expect(through).toBe(60)
  })
})

describe('a pause that Telegram asks for', () => {
  const throttled: Fault = {
    kind: 'error',
    code: 429,
    description: 'Too Many Requests: retry after 7',
    retryAfter: 7,
  }

  it('is kept for the chat without another call, then ends', async () => {
    const now = { ms: 1_000_000 }
    const { api, channel, signal } = await afterOneMessage({ clock: () => now.ms })
    api.fail('sendMessage', throttled)
    const message = outgoing('x')
    expect(await channel.deliver(message, signal)).toMatchObject({ kind: 'retry', retryAfterMs: 7000 })
    now.ms += 3000
    expect(await channel.deliver(message, signal)).toMatchObject({ kind: 'retry', retryAfterMs: 4000 })
    expect(api.callsOf('sendMessage')).toHaveLength(1)
    api.sentTo(6)
    expect((await channel.deliver(outgoing('y', 6), signal)).kind).toBe('delivered')
    now.ms += 4000
    expect((await channel.deliver(message, signal)).kind).toBe('delivered')
    expect(api.textsTo(5)).toEqual(['x'])
  })

  it('is kept for all chats when a second one is told to wait', async () => {
    const now = { ms: 1_000_000 }
    const { api, channel, signal } = await afterOneMessage({ clock: () => now.ms })
    for (const chatId of [6, 7]) api.sentTo(chatId)
    api.fail('sendMessage', throttled, 2)
    await channel.deliver(outgoing('x', 5), signal)
    await channel.deliver(outgoing('x', 6), signal)
    expect(await channel.deliver(outgoing('x', 7), signal)).toMatchObject({
      kind: 'retry',
      retryAfterMs: 7000,
    })
    expect(api.callsOf('sendMessage')).toHaveLength(2)
  })
})

describe('a delivery whose outcome is unknown', () => {
  const lost: [string, Fault][] = [
    ['an error of the server', { kind: 'error', code: 500, applied: true }],
    ['a broken connection', { kind: 'drop', when: 'after' }],
    ['an answer that is rubbish', { kind: 'body', status: 200, body: 'oops', when: 'after' }],
    ['a page of a proxy', { kind: 'body', status: 502, body: '<html>', when: 'after' }],
    ['an answer that never comes', { kind: 'hang', when: 'after' }],
  ]

  it.each(lost)('is found to have arrived after %s, and not sent again', async (_, fault) => {
    const { api, channel, signal, log } = await afterOneMessage({ callTimeoutMs: 200 })
    api.fail('sendMessage', fault)
    const result = await channel.deliver(outgoing(textReply('en', 'A **reply**', BUTTONS)), signal)
    expect(result).toEqual({ kind: 'delivered', messageRefs: [String(api.sentTo(5)[0]?.messageId)] })
    expect(api.textsTo(5)).toEqual(['A reply'])
    expect(JSON.stringify(log.lines)).not.toContain(api.token)
  })

  it.each(lost)('of a file that is copied is found to have arrived after %s', async (_, fault) => {
    const { api, channel, signal } = await afterOneMessage({ callTimeoutMs: 200 })
    api.addGroup(-1009)
    const photo = api.pushMessage(5, { photo: [{ file_id: 'p', width: 10, height: 10 }], caption: 'mine' })
    const copy = {
      ...textReply('en', '**Amina**'),
      copyOf: { chat: 'telegram:5' as const, messageRef: String(photo) },
    }
    const first = outgoing(textReply('en', 'in the group'), -1009)
    await channel.deliver(first, signal)
    api.fail('copyMessage', fault)
    expect((await channel.deliver(outgoing(copy, -1009), signal)).kind).toBe('delivered')
    expect(api.textsTo(-1009)).toEqual(['in the group', 'Amina'])
  })

  it.each(lost)('is sent again after %s without effect', async (_, fault) => {
    const without =
      fault.kind === 'error' ? { ...fault, applied: false } : ({ ...fault, when: 'before' } as Fault)
    const { api, channel, signal } = await afterOneMessage({ callTimeoutMs: 200 })
    api.fail('sendMessage', without)
    const message = outgoing('A reply')
    const first = await channel.deliver(message, signal)
    expect(first.kind).toBe('retry')
    expect(JSON.stringify(first)).not.toContain(api.token)
    expect((await channel.deliver(message, signal)).kind).toBe('delivered')
    expect(api.textsTo(5)).toEqual(['A reply'])
  })

  it('is found among messages of other chats', async () => {
    const { api, channel, signal } = await afterOneMessage()
    for (let index = 0; index < 30; index++) api.pushText(6, 'noise')
    api.fail('sendMessage', { kind: 'drop', when: 'after' })
    expect((await channel.deliver(outgoing('A reply'), signal)).kind).toBe('delivered')
    expect(api.textsTo(5)).toEqual(['A reply'])
  })

  it('is found behind many messages of a group of which no update came yet', async () => {
    const { api, channel, signal } = await afterOneMessage()
    api.addGroup(-1009)
    await channel.deliver(outgoing('first', -1009), signal)
    api.fail('getUpdates', { kind: 'error', code: 502 }, 1000)
    const member = { id: 901, firstName: 'Ana' }
    for (let index = 0; index < 60; index++) api.pushInGroup(-1009, null, { text: 'noise' }, member)
    api.fail('sendMessage', { kind: 'drop', when: 'after' })
    expect((await channel.deliver(outgoing('second', -1009), signal)).kind).toBe('delivered')
    expect(api.textsTo(-1009)).toEqual(['first', 'second'])
  })

  it('is not sent again while nobody knows, and is found as soon as Telegram answers', async () => {
    const { api, channel, signal } = await afterOneMessage()
    const message = outgoing('A reply')
    api.fail('sendMessage', { kind: 'drop', when: 'after' })
    api.fail('editMessageText', { kind: 'error', code: 500 }, 13)
    expect((await channel.deliver(message, signal)).kind).toBe('retry')
    expect(channel.attemptNote(message)).toBe('100')
    expect((await channel.deliver(message, signal)).kind).toBe('delivered')
    expect(api.callsOf('sendMessage')).toHaveLength(1)
  })

  it('ends its search at the stop', async () => {
    const { api, channel } = await afterOneMessage({ backoff: { firstMs: 60_000, maxMs: 60_000 } })
    const stop = new AbortController()
    api.fail('sendMessage', { kind: 'drop', when: 'after' })
    api.fail('editMessageText', { kind: 'error', code: 500 }, 100)
    const result = channel.deliver(outgoing('A reply'), stop.signal)
    await until(() => api.callsOf('editMessageText').length === 1)
    stop.abort()
    expect((await result).kind).toBe('retry')
  })

  it('of an edit is simply repeated', async () => {
    const { api, channel, signal } = await afterOneMessage()
    await channel.deliver(outgoing(textReply('en', 'Step 1', BUTTONS)), signal)
    const reply = { ...textReply('en', 'Step 2'), replacesPressed: true }
    const message = outgoing(reply, 5, { pressedMessageRef: String(api.sentTo(5)[0]?.messageId) })
    api.fail('editMessageText', { kind: 'drop', when: 'after' })
    expect((await channel.deliver(message, signal)).kind).toBe('retry')
    expect((await channel.deliver(message, signal)).kind).toBe('delivered')
    expect(api.textsTo(5)).toEqual(['Step 2'])
  })

  it('was not sent when no connection came about: no search is needed', async () => {
    const { api, channel, signal } = await afterOneMessage()
    await channel.stop()
    await api.stop()
    expect((await channel.deliver(outgoing('x'), signal)).kind).toBe('retry')
  })
})

describe('after a crash', () => {
  /** A message attempted by a process that was killed; the next process looks for it. */
  async function crashed(arrived: boolean, reply = textReply('en', 'A **reply**', BUTTONS)) {
    const before = await afterOneMessage()
    const message = outgoing(reply)
    const note = before.channel.attemptNote(message)
    if (arrived) await before.channel.deliver(message, before.signal)
    await before.channel.stop()
    const after = await openChannel({}, { api: before.api })
    return { ...after, message, note }
  }

  it('a message that reached the person is found, and nothing changes', async () => {
    const { api, channel, message, note, signal } = await crashed(true)
    api.pushText(5, 'meanwhile')
    expect(await channel.wasDelivered(message, note, signal)).toBe(true)
    expect(api.textsTo(5)).toEqual(['A reply'])
  })

  it('a message is found behind many of others that the next process does not know', async () => {
    const before = await afterOneMessage()
    const message = outgoing('A reply')
    const note = before.channel.attemptNote(message)
    for (let index = 0; index < 40; index++) before.api.pushText(6, 'noise')
    await until(() => before.intake.turns.length === 41)
    await before.channel.deliver(message, before.signal)
    await before.channel.stop()
    const after = await openChannel({}, { api: before.api })
    after.api.pushText(6, 'later')
    await after.channel.start()
    await until(() => after.intake.turns.length > 0)
    expect(await after.channel.wasDelivered(message, note, after.signal)).toBe(true)
    expect(after.api.textsTo(5)).toEqual(['A reply'])
  })

  it('a message that was not sent is not found, and earlier ones stay as they are', async () => {
    const before = await afterOneMessage()
    await before.channel.deliver(outgoing('An earlier reply'), before.signal)
    const message = outgoing('A later reply')
    const note = before.channel.attemptNote(message)
    await before.channel.stop()
    const { channel, api, signal } = await openChannel({}, { api: before.api })
    api.pushText(5, 'meanwhile')
    expect(await channel.wasDelivered(message, note, signal)).toBe(false)
    expect(api.textsTo(5)).toEqual(['An earlier reply'])
  })

  it('a message that went out as plain text is found', async () => {
    const before = await afterOneMessage()
    const message = outgoing('A **reply**')
    const note = before.channel.attemptNote(message)
    const refused: Fault = { kind: 'error', code: 400, description: "Bad Request: can't parse entities: x" }
    before.api.fail('*', refused, 99, (payload) => payload.parse_mode === 'HTML')
    await before.channel.deliver(message, before.signal)
    const { channel, api, signal } = await openChannel({}, { api: before.api })
    expect(await channel.wasDelivered(message, note, signal)).toBe(true)
    expect(api.textsTo(5)).toEqual(['A reply'])
  })

  it('a replaced message is found in place', async () => {
    const before = await afterOneMessage()
    await before.channel.deliver(outgoing('Step 1'), before.signal)
    const reply = { ...textReply('en', 'Step 2'), replacesPressed: true }
    const message = outgoing(reply, 5, { pressedMessageRef: String(before.api.sentTo(5)[0]?.messageId) })
    const note = before.channel.attemptNote(message)
    await before.channel.deliver(message, before.signal)
    const { channel, api, signal } = await openChannel({}, { api: before.api })
    expect(await channel.wasDelivered(message, note, signal)).toBe(true)
    expect(api.textsTo(5)).toEqual(['Step 2'])
  })

  it('nothing is known while Telegram is away, and the next delivery looks first', async () => {
    const { api, channel, message, note, signal } = await crashed(true)
    api.fail('editMessageText', { kind: 'drop', when: 'before' })
    expect(await channel.wasDelivered(message, note, signal)).toBeNull()
    expect(channel.attemptNote(message)).toBe(note)
    expect((await channel.deliver(message, signal)).kind).toBe('delivered')
    expect(api.textsTo(5)).toEqual(['A reply'])
  })

  it('nothing can be known of a document, or without a note', async () => {
    const { channel, signal } = await openChannel()
    const document = { ...textReply('en', ''), file: PDF }
    expect(await channel.wasDelivered(outgoing(document), '100', signal)).toBeNull()
    expect(await channel.wasDelivered(outgoing('x'), null, signal)).toBeNull()
    expect(await channel.wasDelivered(outgoing('x'), 'rubbish', signal)).toBeNull()
  })

  it('a person who blocked the bot got nothing', async () => {
    const { api, channel, message, note, signal } = await crashed(false)
    api.block(5)
    expect(await channel.wasDelivered(message, note, signal)).toBe(false)
  })
})

describe('the note of an attempt', () => {
  it('is null until a message was met, then the highest id', async () => {
    const { api, channel, intake, signal } = await openChannel()
    expect(channel.attemptNote(outgoing('x'))).toBeNull()
    const id = api.pushText(5, 'hello')
    await channel.start()
    await until(() => intake.turns.length === 1)
    expect(channel.attemptNote(outgoing('x'))).toBe(String(id))
    await channel.deliver(outgoing('x'), signal)
    expect(channel.attemptNote(outgoing('x'))).toBe(String(id + 1))
  })

  it('does not come from pressed or edited messages, which are old', async () => {
    const { api, channel, intake } = await openChannel()
    api.pressButton(5, 90, 'x')
    api.pushEdit(5, 91, { text: 'edited' })
    await channel.start()
    await until(() => intake.turns.length === 2)
    expect(channel.attemptNote(outgoing('x'))).toBeNull()
  })
})

describe('typing', () => {
  it('is shown at once and again after four seconds', async () => {
    const now = { ms: 1_000_000 }
    const { api, channel } = await openChannel({ clock: () => now.ms })
    channel.showTyping('telegram:5')
    channel.showTyping('telegram:5')
    channel.showTyping('telegram:6')
    await until(() => api.callsOf('sendChatAction').length === 2)
    expect(api.callsOf('sendChatAction')[0]?.payload).toEqual({ chat_id: 5, action: 'typing' })
    now.ms += 4000
    channel.showTyping('telegram:5')
    await until(() => api.callsOf('sendChatAction').length === 3)
  })

  it('never throws', async () => {
    const { api, channel } = await openChannel()
    api.fail('sendChatAction', { kind: 'drop', when: 'before' }, 9)
    channel.showTyping('telegram:5')
    channel.showTyping('web:abc')
    await until(() => api.callsOf('sendChatAction').length === 1)
  })
})
