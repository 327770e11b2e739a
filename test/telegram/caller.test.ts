import { describe, expect, it, onTestFinished } from 'vitest'
import { createCaller } from '../../src/channels/telegram/caller.ts'
import { createPace } from '../../src/channels/telegram/pace.ts'
import { BotApiServer, type Fault } from '../support/bot-api.ts'
import { until } from '../support/until.ts'

async function open(path = '') {
  const api = new BotApiServer()
  await api.start()
  onTestFinished(() => api.stop())
  return { api, call: createCaller({ token: api.token, apiRoot: api.root + path, callTimeoutMs: 300 }) }
}

describe('a call', () => {
  it('gives the result as Telegram sent it', async () => {
    const { api, call } = await open()
    expect(await call('getMe', {})).toMatchObject({ ok: true, result: { username: api.username } })
    expect(await call('getFile', { file_id: 'f1' })).toMatchObject({
      ok: true,
      result: { file_path: 'files/f1' },
    })
  })

  it('keeps a path in the address of the Bot API server', async () => {
    const { api, call } = await open('/prefix/')
    await call('getMe', {})
    expect(api.calls).toHaveLength(1)
  })

  const kinds: [string, Fault, object][] = [
    ['refused', { kind: 'error', code: 400, description: 'Bad Request' }, { kind: 'refused', code: 400 }],
    ['throttled', { kind: 'error', code: 429, retryAfter: 3 }, { kind: 'throttled', retryAfterMs: 3000 }],
    ['throttled without a time', { kind: 'error', code: 429 }, { kind: 'throttled', retryAfterMs: 1000 }],
    ['lost by an error of the server', { kind: 'error', code: 503 }, { kind: 'lost', code: 503 }],
    ['lost by a broken connection', { kind: 'drop', when: 'before' }, { kind: 'lost', code: 0 }],
    ['lost by rubbish', { kind: 'body', status: 200, body: '<', when: 'before' }, { kind: 'lost', code: 0 }],
    [
      'lost by silence',
      { kind: 'hang', when: 'before' },
      { kind: 'lost', description: 'no answer within 300 ms' },
    ],
  ]
  it.each(kinds)('that is %s says so without the token', async (_, fault, failure) => {
    const { api, call } = await open()
    api.fail('getMe', fault)
    const result = await call('getMe', {})
    expect(result).toMatchObject({ ok: false, failure })
    expect(JSON.stringify(result)).not.toContain(api.token.slice(10))
  })

  it('to nobody is unsent', async () => {
    const { api, call } = await open()
    await api.stop()
    const result = await call('getMe', {})
    expect(result).toMatchObject({ ok: false, failure: { kind: 'unsent' } })
    expect(JSON.stringify(result)).not.toContain(api.token.slice(10))
  })

  it('is stopped by the signal', async () => {
    const { api, call } = await open()
    api.fail('getMe', { kind: 'hang', when: 'before' })
    const stop = new AbortController()
    const result = call('getMe', {}, { signal: stop.signal, timeoutMs: 60_000 })
    await until(() => api.calls.length === 1)
    stop.abort()
    expect(await result).toMatchObject({ ok: false, failure: { kind: 'stopped' } })
    expect(await call('getMe', {}, { signal: stop.signal })).toMatchObject({ ok: false })
    expect(api.calls).toHaveLength(1)
  })
})

describe('the pace', () => {
  it('lets a second of calls through at once and then holds back', async () => {
    const pace = createPace(5, () => 0)
    const signal = new AbortController().signal
    const atOnce = await Promise.all(Array.from({ length: 5 }, () => pace.take(signal)))
    expect(atOnce).toEqual([true, true, true, true, true])
    const stop = new AbortController()
    const sixth = pace.take(stop.signal)
    stop.abort()
    expect(await sixth).toBe(false)
  })
})
