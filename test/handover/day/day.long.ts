import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../../src/retrieval/linear.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/storage.ts'
import { BotApiServer, type BotMessage } from '../../support/bot-api.ts'
import { smallKnowledge } from '../../support/small-knowledge.ts'
import { aConsultant, buttonsOf } from '../desk-world.ts'

const FOUNDERS = 200
const CONSULTANTS = 6
const KILLS = 4
const OUTAGES = 6
const GROUP = -1009
const LIMIT_MS = 900_000
const TICK_MS = 150
/** Nine in the morning, and how fast the day runs. */
const MORNING = Date.parse('2026-11-26T08:00:00Z')
const SPEED = 60

let api: BotApiServer
let knowledge: string
let data: string
beforeAll(async () => {
  api = new BotApiServer()
  await api.start()
  api.addGroup(GROUP)
  knowledge = await smallKnowledge()
  // In memory where possible: killing a process loses nothing that was written, and a slow disk would make the day long.
  data = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'small-steps-day-'))
  const storage = await openSqliteStorage(data)
  for (let index = 0; index < CONSULTANTS; index++) {
    const added = await storage.stores.consultants.add(aConsultant(`Consultant${index}`, { mostCases: 100 }))
    await storage.stores.consultants.update(added.id, { telegramUser: consultantUser(index) })
    api.textsTo(consultantUser(index))
  }
  await storage.close()
}, 60_000)
afterAll(async () => {
  await api.stop()
  for (const folder of [knowledge, data]) await rm(folder, { recursive: true, force: true })
})

