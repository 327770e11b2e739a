import { describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { openChannel } from './open-channel.ts'

const SECRET = 'a-long-secret_123'
const webhook = { url: 'https://bot.example/telegram/webhook', secretToken: SECRET }
const update = (text: string, id = 1) => ({
  update_id: id,
  message: { message_id: 9, date: 1_700_000_000, chat: { id: 5, type: 'private' }, from: { id: 5 }, text },
})

describe('the webhook', () => {
  it('is set with the secret, keeps waiting updates, and nothing is polled', async () => {
    const { api, channel } = await openChannel({ webhook })
    await channel.start()
    await until(() => api.webhook !== null && api.commands !== null)
    expect(api.callsOf('setWebhook')[0]?.payload).toEqual({
      url: webhook.url,
      secret_token: SECRET,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
      drop_pending_updates: false,
    })
    expect(api.callsOf('getUpdates')).toHaveLength(0)
    expect(api.callsOf('deleteWebhook')).toHaveLength(0)
  })

  it('is set as soon as Telegram answers', async () => {
    const { api, channel } = await openChannel({ webhook })
    api.fail('setWebhook', { kind: 'error', code: 500 }, 2)
    api.fail('setWebhook', { kind: 'drop', when: 'before' }, 2)
    await channel.start()
    await until(() => api.webhook !== null)
  })

  it('answers 200 after the turn is stored', async () => {
    const { channel, intake } = await openChannel({ webhook })
    await channel.start()
    expect(await channel.handleWebhook(SECRET, update('hello'))).toBe(200)
    expect(intake.texts).toEqual(['hello'])
    expect(await channel.handleWebhook(SECRET, update('hello'))).toBe(200)
    expect(intake.texts).toEqual(['hello'])
  })

  it.each([undefined, '', 'wrong', `${SECRET}x`])('answers 401 for the secret %j', async (secret) => {
    const { channel, intake } = await openChannel({ webhook })
    await channel.start()
    expect(await channel.handleWebhook(secret, update('hello'))).toBe(401)
    expect(intake.calls).toHaveLength(0)
  })

  it('answers 401 to everybody when the secret is empty', async () => {
    const { channel } = await openChannel({ webhook: { ...webhook, secretToken: '' } })
    expect(await channel.handleWebhook('', update('hello'))).toBe(401)
  })

  it.each([null, undefined, 'text', [], {}, { update_id: 'x' }])('answers 400 for %j', async (body) => {
    const { channel } = await openChannel({ webhook })
    await channel.start()
    expect(await channel.handleWebhook(SECRET, body)).toBe(400)
  })

  it('answers 200 for an update of an unknown form, so that Telegram does not repeat it', async () => {
    const { channel, log } = await openChannel({ webhook })
    await channel.start()
    expect(await channel.handleWebhook(SECRET, { update_id: 3, message: 'x' })).toBe(200)
    expect(log.lines).toContainEqual(expect.objectContaining({ facts: { updateId: 3 } }))
  })

  it('answers 503 when storing fails', async () => {
    const { channel, intake } = await openChannel({ webhook })
    await channel.start()
    intake.refuse = () => new Error('disk full')
    expect(await channel.handleWebhook(SECRET, update('hello'))).toBe(503)
    intake.refuse = null
    expect(await channel.handleWebhook(SECRET, update('hello'))).toBe(200)
  })

  it('answers 503 after the stop, which waits for what is being stored', async () => {
    const { channel, intake } = await openChannel({ webhook })
    await channel.start()
    let open = () => {}
    intake.gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const answer = channel.handleWebhook(SECRET, update('under way'))
    const stopped = channel.stop()
    open()
    await stopped
    expect(intake.texts).toEqual(['under way'])
    expect(await answer).toBe(200)
    expect(await channel.handleWebhook(SECRET, update('late', 2))).toBe(503)
  })

  it('answers 404 when updates are polled', async () => {
    const { channel } = await openChannel()
    expect(await channel.handleWebhook(SECRET, update('hello'))).toBe(404)
  })
})
