import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../../src/errors.ts'
import { BotApiServer } from '../support/bot-api.ts'
import { until } from '../support/until.ts'
import { openChannel } from './open-channel.ts'

describe('polling', () => {
  it('takes in what people write, in order, from many chats', async () => {
    const { api, channel, intake } = await openChannel()
    await channel.start()
    for (let index = 0; index < 250; index++) api.pushText(index % 7, `text ${index}`)
    await until(() => intake.turns.length === 250)
    expect(intake.texts).toEqual(Array.from({ length: 250 }, (_, index) => `text ${index}`))
    await until(() => api.unconfirmed.length === 0)
    expect(intake.calls).toHaveLength(250)
  })

  it('asks for 100 updates at a time and for the kinds that it needs', async () => {
    const { api, channel } = await openChannel()
    await channel.start()
    await until(() => api.callsOf('getUpdates').length > 0)
    expect(api.callsOf('getUpdates')[0]?.payload).toEqual({
      limit: 100,
      timeout: 5,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    })
  })

  it('takes in what was written while it was off, and never drops it', async () => {
    const { api, channel, intake } = await openChannel()
    api.webhook = { url: 'https://old.example', secretToken: undefined, allowedUpdates: [] }
    api.pushText(5, 'written at night')
    await channel.start()
    await until(() => intake.turns.length === 1)
    expect(api.webhook).toBeNull()
    expect(api.callsOf('deleteWebhook')[0]?.payload).toEqual({ drop_pending_updates: false })
  })

  it('sets the menu of commands', async () => {
    const { api, channel } = await openChannel()
    await channel.start()
    await until(() => api.commands !== null)
    const names = (api.commands as { command: string }[]).map(({ command }) => command)
    expect(names).toEqual(['start', 'path', 'me', 'language', 'person', 'mydata', 'forget', 'help'])
  })

  it('confirms an update only after it is stored', async () => {
    const { api, channel, intake } = await openChannel()
    let open = () => {}
    intake.gate = new Promise<void>((resolve) => {
      open = resolve
    })
    api.pushText(5, 'slow to store')
    await channel.start()
    await until(() => intake.calls.length === 1)
    expect(api.unconfirmed).toHaveLength(1)
    expect(api.callsOf('getUpdates')).toHaveLength(1)
    open()
    await until(() => api.unconfirmed.length === 0)
    expect(intake.texts).toEqual(['slow to store'])
  })

  it('tries an update again that could not be stored, before those after it', async () => {
    const { api, channel, intake, log } = await openChannel()
    let failures = 3
    intake.refuse = (turn) => {
      const isSecond = turn.content.kind === 'text' && turn.content.text === 'two'
      return isSecond && failures-- > 0 ? new Error('disk full') : null
    }
    for (const text of ['one', 'two', 'three']) api.pushText(5, text)
    await channel.start()
    await until(() => intake.turns.length === 3)
    expect(intake.texts).toEqual(['one', 'two', 'three'])
    expect(log.about('storage')).toHaveLength(1)
  })

  it('skips a turn that can never be stored', async () => {
    const { api, channel, intake, log } = await openChannel()
    intake.refuse = (turn) =>
      turn.content.kind === 'text' && turn.content.text === 'bad' ? new InvalidInputError('no') : null
    for (const text of ['bad', 'good']) api.pushText(5, text)
    await channel.start()
    await until(() => intake.turns.length === 1)
    expect(intake.texts).toEqual(['good'])
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
  })

  it('skips a malformed update, logs its id and goes on', async () => {
    const { api, channel, intake, log } = await openChannel()
    const id = api.push({ message: { text: 5 } })
    api.pushText(5, 'after it')
    await channel.start()
    await until(() => intake.turns.length === 1)
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'warn', facts: { updateId: id } }))
    await until(() => api.unconfirmed.length === 0)
  })

  it('stores an update that comes twice under the same id', async () => {
    const { api, channel, intake } = await openChannel()
    api.pushText(5, 'once')
    await channel.start()
    await until(() => intake.turns.length === 1 && api.callsOf('getUpdates').length === 2)
    await channel.stop()
    api.push({
      ...{ message: { message_id: 1, chat: { id: 5, type: 'private' }, text: 'again' } },
      update_id: 1000,
    })
    await channel.start()
    await until(() => intake.calls.length === 2)
    expect(intake.texts).toEqual(['once'])
  })

  it('answers a pressed button at once, before it is stored', async () => {
    const { api, channel, intake } = await openChannel()
    let open = () => {}
    intake.gate = new Promise<void>((resolve) => {
      open = resolve
    })
    api.pressButton(5, 90, 'path:next')
    await channel.start()
    await until(() => api.callsOf('answerCallbackQuery').length === 1)
    expect(api.callsOf('answerCallbackQuery')[0]?.payload).toEqual({ callback_query_id: 'q1000' })
    expect(intake.turns).toHaveLength(0)
    open()
    await until(() => intake.turns.length === 1)
  })

  it('takes in a pressed button even when it cannot be answered', async () => {
    const { api, channel, intake } = await openChannel()
    const tooOld = { kind: 'error', code: 400, description: 'Bad Request: query is too old' } as const
    api.fail('answerCallbackQuery', tooOld)
    api.pressButton(5, 90, 'path:next')
    await channel.start()
    await until(() => intake.turns.length === 1)
    expect(intake.turns[0]?.content).toEqual({ kind: 'button', data: 'path:next' })
  })

  it.each([
    ['a server error', { kind: 'error', code: 500 }, 'server'],
    ['a page of a proxy', { kind: 'body', status: 502, body: '<html>', when: 'before' }, 'server'],
    ['rubbish instead of JSON', { kind: 'body', status: 200, body: '{"ok":tr', when: 'before' }, 'server'],
    ['an empty JSON value', { kind: 'body', status: 200, body: 'null', when: 'before' }, 'server'],
    [
      'a result that is no list',
      { kind: 'body', status: 200, body: '{"ok":true,"result":{}}', when: 'before' },
      'server',
    ],
    [
      'updates without id',
      { kind: 'body', status: 200, body: '{"ok":true,"result":[{}]}', when: 'before' },
      'server',
    ],
    ['a broken connection', { kind: 'drop', when: 'before' }, 'network'],
    ['a connection that breaks after the answer was made', { kind: 'drop', when: 'after' }, 'network'],
    [
      'a second instance',
      { kind: 'error', code: 409, description: 'Conflict: terminated by other getUpdates request' },
      'conflict',
    ],
    ['a refused token', { kind: 'error', code: 401, description: 'Unauthorized' }, 'unauthorised'],
    ['a bad request', { kind: 'error', code: 400, description: 'Bad Request' }, 'refused'],
    [
      'too many calls',
      { kind: 'error', code: 429, description: 'Too Many Requests', retryAfter: 0 },
      'throttled',
    ],
  ] as const)(
    'goes on after %s, loses nothing, and logs it once without the token',
    async (_, fault, problem) => {
      const { api, channel, intake, log } = await openChannel()
      api.fail('getUpdates', fault, 4)
      api.pushText(5, 'still here')
      await channel.start()
      await until(() => intake.turns.length === 1)
      expect(log.about(problem)).toHaveLength(1)
      expect(JSON.stringify(log.lines)).not.toContain(api.token)
      await until(() => log.lines.some(({ text }) => text === 'Telegram answers again.'))
    },
  )

  it('goes on after an answer that never comes', async () => {
    const { api, channel, intake, log } = await openChannel({ callTimeoutMs: 50, pollSeconds: 0.05 })
    api.fail('getUpdates', { kind: 'hang', when: 'before' }, 2)
    api.pushText(5, 'patient')
    await channel.start()
    await until(() => intake.turns.length === 1)
    expect(log.about('network')).toHaveLength(1)
  })

  it('tells what to do when the token is refused', async () => {
    const { channel, log } = await openChannel({ token: '1:wrong' })
    await channel.start()
    await until(() => log.about('unauthorised').length > 0)
    expect(log.about('unauthorised')[0]).toMatchObject({ level: 'error' })
    expect(log.about('unauthorised')[0]?.text).toContain('@BotFather')
    expect(JSON.stringify(log.lines)).not.toContain('1:wrong')
  })

  it('removes a webhook that somebody sets while it runs', async () => {
    const { api, channel, intake } = await openChannel()
    await channel.start()
    await until(() => api.callsOf('getUpdates').length > 0)
    api.webhook = { url: 'https://other.example', secretToken: undefined, allowedUpdates: [] }
    api.pushText(5, 'first')
    await until(() => api.webhook === null)
    api.pushText(5, 'second')
    await until(() => intake.turns.length === 2)
  })

  it('starts while Telegram is away, and begins when it is back', async () => {
    const api = new BotApiServer()
    const root = await api.start()
    await api.stop()
    const { channel, intake, log } = await openChannel({ apiRoot: root }, { api: apiAt(api, root) })
    await channel.start()
    await until(() => log.about('network').length === 1)
    api.pushText(5, 'welcome back')
    await api.start(Number(new URL(root).port))
    await until(() => intake.turns.length === 1)
  })
})

