import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, buildApp } from '../../src/app.ts'
import type { NewCase } from '../../src/handover/transitions.ts'
import { createLog } from '../../src/operations/log.ts'
import { readSettings } from '../../src/settings.ts'
import { aNewCase } from '../handover/cases.ts'
import { smallKnowledge } from '../support/small-knowledge.ts'

export const PASSWORD = 'green kettle on the hill'

/** Knowledge and its index, made once for all worlds of a file. */
let shared: Promise<{ knowledge: string; cacheFolder: string }> | null = null

async function openShared(): Promise<{ knowledge: string; cacheFolder: string }> {
  const knowledge = await smallKnowledge()
  const cacheFolder = await mkdtemp(path.join(tmpdir(), 'small-steps-cache-'))
  process.once('exit', () => {
    for (const folder of [knowledge, cacheFolder]) rmSync(folder, { recursive: true, force: true })
  })
  return { knowledge, cacheFolder }
}

/** The whole program with a clock that a test moves. */
export class ConsoleWorld {
  app!: App
  now = new Date('2026-11-26T10:00:00.000Z')
  close: () => Promise<void> = async () => {}
  private browsers = 0

  static async open(): Promise<ConsoleWorld> {
    const world = new ConsoleWorld()
    shared ??= openShared()
    const { knowledge, cacheFolder } = await shared
    const data = await mkdtemp(path.join(tmpdir(), 'small-steps-console-'))
    const settings = readSettings(
      { PORT: '0', DATA_DIR: data, KNOWLEDGE_ROOT: knowledge, LOG_LEVEL: 'silent' },
      knowledge,
    )
    const clock = () => world.now
    world.app = await buildApp(settings, { clock, log: createLog('silent'), holdMs: () => 0, cacheFolder })
    world.close = async () => {
      await world.app.stop()
      await rm(data, { recursive: true, force: true })
    }
    return world
  }

  /** A browser of its own, at an address of its own. */
  browser(): Visitor {
    this.browsers++
    return new Visitor(this.app, `10.0.0.${this.browsers}`)
  }

  /** Signed in as the first admin. */
  async admin(name = 'Ana'): Promise<Visitor> {
    const browser = this.browser()
    const path = await this.app.firstAdminPath()
    if (!path) throw new Error('There is an admin already.')
    await browser.get(path)
    await browser.post(path, { name, language: 'en', signInName: name, password: PASSWORD })
    return browser
  }

  /** Signed in by an invitation of an admin. */
  async invited(admin: Visitor, name: string, fields: Record<string, string> = {}): Promise<Visitor> {
    const path = await invite(admin, name, fields)
    const browser = this.browser()
    await browser.get(path)
    await browser.post(path, { signInName: name, password: PASSWORD })
    return browser
  }

  async opensCase(changes: Partial<NewCase> = {}): Promise<number> {
    const { stores } = this.app.storage
    const opened = await stores.cases.open(aNewCase({ chat: 'web:amina', ...changes }))
    await stores.caseMessages.add({
      caseId: opened.id,
      chat: opened.chat,
      from: 'person',
      authorId: null,
      kind: 'text',
      text: opened.consent.question ?? '',
      language: opened.language,
      file: null,
      edits: null,
      origin: null,
      at: opened.openedAt,
      wantsTranslation: false,
    })
    return opened.id
  }

  /** Id of a consultant by name. */
  async idOf(name: string): Promise<string> {
    const all = await this.app.storage.stores.consultants.list()
    const found = all.find((one) => one.name === name)
    if (!found) throw new Error(`There is no ${name}.`)
    return found.id
  }

  /** What the person was sent, oldest first. */
  async sentTo(chat: 'web:amina' = 'web:amina'): Promise<string[]> {
    const entries = await this.app.storage.stores.outbox.after(chat, 0, 100)
    return entries.map(({ reply }) => reply.parts.map((part) => part.text).join('\n'))
  }
}

/** Gives the path of the one-time link. */
export async function invite(
  admin: Visitor,
  name: string,
  fields: Record<string, string> = {},
): Promise<string> {
  await admin.get('/console/team')
  const { body } = await admin.post('/console/team/invite', {
    name,
    role: 'consultant',
    firstLanguage: 'en',
    ...fields,
  })
  const path = /\/console\/welcome\/[\w-]+/.exec(body)?.[0]
  if (!path) throw new Error(`No link was made: ${body.slice(0, 2000)}`)
  return path
}

interface Seen {
  status: number
  body: string
  location: string | null
}

/** A browser without scripts: keeps its cookie, sends the token of the last page with each form. */
export class Visitor {
  cookie = ''
  token = ''

  constructor(
    private readonly app: App,
    readonly address: string,
  ) {}

  get(url: string, headers: Record<string, string> = {}): Promise<Seen> {
    return this.send('GET', url, undefined, headers)
  }

  post(
    url: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Seen> {
    return this.send('POST', url, new URLSearchParams({ token: this.token, ...fields }).toString(), headers)
  }

  private async send(
    method: 'GET' | 'POST',
    url: string,
    payload: string | undefined,
    headers: Record<string, string>,
  ): Promise<Seen> {
    const response = await this.app.server.inject({
      method,
      url,
      remoteAddress: this.address,
      headers: {
        cookie: this.cookie,
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    })
    const set = response.cookies.find(({ name }) => name === 'small_steps_console')
    if (set) {
      this.cookie = set.value ? `${set.name}=${set.value}` : ''
      // The next page brings the token of the new session.
      if (set.value) await this.get('/console')
    }
    this.token = /name="token" value="([^"]+)"/.exec(response.body)?.[1] ?? this.token
    const { location } = response.headers
    return { status: response.statusCode, body: response.body, location: location ? String(location) : null }
  }
}
