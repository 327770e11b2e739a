import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/retrieval/linear.ts'
import { BotApiServer } from '../support/bot-api.ts'
import { Program } from '../support/program.ts'
import { smallKnowledge } from '../support/small-knowledge.ts'
import { until } from '../support/until.ts'

const CHATS = 50
const UPDATES = 1000
const KILLS = 6

let bot: BotApiServer
let knowledge: string
let data: string
let program: Program | undefined
beforeAll(async () => {
  bot = new BotApiServer()
  await bot.start()
  knowledge = await smallKnowledge()
  data = await mkdtemp(path.join(tmpdir(), 'small-steps-crash-'))
})
afterAll(async () => {
  await program?.end('SIGKILL')
  await bot.stop()
  for (const folder of [knowledge, data]) await rm(folder, { recursive: true, force: true })
})

it('answers each of 1,000 updates once, in order, though it is killed again and again', async () => {
  program = new Program({
    KNOWLEDGE_ROOT: knowledge,
    DATA_DIR: data,
    TELEGRAM_BOT_TOKEN: bot.token,
    TELEGRAM_API_ROOT: bot.root,
  })
  await program.start()
  const random = seededRandom(7)
  const expected = new Map<number, number>()
  for (let number = 0; number < UPDATES; number++) {
    const chat = 1000 + Math.floor(random() * CHATS)
    bot.pushText(chat, '/help')
    expected.set(chat, (expected.get(chat) ?? 0) + 1)
    if ((number + 1) % Math.floor(UPDATES / (KILLS + 1)) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50 + random() * 600))
      await program.end('SIGKILL')
      await program.start()
    }
  }
  const answered = () => [...expected.keys()].reduce((sum, chat) => sum + helped(chat), 0)
  await until(() => answered() >= UPDATES, 120_000)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  for (const [chat, asked] of expected) expect(helped(chat), `replies in chat ${chat}`).toBe(asked)
  expect(await program.end('SIGTERM')).toBe(0)
}, 240_000)

/** Replies to /help: one for each. */
function helped(chat: number): number {
  return bot.textsTo(chat).filter((text) => text.includes('/mydata')).length
}
