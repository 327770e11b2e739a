import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../src/app.ts'
import { DataFolderInUseError } from '../../src/errors.ts'
import { openSmallApp } from '../support/small-app.ts'

describe('the web server', () => {
  let app: App
  let dataFolder: string
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ app, close, dataFolder } = await openSmallApp())
    await app.start()
  }, 120_000)
  afterAll(() => close())

  const ask = (payload: unknown, key = app.apiKey) =>
    app.server.inject({
      method: 'POST',
      url: '/api/ask',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    })

  it('answers a question over HTTP with its articles and dated sources', async () => {
    const response = await ask({
      id: 7,
      text: 'what is the vat registration limit',
      profile: { country: 'si' },
    })
    expect(response.statusCode).toBe(200)
    const answer = response.json()
    expect(answer).toMatchObject({ id: 7, outcome: 'answered', language: 'en' })
    expect(answer.articles[0]).toBe('si/vat')
    expect(answer.text).toContain('60,000 EUR')
    for (const source of answer.sources)
      expect(source).toMatchObject({
        url: expect.stringMatching(/^https?:/),
        seen: expect.stringMatching(/^20\d\d/),
      })
  })

  it('asks back for the country when the answer differs by country', async () => {
    expect((await ask({ text: 'what is the vat registration limit' })).json()).toMatchObject({
      outcome: 'clarify',
    })
  })

  it('refuses a question without the key', async () => {
    const response = await ask({ text: 'hello' }, 'wrong-key-wrong-key')
    expect(response.statusCode).toBe(401)
    expect(response.json().error.code).toBe('KEY_MISSING_OR_WRONG')
  })

  it('names what is wrong with a body', async () => {
    expect((await ask({ words: 'hello' })).json().error.code).toBe('INVALID_INPUT')
    const broken = await app.server.inject({
      method: 'POST',
      url: '/api/ask',
      headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' },
      payload: '{"text": ',
    })
    expect(broken.statusCode).toBe(400)
    expect(broken.json().error.code).toBe('INVALID_INPUT')
  })

  it('tells operators that it lives, is ready, and how it does', async () => {
    expect((await app.server.inject('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await app.server.inject('/readyz')).json()).toMatchObject({ status: 'ready', articles: 12 })
    expect((await app.server.inject('/metrics')).body).toContain('small_steps_waiting{queue="inbox"} 0')
  })

  it('refuses what another site sends', async () => {
    const response = await app.server.inject({
      method: 'POST',
      url: '/chat/turns',
      headers: { origin: 'https://evil.example' },
      payload: { id: '12345678', text: 'hi' },
    })
    expect(response.statusCode).toBe(403)
    expect(response.json().error.code).toBe('FOREIGN_ORIGIN')
  })

  it('refuses a message over the limit with a code, and takes one at the limit', async () => {
    const send = (text: string) =>
      app.server.inject({ method: 'POST', url: '/chat/turns', payload: { id: `limit-${text.length}`, text } })
    expect((await send('a'.repeat(8001))).json().error.code).toBe('MESSAGE_TOO_LONG')
    expect((await send('how much '.repeat(888))).statusCode).toBe(202)
  })

  it('sends pages that run no foreign script', async () => {
    expect((await app.server.inject('/')).headers['content-security-policy']).toContain("default-src 'self'")
  })

  it('lets no second program work with its data folder', async () => {
    await expect(openSmallApp({ DATA_DIR: dataFolder })).rejects.toThrow(DataFolderInUseError)
  })
})
