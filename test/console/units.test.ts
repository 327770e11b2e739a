import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deviceOf } from '../../src/console/access.ts'
import { filledReply, loadCannedReplies } from '../../src/console/canned-replies.ts'
import { CannedRepliesError, FormFieldError } from '../../src/console/errors.ts'
import { shownType } from '../../src/console/file-route.ts'
import { spansOf, writtenSpans } from '../../src/console/hours.ts'
import { html, webAddress } from '../../src/console/html.ts'
import { hashPassword, passwordFits, passwordProblem } from '../../src/console/password.ts'

describe('html', () => {
  it('lets no value open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const shown = html`<p title="${value}">${value}</p>`.toString()
        const inner = shown.slice('<p title="'.length, -'</p>'.length)
        expect(inner.match(/["<>]/g)?.join('')).toBe('">')
      }),
    )
  })

  it('keeps pieces of pages as they are, and shows nothing for nothing', () => {
    expect(html`${[html`<b>a</b>`, '&', null, false, undefined, 0]}`.toString()).toBe('<b>a</b>&amp;0')
  })

  it('links only to the web', () => {
    expect(['https://a.si', 'javascript:alert(1)', 'data:text/html,x', ' https://a'].map(webAddress)).toEqual(
      ['https://a.si', '#', '#', '#'],
    )
  })
})

describe('passwords', () => {
  it('fit only their own hash, whatever way an accent is typed, and each hash has its own salt', async () => {
    const [one, two] = [
      await hashPassword('caf\u00e9 on the corner'),
      await hashPassword('caf\u00e9 on the corner'),
    ]
    expect(one).not.toBe(two)
    expect(await passwordFits('cafe\u0301 on the corner', one)).toBe(true)
    expect(await passwordFits('cafe on the corner', one)).toBe(false)
    expect(await passwordFits('anything', null)).toBe(false)
  })

  it('are refused when short, simple, or made of the name', () => {
    expect(passwordProblem('short', [])).toBe('password_short')
    expect(passwordProblem('ababababababab', [])).toBe('password_simple')
    expect(passwordProblem('anastasia12345', ['anastasia'])).toBe('password_simple')
    expect(passwordProblem('green kettle hill', ['ana'])).toBeNull()
  })
})

describe('working hours', () => {
  it('are read as people write them, and written back the same', () => {
    expect(writtenSpans(spansOf('13.30 - 17, 9–12:30', 'mon'))).toBe('9:00-12:30, 13:30-17:00')
    expect(spansOf('', 'mon')).toEqual([])
    for (const wrong of ['17-9', '9-12, 11-13', '9 to 5', '9-25', '9:70-10'])
      expect(() => spansOf(wrong, 'mon'), wrong).toThrow(FormFieldError)
  })
})

describe('ready-made replies', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'canned-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const values = { person: 'Amina', consultant: 'Ana', case: '7', deadline: '3 December 2026' }

  it('of the knowledge can all be filled in', async () => {
    const replies = await loadCannedReplies(path.resolve(import.meta.dirname, '../../knowledge'))
    expect(replies.length).toBeGreaterThan(4)
    for (const reply of replies)
      for (const language of ['en', 'sl', 'es', 'it'] as const)
        expect(filledReply(reply, language, values)).not.toMatch(/[{}]/)
    const greeting = replies.find(({ id }) => id === 'greeting')
    expect(greeting && filledReply(greeting, 'en', { ...values, person: 'none' })).toContain(
      'Hello, my name is Ana',
    )
  })

  it('that cannot be used stop the start with the place', async () => {
    for (const content of [
      '- { id: a-b, names: { en: A }, texts: { sl: B } }',
      '- { id: a-b, names: { en: A }, texts: { en: "{person", sl: B } }',
      '- { id: a-b, names: { en: A }, texts: { en: "{case}", sl: B } }',
      '[{ id: a-b, names: { en: A }, texts: { en: B } }, { id: a-b, names: { en: A }, texts: { en: B } }]',
    ]) {
      await writeFile(path.join(folder, 'canned-replies.yaml'), content)
      await expect(loadCannedReplies(folder), content).rejects.toThrow(CannedRepliesError)
    }
  })
})

it('a browser shows only files whose first bytes are those of pictures and PDFs', () => {
  expect(shownType(Buffer.from('%PDF-1.7'))).toBe('application/pdf')
  expect(shownType(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg')
  expect(shownType(Buffer.from('<html><script>'))).toBeNull()
  expect(shownType(Buffer.from(''))).toBeNull()
})

it('a session is named by browser and system', () => {
  expect(deviceOf('Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0')).toBe(
    'Firefox · Windows',
  )
  expect(deviceOf(undefined)).toBe('?')
})
