import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Language, RIGHT_TO_LEFT } from '../../src/i18n/languages.ts'
import { createLog } from '../../src/operations/log.ts'
import { findChromium, PdfError, pdfOf } from '../../src/path/chromium.ts'
import { makePlan } from '../../src/path/plan.ts'
import { printPage } from '../../src/path/print-page.ts'
import { PRINT_KEPT_MS, PrintWorker } from '../../src/path/print-worker.ts'
import { pathRoutes } from '../../src/path/routes.ts'
import type { Situation } from '../../src/path/situation.ts'
import { pathStateSchema } from '../../src/path/state.ts'
import { createServer } from '../../src/server/http.ts'
import { PathTalk, realTools } from './path-world.ts'

const chromium = findChromium(null)
const TODAY = '2026-11-26'

let talk: PathTalk
beforeAll(async () => {
  await realTools()
  talk = await PathTalk.open('web:print', 'https://steps.example.org')
}, 120_000)
afterAll(() => talk.storage.close())

const LONGEST: Situation = {
  country: 'it',
  status: 'refugee',
  stage: 'idea',
  activity: 'food',
  form: 'company',
  permitEnds: '2027-09-30',
  areas: {
    status: 'red',
    housing: 'red',
    income: 'red',
    language: 'red',
    family: 'red',
    health: 'red',
    skills: 'red',
    network: 'red',
    money: 'red',
  },
}

function page(language: Language, situation: Situation = LONGEST): string {
  const { tools, assistant } = talk
  const { messages } = assistant
  const plan = makePlan({ situation, today: TODAY, opening: null, done: {}, skipped: new Set() }, tools)
  return printPage({
    plan,
    situation,
    state: pathStateSchema.parse({ version: 1 }),
    tools,
    messages,
    language,
    today: TODAY,
    say: (key, values) => messages.text(language, key, values),
  })
}

