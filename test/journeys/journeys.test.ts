import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/answering/types.ts'
import { type App, buildApp } from '../../src/app.ts'
import { burstHoldMs } from '../../src/conversation/burst.ts'
import { parseChatState } from '../../src/conversation/chat-state.ts'
import type { Button, ChatKey } from '../../src/conversation/turn.ts'
import { createLog } from '../../src/operations/log.ts'
import { readSettings } from '../../src/settings.ts'
import { BotApiServer } from '../support/bot-api.ts'
import {
  type Person,
  PersonAtTelegram,
  PersonAtTerminal,
  PersonAtWebPage,
  type Seen,
} from '../support/people.ts'
import { until } from '../support/until.ts'
import { complaintsAbout } from './complaints.ts'
import { readFirstMessages } from './first/messages.ts'
import { readStories, type Story, type StoryChannel } from './story.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const STORIES = readStories()
const LONGEST_STEP_MS = 20_000

describe('journeys of people through the whole program', () => {
  const api = new BotApiServer()
  const terminal = new PersonAtTerminal()
  const answers: Answer[] = []
  let folder: string
  let app: App
  let chatCount = 0

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'journeys-'))
    await api.start()
    const root = process.env.KNOWLEDGE_ROOT ?? ROOT
    const clock = () => new Date()
    app = await buildApp(
      readSettings(
        {
          PORT: '0',
          DATA_DIR: folder,
          KNOWLEDGE_ROOT: root,
          TELEGRAM_BOT_TOKEN: api.token,
          TELEGRAM_API_ROOT: api.root,
        },
        root,
      ),
      {
        clock,
        log: createLog('silent'),
        channels: (intake) => [terminal.channel(intake, clock)],
        cacheFolder: path.join(tmpdir(), 'small-steps-test-cache'),
        // Bursts are waited for, but not as long as for real people.
        holdMs: (turns) => Math.min(burstHoldMs(turns), 150),
      },
    )
    const answer = app.assistant.answer
    app.assistant.answer = (question) => {
      const given = answer(question)
      answers.push(given)
      return given
    }
    await app.start()
  }, 600_000)
  afterAll(async () => {
    await app?.stop()
    await api.stop()
    await rm(folder, { recursive: true, force: true })
  }, 30_000)

  it('are at least 25, in at least 6 languages, one of them written from right to left', () => {
    const languages = new Set(
      STORIES.flatMap((story) => story.steps.flatMap((step) => step.expects?.language ?? [])),
    )
    expect(STORIES.length).toBeGreaterThanOrEqual(25)
    expect(languages.size).toBeGreaterThanOrEqual(6)
    expect([...languages].some((language) => ['ar', 'ur', 'fa'].includes(language))).toBe(true)
  })

  describe('the plainest first message gets an answer for its country and no offer of a person', () => {
    it.each(readFirstMessages())('$language: $says', ({ language, country, says }) => {
      const answer = app.assistant.answer({ text: says, profile: {}, history: [] })
      expect(answer).toMatchObject({ outcome: 'answered', handover: null, language, country })
      expect(answer.articles.slice(0, 3).some((id) => id.startsWith(`${country}/`))).toBe(true)
    })
  })

  for (const story of STORIES) {
    describe(`${story.name}: ${story.story}`, () => {
      for (const channel of story.on) {
        it(`on ${channel}`, () => play(story, channel), 120_000)
      }
    })
  }

  async function play(story: Story, channel: StoryChannel): Promise<void> {
    const { person, chat } = await personAt(channel, story.phone)
    let before = await person.sees()
    let buttons: Button[] = []
    for (const [index, step] of story.steps.entries()) {
      const answersBefore = answers.length
      if (step.presses === undefined) for (const text of step.says ?? []) await person.types(text)
      else await person.presses(buttonFor(step.presses, buttons))
      const after = await replies(person, before)
      const seen = changed(before, after)
      const place = `step ${index + 1} (${step.presses ?? step.says?.join(' / ')})`
      const complaints = complaintsAbout(step.expects ?? {}, {
        answer: answers.slice(answersBefore).at(-1) ?? null,
        seen,
        profile: await profileOf(await chat()),
      })
      expect(complaints, `${place}, ${answers.at(-1)?.trace.join(', ')}`).toEqual([])
      before = after
      buttons = seen.flatMap((one) => one.buttons)
    }
  }

  async function personAt(
    channel: StoryChannel,
    language: string,
  ): Promise<{ person: Person; chat: () => Promise<ChatKey> }> {
    chatCount++
    switch (channel) {
      case 'telegram': {
        const id = 7000 + chatCount
        return { person: new PersonAtTelegram(api, id, language), chat: async () => `telegram:${id}` }
      }
      case 'web': {
        const known = new Set((await app.storage.stores.chats.page(null, 1000)).map((one) => one.chat))
        const address = `10.0.${Math.floor(chatCount / 250)}.${chatCount % 250}`
        return {
          person: new PersonAtWebPage(app.server, address, language),
          chat: async () => {
            const all = await app.storage.stores.chats.page(null, 1000)
            return all.find((one) => one.chat.startsWith('web:') && !known.has(one.chat))?.chat ?? 'web:none'
          },
        }
      }
      case 'terminal': {
        await app.storage.stores.chats.erase('terminal:me')
        terminal.begin(language)
        return { person: terminal, chat: async () => 'terminal:me' }
      }
      default:
        return channel satisfies never
    }
  }

  /** What is to be seen once everything that came in is answered and delivered. */
  async function replies(person: Person, before: readonly Seen[]): Promise<Seen[]> {
    const { inbox, outbox } = app.storage.stores
    let after: Seen[] = []
    await until(async () => {
      after = await person.sees()
      const quiet = (await inbox.waitingCount()) + (await outbox.waitingCount()) === 0
      return quiet && changed(before, after).length > 0
    }, LONGEST_STEP_MS)
    return person.sees()
  }

  async function profileOf(chat: ChatKey) {
    return parseChatState(await app.storage.stores.chats.get(chat), '').state.profile
  }
})

/** New messages, and older ones that were changed. */
function changed(before: readonly Seen[], after: readonly Seen[]): Seen[] {
  return after.filter((one, index) => JSON.stringify(one) !== JSON.stringify(before[index]))
}

function buttonFor(start: string, buttons: readonly Button[]): Button & { data: string } {
  for (const button of buttons) if ('data' in button && button.data.startsWith(start)) return button
  const labels = buttons.map((button) => ('data' in button ? button.data : button.url))
  throw new Error(`There is no button ${start} among ${labels.join(' ')}.`)
}
