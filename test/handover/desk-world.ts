import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, buildApp } from '../../src/app.ts'
import type { Consultant } from '../../src/handover/ports.ts'
import type { Translator } from '../../src/handover/translator/translator.ts'
import { createLog } from '../../src/operations/log.ts'
import { readSettings } from '../../src/settings.ts'
import { BotApiServer, type BotMessage } from '../support/bot-api.ts'
import { smallKnowledge } from '../support/small-knowledge.ts'
import { until } from '../support/until.ts'

export const GROUP = -1001
const ALL_DAY = [{ from: 0, to: 24 * 60 }]
export const ALWAYS = {
  timeZone: 'Europe/Ljubljana',
  days: [ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY],
  holidays: null,
}

export function aConsultant(name: string, changes: Partial<Consultant> = {}) {
  return {
    name,
    role: 'consultant' as const,
    languages: ['en' as const],
    countries: [],
    municipalities: [],
    topics: [],
    hours: ALWAYS,
    absences: [],
    mostCases: 10,
    active: true,
    ...changes,
  }
}

export interface DeskWorldOptions {
  /** null: consultants work by private chat. */
  group?: number | null
  translator?: Translator
}

/** The whole program against an emulated Bot API, with consultants, and a clock that a test moves. */
export class DeskWorld {
  readonly api = new BotApiServer()
  now = new Date('2026-11-26T10:00:00.000Z')
  app!: App
  private knowledge = ''
  private data = ''
  private options: DeskWorldOptions = {}

  static async open(options: DeskWorldOptions = {}): Promise<DeskWorld> {
    const world = new DeskWorld()
    world.options = { group: GROUP, ...options }
    await world.api.start()
    world.api.addGroup(GROUP)
    world.knowledge = await smallKnowledge()
    world.data = await mkdtemp(path.join(tmpdir(), 'small-steps-desk-'))
    await world.start()
    return world
  }

  async start(): Promise<void> {
    const { group, translator } = this.options
    const settings = readSettings(
      {
        KNOWLEDGE_ROOT: this.knowledge,
        DATA_DIR: this.data,
        PORT: '0',
        TELEGRAM_BOT_TOKEN: this.api.token,
        TELEGRAM_API_ROOT: this.api.root,
        ...(group != null && { TELEGRAM_CONSULTANTS_GROUP: String(group) }),
      },
      this.knowledge,
    )
    const telegram = settings.telegram && {
      ...settings.telegram,
      callsPerSecond: null,
      pollSeconds: 1,
      backoff: { firstMs: 5, maxMs: 50 },
    }
    this.app = await buildApp(
      { ...settings, telegram },
      {
        clock: () => this.now,
        log: createLog('silent'),
        holdMs: () => 0,
        cacheFolder: path.join(this.data, 'cache'),
        ...(translator && { translator }),
      },
    )
    await this.app.start()
  }

  async close(): Promise<void> {
    await this.app.stop()
    await this.api.stop()
    for (const folder of [this.knowledge, this.data]) await rm(folder, { recursive: true, force: true })
  }

  /** A consultant whose Telegram account is bound. */
  async consultant(name: string, user: number, changes: Partial<Consultant> = {}): Promise<Consultant> {
    const { consultants } = this.app.storage.stores
    const added = await consultants.add(aConsultant(name, changes))
    this.api.textsTo(user)
    return consultants.update(added.id, { telegramUser: user })
  }

  async says(chat: number, text: string, firstName = 'Amina'): Promise<number> {
    const before = this.api.sentTo(chat).length
    const id = this.api.pushText(chat, text, { firstName })
    await until(() => this.api.sentTo(chat).length > before)
    await this.settled()
    return id
  }

  /** Presses the newest button whose data begins so. */
  async presses(chat: number, data: string, firstName = 'Amina'): Promise<void> {
    const found = [...this.api.sentTo(chat)].reverse().flatMap((message) =>
      buttonsOf(message)
        .filter((button) => button.callback_data?.startsWith(data))
        .map((button) => ({ message, data: button.callback_data ?? '' })),
    )[0]
    if (!found)
      throw new Error(`There is no button ${data} in chat ${chat}: ${this.api.textsTo(chat).at(-1)}`)
    this.api.pressButton(chat, found.message.messageId, found.data, { firstName })
    await this.settled()
  }

  /** From a question to an open case. */
  async opensCase(
    chat: number,
    question = 'What does VAT registration cost in Slovenia?',
    firstName = 'Amina',
  ): Promise<number> {
    await this.says(chat, question, firstName)
    await this.presses(chat, 'person:ask', firstName)
    if (this.api.textsTo(chat).at(-1)?.includes('Which country'))
      await this.presses(chat, 'person:in:si', firstName)
    await this.presses(chat, 'person:send', firstName)
    const opened = await this.app.storage.stores.cases.runningOf(`telegram:${chat}`)
    if (!opened) throw new Error(`No case was opened: ${this.api.textsTo(chat).at(-1)}`)
    return opened.id
  }

  async topicOf(caseId: number): Promise<number> {
    let thread = Number.NaN
    await until(async () => {
      const topic = await this.app.storage.stores.caseTopics.of(caseId)
      thread = Number(topic?.topic.split(':').at(-1))
      return Number.isInteger(thread)
    })
    await this.settled()
    return thread
  }

  async writesInTopic(thread: number, user: number, text: string): Promise<number> {
    const id = this.api.pushInGroup(GROUP, thread, { text }, { id: user })
    await this.settled()
    return id
  }

  async pressesInTopic(thread: number, user: number, data: string): Promise<void> {
    const message = [...this.api.sentToTopic(GROUP, thread)]
      .reverse()
      .find((one) => buttonsOf(one).some((b) => b.callback_data?.startsWith(data)))
    const button = message && buttonsOf(message).find((one) => one.callback_data?.startsWith(data))
    if (!message || !button?.callback_data) throw new Error(`There is no button ${data} in topic ${thread}`)
    this.api.pressInGroup(GROUP, thread, message.messageId, button.callback_data, { id: user })
    await this.settled()
  }

  topicTexts(thread: number): string[] {
    return this.api.sentToTopic(GROUP, thread).map((message) => message.text ?? '')
  }

  /** Nothing is left in Telegram, the inbox and the outbox, and it stays so for a moment. */
  async settled(): Promise<void> {
    const { inbox, outbox } = this.app.storage.stores
    let quiet = 0
    await until(async () => {
      const waiting =
        this.api.unconfirmed.length + (await inbox.waitingCount()) + (await outbox.waitingCount())
      quiet = waiting === 0 ? quiet + 1 : 0
      return quiet >= 6
    }, 15_000)
  }

  /** Lets time pass and the job look at the cases. */
  async pass(minutes: number): Promise<void> {
    this.now = new Date(this.now.getTime() + minutes * 60_000)
    await this.app.handover.work(async () => {})
    await new Promise((resolve) => setTimeout(resolve, 100))
    await this.settled()
  }
}

export function buttonsOf(message: BotMessage): { text: string; callback_data?: string }[] {
  const markup = message.replyMarkup as
    | { inline_keyboard?: { text: string; callback_data?: string }[][] }
    | undefined
  return markup?.inline_keyboard?.flat() ?? []
}