/** Pages of a PDF: the objects of type Page (Chromium writes them uncompressed). */
function pagesOf(pdf: Buffer): number {
  return (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length
}

describe('the page to print', () => {
  it('puts the person’s language beside the language of the office, each in its direction', () => {
    const html = page('ar')
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain('lang="it" dir="ltr"')
    expect(html).toContain('Il suo diritto di iniziare: come un italiano')
    for (const language of RIGHT_TO_LEFT)
      expect(page(language)).toContain(`<th lang="${language}" dir="rtl">`)
  })

  it('has one column for people who speak the language of the office', () => {
    expect(page('it')).not.toContain('<th lang="en"')
    expect(page('it').match(/<th /g)).toHaveLength(1)
  })

  it('holds no script, no address to load from, and the words of steps only as text', () => {
    const html = page('fr')
    expect(html).not.toMatch(/<script|src=|href=|@import|url\(/)
    expect(html).not.toContain('servizio nuove imprese" ')
  })
})

describe.skipIf(chromium === null)('the PDF (needs a Chromium in a usual place)', () => {
  it('is one A4 sheet for the longest plan in every kind of script', { timeout: 240_000 }, async () => {
    for (const language of ['it', 'sl', 'uk', 'ar', 'ur', 'bn', 'zh'] as const) {
      const pdf = await pdfOf(page(language), chromium as string)
      expect(pagesOf(pdf), language).toBe(1)
      // A4 in points.
      expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[\s*0 0 59[45][.\d]* 84[12][.\d]*\s*\]/)
    }
  })

  it('is refused with a code when the browser makes none', async () => {
    await expect(pdfOf('x', '/bin/false')).rejects.toThrow(PdfError)
    await expect(pdfOf('x', '/no/such/browser')).rejects.toThrow(PdfError)
  })

  it('comes into the chat as a file', { timeout: 60_000 }, async () => {
    await talk.isA({ country: 'si', status: 'refugee', activity: 'food', language: 'sl' })
    await talk.presses('path:pdf')
    expect(talk.prints).toBe(1)
    const worker = workerWith((html, signal) => pdfOf(html, chromium as string, signal))
    worker.wake()
    await worker.idle()
    worker.wake()
    await worker.idle()
    const files = (await talk.storage.stores.outbox.after(talk.chat, 0, 20)).map((entry) => entry.reply.file)
    expect(files.map((file) => file?.name)).toEqual(['plan.pdf'])
    const pdf = Buffer.from(files[0]?.contentBase64 ?? '', 'base64')
    expect(pagesOf(pdf)).toBe(1)
  })
})

function workerWith(makePdf: ConstructorParameters<typeof PrintWorker>[0]['makePdf']): PrintWorker {
  return new PrintWorker({
    storage: talk.storage,
    messages: () => talk.assistant.messages,
    log: createLog('silent'),
    clock: () => talk.now,
    makePdf,
    onReply: () => {},
  })
}

describe('without a browser', () => {
  it.each([
    ['there is none', null],
    [
      'it fails',
      async () => {
        throw new PdfError('broken')
      },
    ],
  ])('the page itself is sent as a file when %s', async (_why, makePdf) => {
    const other = await PathTalk.open('web:html')
    await other.isA({ country: 'es', status: 'refugee', activity: 'shop' })
    await other.presses('path:pdf')
    const worker = new PrintWorker({
      storage: other.storage,
      messages: () => other.assistant.messages,
      log: createLog('silent'),
      clock: () => other.now,
      makePdf,
      onReply: () => {},
    })
    worker.wake()
    await worker.idle()
    const [entry] = await other.storage.stores.outbox.after(other.chat, 0, 5)
    expect(entry?.reply.file).toMatchObject({ name: 'plan.html', mimeType: 'text/html' })
    expect(Buffer.from(entry?.reply.file?.contentBase64 ?? '', 'base64').toString()).toContain(
      '<!doctype html>',
    )
    await other.storage.close()
  })

  it('nothing is sent to a person who was erased meanwhile', async () => {
    const other = await PathTalk.open('web:gone')
    await other.isA({ country: 'es', status: 'refugee', activity: 'shop' })
    await other.presses('path:pdf')
    const worker = new PrintWorker({
      storage: other.storage,
      messages: () => other.assistant.messages,
      log: createLog('silent'),
      clock: () => other.now,
      makePdf: async () => {
        await other.storage.stores.chats.erase(other.chat)
        return Buffer.from('%PDF-1')
      },
      onReply: () => {},
    })
    worker.wake()
    await worker.idle()
    expect(await other.storage.stores.outbox.after(other.chat, 0, 5)).toEqual([])
    await other.storage.close()
  })
})

describe('the link', () => {
  it('opens the page once, after a button that previews do not press, and for a day', async () => {
    await talk.isA({ country: 'si', status: 'refugee', activity: 'food' })
    await talk.presses('path:pdf')
    const url = talk.buttons.find((one) => one.startsWith('https://'))
    expect(url).toMatch(/^https:\/\/steps\.example\.org\/path\/print\/[\w-]{43}$/)
    const link = new URL(url as string).pathname
    const server = await createServer(createLog('silent'))
    await pathRoutes(server, {
      storage: talk.storage,
      messages: () => talk.assistant.messages,
      clock: () => talk.now,
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const post = (at: string) => server.inject({ method: 'POST', url: at, headers, payload: '' })
    for (let preview = 0; preview < 3; preview++) {
      const first = await server.inject({ method: 'GET', url: link })
      expect(first.statusCode).toBe(200)
      expect(first.body).not.toContain('Your right to start')
    }
    expect((await post(`${link}x`)).statusCode).toBe(410)
    const opened = await post(link)
    expect(opened.body).toContain('Your right to start: free access to work')
    expect(opened.headers['cache-control']).toBe('no-store')
    expect((await post(link)).statusCode).toBe(410)
    await talk.presses('path:pdf')
    const second = new URL(talk.buttons.find((one) => one.startsWith('https://')) as string).pathname
    talk.now = new Date(talk.now.getTime() + PRINT_KEPT_MS + 1000)
    expect((await server.inject({ method: 'GET', url: second })).statusCode).toBe(410)
    await talk.storage.stores.pathPrints.forget(talk.now.getTime() - PRINT_KEPT_MS)
    expect(await talk.storage.stores.pathPrints.wanting(5)).toEqual([])
    await server.close()
  })

  it('is a secret of its own: the storage holds only its hash', async () => {
    await talk.presses('path:pdf')
    const token = (talk.buttons.find((one) => one.startsWith('https://')) as string)
      .split('/')
      .at(-1) as string
    const tables = await talk.storage.stores.chats.exportAll(talk.chat)
    expect(JSON.stringify(tables.path_prints)).not.toContain(token)
  })
})