/** The root stays known while the server is down. */
function apiAt(api: BotApiServer, root: string): BotApiServer {
  return Object.defineProperty(api, 'root', { value: root })
}

describe('stopping', () => {
  it('ends the long poll at once, and may be repeated', async () => {
    const { api, channel } = await openChannel({ pollSeconds: 60 })
    await channel.start()
    await until(() => api.callsOf('getUpdates').length === 1)
    await Promise.all([channel.stop(), channel.stop()])
    await channel.stop()
  })

  it('before the start does nothing', async () => {
    const { channel } = await openChannel()
    await channel.stop()
  })

  it('finishes what is being stored and leaves the rest to Telegram', async () => {
    const { api, channel, intake } = await openChannel()
    let open = () => {}
    intake.gate = new Promise<void>((resolve) => {
      open = resolve
    })
    api.pushText(5, 'under way')
    api.pushText(5, 'later')
    await channel.start()
    await until(() => intake.calls.length === 1)
    const stopped = channel.stop()
    open()
    await stopped
    expect(intake.texts).toEqual(['under way'])
    expect(api.unconfirmed).toHaveLength(2)
    await channel.start()
    await until(() => intake.turns.length === 2)
    expect(intake.texts).toEqual(['under way', 'later'])
  })
})

describe('groups', () => {
  const inGroup = (text: string, more: object = {}) => ({
    message: {
      message_id: 1,
      chat: { id: -7, type: 'supergroup' },
      from: { id: 5, is_bot: false, first_name: 'Ana' },
      text,
      ...more,
    },
  })
  const added = (chatId = -7) => ({
    my_chat_member: {
      chat: { id: chatId, type: 'group' },
      old_chat_member: { status: 'left' },
      new_chat_member: { status: 'member' },
    },
  })
  const opened = async (now = { ms: 0 }) => {
    const all = await openChannel({ clock: () => Date.now() + now.ms })
    all.api.sentTo(-7)
    all.api.sentTo(-8)
    await all.channel.start()
    /** Everything pushed before is taken in. */
    const settle = async () => {
      const count = all.intake.turns.length
      all.api.pushText(5, 'settle')
      await until(() => all.intake.turns.length > count)
    }
    return { ...all, settle }
  }

  it('hear one sentence when the bot is added, once in 24 hours', async () => {
    const now = { ms: 0 }
    const { api, settle } = await opened(now)
    api.push(added())
    await until(() => api.sentTo(-7).length === 1)
    expect(api.textsTo(-7)).toEqual(['I only work in private chats: https://t.me/small_steps_bot'])
    api.push(added())
    api.push(inGroup('/start@small_steps_bot'))
    await settle()
    api.push(added(-8))
    await until(() => api.sentTo(-8).length === 1)
    expect(api.sentTo(-7)).toHaveLength(1)
    now.ms = 24 * 60 * 60_000
    api.push(inGroup('@Small_Steps_Bot are you there?'))
    await until(() => api.sentTo(-7).length === 2)
  })

  it.each([
    ['a command', '/start', {}],
    ['a command with its name', '/start@small_steps_bot', {}],
    ['a mention', 'hey @small_steps_bot!', {}],
    ['a reply', 'thanks', { reply_to_message: { from: { id: 1, username: 'small_steps_bot' } } }],
  ])('hear it when they address the bot with %s', async (_, text, more) => {
    const { api, intake } = await opened()
    api.push(inGroup(text, more))
    await until(() => api.sentTo(-7).length === 1)
    expect(intake.turns).toHaveLength(0)
  })

  it('hear nothing when they talk among themselves', async () => {
    const { api, settle } = await opened()
    for (const text of ['hello', '/start@other_bot', 'ask @other_bot', 'a/b']) api.push(inGroup(text))
    await settle()
    api.push(added(-8))
    await until(() => api.sentTo(-8).length === 1)
    expect(api.sentTo(-7)).toHaveLength(0)
  })

  it('do not stop the bot when it may not write there', async () => {
    const { api, intake } = await opened()
    api.block(-7)
    api.push(added())
    api.pushText(5, 'still working')
    await until(() => intake.turns.length === 1)
  })
})

describe('a bot that was blocked', () => {
  it('ignores the news', async () => {
    const { api, channel, intake } = await openChannel()
    api.push({
      my_chat_member: {
        chat: { id: 5, type: 'private' },
        old_chat_member: { status: 'member' },
        new_chat_member: { status: 'kicked' },
      },
    })
    api.pushText(6, 'somebody else')
    await channel.start()
    await until(() => intake.turns.length === 1)
    expect(api.sentTo(5)).toHaveLength(0)
  })
})
