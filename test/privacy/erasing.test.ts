import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type App, buildApp } from '../../src/app.ts'
import type { ChatKey } from '../../src/conversation/turn.ts'
import { readSettings } from '../../src/settings.ts'
import { PERSONAL_TABLES } from '../../src/storage/sqlite/personal-tables.ts'
import { RecordingChannel } from '../support/recording-channel.ts'
import { smallKnowledge } from '../support/small-knowledge.ts'
import { aTurnOf } from '../support/turns.ts'
import { until } from '../support/until.ts'

const MARKER = 'zebrafish'
const CHAT: ChatKey = 'telegram:4711'
const OTHER: ChatKey = 'telegram:8'
const MINUTE = 60_000
const DAY = 1440 * MINUTE

describe('erasing', () => {
  let root: string
  let folder: string
  let now: Date
  let app: App
  let channel: RecordingChannel
  let logged: string

  beforeAll(async () => {
    root = await smallKnowledge()
  }, 60_000)
  afterAll(() => rm(root, { recursive: true }))
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'small-steps-'))
    now = new Date('2026-11-26T10:00:00.000Z')
    logged = ''
    await start()
  }, 120_000)
  afterEach(async () => {
    await app.stop()
    await rm(folder, { recursive: true })
  })

  async function start(): Promise<void> {
    channel = new RecordingChannel('telegram')
    const write = (fields: object, text: string) => {
      logged += `${JSON.stringify(fields)} ${text}\n`
    }
    app = await buildApp(readSettings({ PORT: '0', DATA_DIR: folder, KNOWLEDGE_ROOT: root }, root), {
      clock: () => now,
      log: { debug: write, info: write, warn: write, error: write },
      channels: () => [channel],
      cacheFolder: path.join(root, 'cache'),
      holdMs: () => 0,
    })
    await app.start()
  }

  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms)
  }
  const turn = async (content: Parameters<typeof aTurnOf>[0], chat = CHAT) => {
    const before = channel.sent.filter((message) => message.chat === chat).length
    await app.intake.accept(aTurnOf(content, { chat, languageHint: 'en' }))
    const { inbox, outbox } = app.storage.stores
    await until(
      async () =>
        (await inbox.waitingCount()) + (await outbox.waitingCount()) === 0 &&
        channel.sent.filter((message) => message.chat === chat).length > before,
    )
  }
  const says = (text: string, chat = CHAT) => turn({ kind: 'text', text }, chat)
  const presses = (data: string) => turn({ kind: 'button', data })
  const heard = () => channel.textsTo(CHAT).join('\n')

  /** All rows about a chat, and all files of the data folder that hold a text. */
  async function traces(text: string): Promise<string[]> {
    const found: string[] = []
    const sqlite = new Sqlite(path.join(folder, 'small-steps.sqlite'), { readonly: true })
    const tables = sqlite
      .prepare(`select name from sqlite_master where type = 'table'`)
      .pluck()
      .all() as string[]
    for (const table of tables) {
      const rows = sqlite.prepare(`select * from "${table}"`).all()
      if (JSON.stringify(rows).includes(text)) found.push(`table ${table}`)
    }
    sqlite.close()
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const content = await readFile(path.join(entry.parentPath, entry.name))
      if (content.includes(text)) found.push(`file ${entry.name}`)
    }
    return found
  }

  async function useEverything(): Promise<void> {
    await says(`I am ${MARKER}, a refugee in Ljubljana. How do I register as a sole trader?`)
    await presses('keep:yes:si:refugee')
    await presses('me:go')
    await says(`${MARKER}ville`)
    const state = JSON.parse((await app.storage.stores.chats.get(CHAT)) ?? '{}')
    await presses(`fb:down:${state.lastAnswer.id}`)
    await presses(`fb:share:${state.lastAnswer.id}`)
    await turn({ kind: 'command', name: 'mydata', args: '' })
  }

  it('/forget leaves nothing in any table or file after the grace, and tells the person', async () => {
    await useEverything()
    await says('How do I register as a sole trader in Slovenia?', OTHER)
    expect(await traces(MARKER)).toEqual(expect.arrayContaining(['table chats', 'table feedback']))
    await turn({ kind: 'command', name: 'forget', args: '' })
    await presses('forget:yes')
    expect(heard()).toContain('30 seconds')
    pass(29_000)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await traces(MARKER)).not.toEqual([])
    pass(2000)
    await until(() => heard().includes('Everything about you is erased'))
    await until(async () => (await traces(MARKER)).length === 0)
    expect(logged).not.toContain(MARKER)
    pass(11 * MINUTE)
    await until(async () => (await traces(CHAT)).length === 0)
    expect(await traces(OTHER)).not.toEqual([])
  })

  it('is done after a restart in the middle of the grace', async () => {
    await useEverything()
    await presses('forget:yes')
    await app.stop()
    pass(DAY)
    await start()
    await until(async () => (await traces(MARKER)).length === 0)
    await until(() => heard().includes('Everything about you is erased'))
  })

  it('"Undo" within the grace keeps everything', async () => {
    await useEverything()
    await presses('forget:yes')
    await presses('forget:undo')
    pass(DAY)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await traces(MARKER)).toContain('table chats')
  })

  it('whoever writes again after it begins anew, and that chat stays', async () => {
    await useEverything()
    await presses('forget:yes')
    pass(31_000)
    await until(() => heard().includes('Everything about you is erased'))
    await says('How do I register as a sole trader in Slovenia?')
    expect(heard()).toContain('I am an automatic assistant')
    pass(11 * MINUTE)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(JSON.parse((await app.storage.stores.chats.get(CHAT)) ?? '{}').profile.country).toBeNull()
    expect(await app.storage.stores.chats.get(CHAT)).not.toBeNull()
  })

  it('/mydata gives everything as a file, from every table about people', async () => {
    await useEverything()
    await turn({ kind: 'command', name: 'mydata', args: '' })
    const file = channel.sent.map((message) => message.reply.file).findLast((one) => one !== undefined)
    const text = Buffer.from(file?.contentBase64 ?? '', 'base64').toString()
    const { tables } = JSON.parse(text)
    expect(Object.keys(tables).sort()).toEqual([...PERSONAL_TABLES].sort())
    expect(tables.chats[0].state.profile).toMatchObject({ country: 'si', status: 'refugee' })
    expect(tables.feedback[0]).toMatchObject({ verdict: 'down', question: expect.stringContaining(MARKER) })
    expect(heard()).toContain('Refugee status')
  })

  it('messages go after the days of the settings, the situation after its months without use', async () => {
    await useEverything()
    pass(29 * DAY)
    await until(async () => (await traces(MARKER)).length > 0)
    pass(2 * DAY)
    await until(async () => {
      const state = JSON.parse((await app.storage.stores.chats.get(CHAT)) ?? '{}')
      return state.history?.length === 0 && state.lastAnswer === null
    })
    expect(JSON.parse((await app.storage.stores.chats.get(CHAT)) ?? '{}').profile.country).toBe('si')
    pass(366 * DAY)
    await until(async () => (await traces(MARKER)).length === 0)
    expect(await app.storage.stores.chats.get(CHAT)).toBeNull()
  })

  it('a number that was masked is nowhere, nor in the log', async () => {
    await says('How do I register as a sole trader in Slovenia? My card is 4111 1111 1111 1111')
    expect(heard()).toContain('a card number')
    await app.storage.purgeErased()
    expect(await traces('4111 1111')).toEqual([])
    expect(logged).not.toContain('4111')
  })
})
