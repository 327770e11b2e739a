import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readAhead } from '../../src/answering/passage-reading.ts'
import { type App, buildApp } from '../../src/app.ts'
import type { Channel, DeliveryResult, OutgoingMessage } from '../../src/channels/channel.ts'
import type { Reply } from '../../src/conversation/turn.ts'
import { readSettings } from '../../src/settings.ts'
import type { BenchQuestion } from './bench-questions.ts'
import { type Timing, timing } from './timing.ts'

/** A messenger that takes every message at once and tells when the first one that answers a turn arrived. */
class InstantChannel implements Channel {
  readonly name = 'telegram'
  private readonly waiting = new Map<string, () => void>()

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  bubbles(reply: Reply): Reply[] {
    return [reply]
  }
  async deliver(message: OutgoingMessage): Promise<DeliveryResult> {
    this.waiting.get(message.turnId ?? '')?.()
    return { kind: 'delivered', messageRefs: [String(message.id)] }
  }
  showTyping(): void {}

  answered(turnId: string): Promise<void> {
    return new Promise((resolve) => this.waiting.set(turnId, resolve))
  }
}

/** Chats that talk at once, and how long each person reads before the next message. */
export interface Crowd {
  chats: number
  /** Messages of each. */
  turns: number
  pauseMs: number
}

/** Whole turns through the whole program, storage included: from the message to its first reply. */
export async function measureChats(
  root: string,
  cacheFolder: string,
  questions: readonly BenchQuestion[],
  { chats, turns, pauseMs }: Crowd,
): Promise<Timing> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'bench-chats-'))
  const channel = new InstantChannel()
  const settings = readSettings({ DATA_DIR: dataFolder, PORT: '0', LOG_LEVEL: 'silent' }, root)
  const app = await buildApp(settings, { channels: () => [channel], cacheFolder, holdMs: () => 0 })
  try {
    await app.start()
    await readAhead(app.assistant.knowledge.articles, app.assistant.tools.lexicon, { pauseMs: 0 })
    const warmUp = { turns: 6, pauseMs: 0 }
    await Promise.all([...Array(5).keys()].map((chat) => talk(app, channel, questions, 9000 + chat, warmUp)))
    const started = performance.now()
    const times = await Promise.all(
      Array.from({ length: chats }, (_, chat) => talk(app, channel, questions, chat + 1, { turns, pauseMs })),
    )
    return timing(times.flat(), performance.now() - started)
  } finally {
    await app.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function talk(
  app: App,
  channel: InstantChannel,
  questions: readonly BenchQuestion[],
  chat: number,
  { turns, pauseMs }: Omit<Crowd, 'chats'>,
): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    // People do not write in step.
    if (pauseMs > 0) await setTimeout(pauseMs * (0.5 + ((chat * 37 + turn * 11) % 100) / 100))
    const { text = '' } = questions[(chat * 31 + turn * 7) % questions.length] ?? {}
    const id = `bench-${chat}-${turn}`
    const answered = channel.answered(id)
    const started = performance.now()
    await app.intake.accept({
      id,
      chat: `telegram:${chat}`,
      sentAt: new Date().toISOString(),
      content: { kind: 'text', text },
    })
    await answered
    times.push(performance.now() - started)
  }
  return times
}