it(
  'a day of 200 founders and 6 consultants, with kills and outages: nothing lost, doubled, misrouted, out of order',
  async () => {
    const random = seededRandom(11)
    const program = new DayProgram()
    await program.start()
    const founders = Array.from({ length: FOUNDERS }, (_, index) => new Founder(index, random))
    const desk = new Desk(random, founders)
    const began = Date.now()
    let kills = 0
    let outages = 0
    while (founders.some((founder) => !founder.done)) {
      if (Date.now() - began > LIMIT_MS) break
      for (const founder of founders) founder.act()
      desk.act()
      const share = founders.reduce((sum, founder) => sum + founder.progress, 0) / FOUNDERS
      if (outages < OUTAGES && share > (outages + 0.5) / (OUTAGES + 1)) {
        outages++
        haveOutage(outages)
      }
      if (kills < KILLS && share > (kills + 1) / (KILLS + 2)) {
        kills++
        await program.kill()
        await program.start()
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
    api.clearFaults()
    const unfinished = founders
      .filter((founder) => !founder.done)
      .map((founder) => `${founder.describe()}; ${desk.describe(founder)}`)
    expect(unfinished).toEqual([])
    await quiet()
    await program.kill()
    expect([kills, outages]).toEqual([KILLS, OUTAGES])
    for (const founder of founders) checkFounder(founder, desk)
    checkNobodyElse(founders)
    checkNothingLeft()
  },
  LIMIT_MS + 60_000,
)

/** Calls that are lost before or after they took effect, errors of the server, and calls for patience. */
function haveOutage(number: number): void {
  const kinds = [
    { kind: 'drop', when: 'after' },
    { kind: 'drop', when: 'before' },
    { kind: 'error', code: 502, applied: true },
    { kind: 'error', code: 500 },
    { kind: 'error', code: 429, retryAfter: 1 },
  ] as const
  for (const [index, fault] of kinds.entries())
    for (const method of ['sendMessage', 'copyMessage', 'getUpdates'])
      api.fail(method, fault, method === 'sendMessage' ? 3 : 1 + ((number + index) % 2))
}

function consultantUser(index: number): number {
  return 9001 + index
}

/** A founder: a question, a case, some words to the consultant in between, and the end. */
class Founder {
  readonly chat: number
  readonly sent: string[] = []
  private step: 'question' | 'ask' | 'country' | 'send' | 'talk' | 'wait-written' = 'question'
  private seen = 0
  private readonly words: number
  private photoSent = false
  finished = false

  constructor(
    readonly index: number,
    private readonly random: () => number,
  ) {
    this.chat = 2001 + index
    this.words = 1 + Math.floor(random() * 3)
  }

  get done(): boolean {
    return this.finished
  }

  describe(): string {
    return `founder ${this.index} at ${this.step}, said ${this.sent.length}/${this.words}: ${api.textsTo(this.chat).slice(-2).join(' | ').slice(0, 300)}`
  }

  /** From 0 to 1. */
  get progress(): number {
    if (this.finished) return 1
    return this.step === 'question' ? 0 : 0.2 + (0.6 * this.sent.length) / this.words
  }

  get mark(): string {
    return `f${this.index}x`
  }

  act(): void {
    if (this.finished) return
    if (this.step === 'question') {
      if (this.random() > 0.15) return
      api.pushText(this.chat, `What does VAT registration cost in Slovenia? ${this.mark}q`, {
        firstName: `Person${this.index}`,
      })
      this.step = 'ask'
      return
    }
    const news = api.sentTo(this.chat).slice(this.seen)
    if (news.length === 0) return
    const text = news.map((message) => message.text).join('\n')
    if (this.step === 'ask' && this.press(news, 'person:ask')) this.step = 'country'
    else if (this.step === 'country') {
      if (text.includes('Which country')) this.press(news, 'person:in:si')
      else if (!text.includes('This is what a consultant will get')) return
      this.step = 'send'
      if (text.includes('This is what a consultant will get')) this.act()
      return
    } else if (this.step === 'send' && this.press(news, 'person:send')) this.step = 'talk'
    else if (this.step === 'talk') this.talk(news, text)
    else if (this.step === 'wait-written' && text.includes('Your next message goes to')) this.say()
  }

  private talk(news: readonly BotMessage[], text: string): void {
    if (text.includes('Your case is closed')) {
      this.seen += news.length
      this.finished = true
      return
    }
    if (this.sent.length >= this.words || !text.includes('(consultant)')) return
    const asked = news.some((message) => /c\d+x\d+\?/.test(message.text ?? ''))
    if (asked) this.say()
    else if (this.press(news, 'person:write')) this.step = 'wait-written'
  }

  private say(): void {
    this.seen = api.sentTo(this.chat).length
    const words = `${this.mark}m${this.sent.length}`
    this.sent.push(words)
    if (!this.photoSent && this.random() < 0.2) {
      this.photoSent = true
      const photo = [{ file_id: `photo-${this.index}`, width: 10, height: 10 }]
      api.pushMessage(this.chat, { photo, caption: words }, { firstName: `Person${this.index}` })
    } else api.pushText(this.chat, words, { firstName: `Person${this.index}` })
    this.step = 'talk'
  }

  private press(news: readonly BotMessage[], data: string): boolean {
    const message = news.find((one) =>
      buttonsOf(one).some((button) => button.callback_data?.startsWith(data)),
    )
    const button = message && buttonsOf(message).find((one) => one.callback_data?.startsWith(data))
    if (!message || !button?.callback_data) return false
    this.seen = api.sentTo(this.chat).length
    api.pressButton(this.chat, message.messageId, button.callback_data, { firstName: `Person${this.index}` })
    return true
  }
}

interface TopicWork {
  founder: Founder
  holder: number
  said: string[]
  notes: number
  heard: number
  closing: boolean
}

/** The consultants in their group. Two of them reach for each case at once. */
class Desk {
  readonly work = new Map<number, TopicWork>()

  constructor(
    private readonly random: () => number,
    private readonly founders: readonly Founder[],
  ) {}

  describe(founder: Founder): string {
    const [thread, work] = [...this.work].find(([, one]) => one.founder === founder) ?? []
    if (thread === undefined || !work) return 'no case was taken'
    const said = `said ${work.said.join(' ')}, heard ${work.heard}, closing ${work.closing}`
    const last = api.sentToTopic(GROUP, thread).slice(-4)
    return `${said}; topic: ${last.map((message) => message.text?.slice(0, 120)).join(' | ')}`
  }

  act(): void {
    for (const thread of api.topicsOf(GROUP).keys()) {
      const messages = api.sentToTopic(GROUP, thread)
      const work = this.work.get(thread)
      if (!work) this.take(thread, messages)
      else this.answer(thread, work, messages)
    }
  }

  private take(thread: number, messages: readonly BotMessage[]): void {
    const briefing = messages.map((message) => message.text).join('\n')
    const index = Number(/f(\d+)xq/.exec(briefing)?.[1] ?? -1)
    const founder = this.founders[index]
    const last = [...messages]
      .reverse()
      .find((one) => buttonsOf(one).some((button) => button.callback_data?.startsWith('case:take:')))
    if (!founder || !last) return
    const data =
      buttonsOf(last).find((one) => one.callback_data?.startsWith('case:take:'))?.callback_data ?? ''
    const [first, second] = [Math.floor(this.random() * CONSULTANTS), Math.floor(this.random() * CONSULTANTS)]
    api.pressInGroup(GROUP, thread, last.messageId, data, { id: consultantUser(first) })
    if (second !== first)
      api.pressInGroup(GROUP, thread, last.messageId, data, { id: consultantUser(second) })
    this.work.set(thread, { founder, holder: first, said: [], notes: 0, heard: 0, closing: false })
  }

  private answer(thread: number, work: TopicWork, messages: readonly BotMessage[]): void {
    const texts = messages.map((message) => message.text ?? '')
    const holds = texts.findIndex((text) => text.includes('holds the case'))
    if (holds < 0) return
    const person = { id: consultantUser(work.holder) }
    const mark = new RegExp(`${work.founder.mark}m\\d+`, 'g')
    const heard = new Set(texts.flatMap((text) => text.match(mark) ?? [])).size
    const expected = work.said.length === 0 || heard > work.heard
    if (expected && this.random() < 0.5) {
      work.heard = heard
      if (this.random() < 0.3)
        api.pushInGroup(GROUP, thread, { text: `/note secret${work.notes++}of${work.founder.mark}` }, person)
      const words = `c${work.founder.index}x${work.said.length}${this.random() < 0.5 ? '?' : '.'}`
      work.said.push(words)
      api.pushInGroup(GROUP, thread, { text: words }, person)
      return
    }
    if (
      !work.closing &&
      heard >= 1 &&
      heard === work.heard &&
      work.founder.sent.length === heard &&
      this.random() < 0.1
    ) {
      // Only once everything said has arrived, so that nobody is cut short.
      const told = api.textsTo(work.founder.chat).join('\n')
      if (!work.said.every((said) => told.includes(said))) return
      work.closing = true
      api.pushInGroup(GROUP, thread, { text: '/close answered' }, person)
    }
  }
}

function checkFounder(founder: Founder, desk: Desk): void {
  const work = [...desk.work].filter(([, one]) => one.founder === founder)
  expect(work, `topics of ${founder.mark}`).toHaveLength(1)
  const [thread, { said, notes }] = work[0] as [number, TopicWork]
  const toFounder = api.textsTo(founder.chat).flatMap((text) => text.match(/c\d+x\d+[?.]/g) ?? [])
  expect(toFounder, `what ${founder.mark} was told`).toEqual(said)
  const inTopic = api
    .sentToTopic(GROUP, thread)
    .flatMap((message) => (message.text ?? '').match(/f\d+xm\d+/g) ?? [])
  expect(inTopic, `what the topic of ${founder.mark} was told`).toEqual(founder.sent)
  if (notes > 0) expect(api.textsTo(founder.chat).join('\n')).not.toContain('secret')
  const holds = api
    .sentToTopic(GROUP, thread)
    .filter((message) => message.text?.includes('holds the case. What'))
  expect(holds, `holders of the case of ${founder.mark}`).toHaveLength(1)
  const closed = api.textsTo(founder.chat).filter((text) => text.includes('Your case is closed'))
  expect(closed, `closings of ${founder.mark}`).toHaveLength(1)
}

/** No word of one founder stands in another's chat or topic, and none in the group outside of topics. */
function checkNobodyElse(founders: readonly Founder[]): void {
  for (const founder of founders) {
    const others = api.textsTo(founder.chat).flatMap((text) => text.match(/(?:c\d+x|f\d+x)/g) ?? [])
    const own = new Set([`c${founder.index}x`, founder.mark])
    expect(
      others.filter((mark) => !own.has(mark)),
      `strange words in the chat of ${founder.mark}`,
    ).toEqual([])
  }
  expect(api.sentTo(GROUP).filter((message) => message.threadId === undefined)).toEqual([])
}

/** Nothing has been sent for a while. */
async function quiet(): Promise<void> {
  const sent = () => api.calls.filter(({ method }) => method !== 'getUpdates').length
  for (let before = -1; before !== sent(); ) {
    before = sent()
    await new Promise((resolve) => setTimeout(resolve, 4000))
  }
}

/** Every message that was to go out has arrived, and everything that came in was worked on. */
function checkNothingLeft(): void {
  const database = new Sqlite(path.join(data, 'small-steps.sqlite'), { readonly: true })
  const left = database.prepare(`select state, chat from outbox where state != 'delivered'`).all()
  const waiting = database.prepare('select chat from inbox where done_at is null').all()
  database.close()
  expect([left, waiting]).toEqual([[], []])
}

class DayProgram {
  private child: ChildProcess | null = null
  private readonly wallStart = Date.now()

  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'day-program.ts')],
      {
        env: {
          PATH: process.env.PATH ?? '',
          HOME: process.env.HOME ?? '',
          PORT: '0',
          KNOWLEDGE_ROOT: knowledge,
          DATA_DIR: data,
          TELEGRAM_BOT_TOKEN: api.token,
          TELEGRAM_API_ROOT: api.root,
          TELEGRAM_CONSULTANTS_GROUP: String(GROUP),
          DAY_CLOCK: `${this.wallStart},${MORNING},${SPEED}`,
        },
      },
    )
    this.child = child
    await new Promise<void>((resolve, reject) => {
      let output = ''
      const take = (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes('is ready')) resolve()
      }
      child.stdout?.on('data', take)
      child.stderr?.on('data', take)
      child.once('exit', (code) =>
        reject(new Error(`The program ended with ${code}: ${output.slice(-2000)}`)),
      )
    })
  }

  async kill(): Promise<void> {
    const child = this.child
    if (!child || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
}
