import { onTestFinished } from 'vitest'
import type { Intake, OutgoingMessage } from '../../src/channels/channel.ts'
import {
  createTelegramChannel,
  type TelegramChannel,
  type TelegramOptions,
} from '../../src/channels/telegram/channel.ts'
import { type Reply, type Turn, textReply } from '../../src/conversation/turn.ts'
import { BotApiServer } from '../support/bot-api.ts'

/** Keeps turns like the real inbox; `refuse` makes it fail. */
export class RecordingIntake implements Intake {
  readonly turns: Turn[] = []
  readonly calls: Turn[] = []
  refuse: ((turn: Turn) => Error | null) | null = null
  /** Awaited before a turn is stored. */
  gate: Promise<unknown> = Promise.resolve()

  async accept(turn: Turn): Promise<'new' | 'duplicate'> {
    this.calls.push(turn)
    await this.gate
    const error = this.refuse?.(turn)
    if (error) throw error
    if (this.turns.some((known) => known.id === turn.id)) return 'duplicate'
    this.turns.push(turn)
    return 'new'
  }

  get texts(): string[] {
    return this.turns.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
  }
}

export class RecordingLog {
  readonly lines: { level: string; facts: object; text: string }[] = []
  info = (facts: object, text: string) => void this.lines.push({ level: 'info', facts, text })
  warn = (facts: object, text: string) => void this.lines.push({ level: 'warn', facts, text })
  error = (facts: object, text: string) => void this.lines.push({ level: 'error', facts, text })

  about(problem: string) {
    return this.lines.filter(({ facts }) => (facts as { problem?: string }).problem === problem)
  }
}

export interface Opened {
  api: BotApiServer
  intake: RecordingIntake
  log: RecordingLog
  channel: TelegramChannel
  signal: AbortSignal
}

/** A channel against an emulated Bot API; both are stopped after the test. Not started yet. */
export async function openChannel(
  options: Partial<TelegramOptions> = {},
  given: { api?: BotApiServer } = {},
): Promise<Opened> {
  const api = given.api ?? new BotApiServer()
  if (!given.api) await api.start()
  const intake = new RecordingIntake()
  const log = new RecordingLog()
  const channel = createTelegramChannel({
    token: api.token,
    apiRoot: api.root,
    intake,
    log,
    webhook: null,
    callTimeoutMs: 5000,
    callsPerSecond: null,
    pollSeconds: 5,
    backoff: { firstMs: 2, maxMs: 20 },
    ...options,
  })
  onTestFinished(async () => {
    await channel.stop()
    await api.stop()
  })
  return { api, intake, log, channel, signal: new AbortController().signal }
}

let outboxId = 0

export function outgoing(
  reply: Reply | string,
  chatId = 5,
  changes: Partial<OutgoingMessage> = {},
): OutgoingMessage {
  outboxId++
  return {
    id: outboxId,
    chat: `telegram:${chatId}`,
    reply: typeof reply === 'string' ? textReply('en', reply) : reply,
    turnId: null,
    pressedMessageRef: null,
    ...changes,
  }
}
