import type { Channel } from '../channels/channel.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { ChannelName, ChatKey, Reply, Turn } from '../conversation/turn.ts'
import { messageOf } from '../errors.ts'
import type { Log } from '../operations/log.ts'
import type { Metrics } from '../operations/metrics.ts'
import { channelOf } from '../storage/channel-of.ts'
import type { Storage, WaitingTurn } from '../storage/ports.ts'

export interface TurnWorkerParts {
  storage: Storage
  conversation: Conversation
  channels: ReadonlyMap<ChannelName, Channel>
  clock: () => Date
  log: Log
  metrics: Metrics
  /** Milliseconds that a chat's waiting turns are held, since more of the same burst may follow. */
  holdMs: (turns: readonly Turn[]) => number
  /** What a person gets when a turn failed for good. */
  apology: (turn: Turn) => Reply
  /** Called when replies were put into the outbox. */
  onReplies: (channel: ChannelName) => void
}

const MOST_ATTEMPTS = 3
const RETRY_MS = 500
const CHATS_AT_ONCE = 32

/**
 * Works on what waits in the inbox: chats in the order in which they wait, the turns of a chat in theirs. What a turn
 * leads to and that it is done are stored in one transaction, so that after a crash a turn was either answered or is
 * answered anew, never half.
 */
export class TurnWorker {
  private running: Promise<void> | null = null
  private again = false
  private stopped = false
  private timer: NodeJS.Timeout | null = null

  constructor(private readonly parts: TurnWorkerParts) {}

  /** Something may wait. */
  wake(): void {
    if (this.stopped) return
    this.again = true
    this.running ??= this.run().finally(() => {
      this.running = null
      if (this.again && !this.stopped) this.wake()
    })
  }

  /** Finishes the turn under way; what waits stays in the inbox. */
  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
    await this.running
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false
      const held: ChatKey[] = []
      try {
        for (;;) {
          const chats = await this.parts.storage.stores.inbox.nextOfEachChat(held, CHATS_AT_ONCE)
          if (chats.length === 0 || this.stopped) break
          for (const chat of chats) {
            if (this.stopped) return
            const waitMs = await this.work(chat)
            if (waitMs > 0) {
              held.push(chat)
              this.wakeIn(waitMs)
            }
          }
        }
      } catch (error) {
        this.parts.log.error({ cause: messageOf(error) }, 'the inbox cannot be read')
        this.wakeIn(RETRY_MS * 4)
      }
    }
  }

  /** Works on the waiting turns of a chat; gives the milliseconds to wait when it is too early or failed. */
  private async work(chat: ChatKey): Promise<number> {
    const { storage, clock, holdMs, metrics, log } = this.parts
    const waiting = await storage.stores.inbox.waitingOf(chat)
    const last = waiting.at(-1)
    if (!last) return 0
    const turns = waiting.map((entry) => entry.turn)
    const early = last.receivedAt + holdMs(turns) - clock().getTime()
    if (early > 0) return early
    const channel = channelOf(chat)
    this.parts.channels.get(channel)?.showTyping(chat)
    const started = performance.now()
    try {
      await this.answer(chat, turns, (stores) => this.parts.conversation.handle(turns, stores))
      metrics.turns.inc({ channel, result: 'answered' }, turns.length)
      metrics.turnSeconds.observe((performance.now() - started) / 1000)
      return 0
    } catch (error) {
      log.error({ turn: last.turn.id, attempts: last.attempts + 1, cause: messageOf(error) }, 'a turn failed')
      metrics.turns.inc({ channel, result: 'failed' }, turns.length)
      return this.afterFailure(chat, waiting)
    }
  }

  private async answer(
    chat: ChatKey,
    turns: readonly Turn[],
    reply: (stores: Storage['stores']) => Promise<Reply[]>,
  ): Promise<void> {
    const channel = channelOf(chat)
    const last = turns.at(-1)
    const bubbles = this.parts.channels.get(channel)?.bubbles ?? ((whole: Reply) => [whole])
    await this.parts.storage.transaction(async (stores) => {
      for (const said of await reply(stores)) {
        for (const bubble of bubbles(said)) {
          await stores.outbox.add(chat, bubble, {
            turnId: last?.id ?? null,
            pressedMessageRef: bubble.replacesPressed ? (last?.messageRef ?? null) : null,
          })
        }
      }
      await stores.inbox.markDone(turns)
    })
    this.parts.onReplies(channel)
  }

  /** A turn that fails again and again gets an apology, so that it neither is lost silently nor blocks the chat. */
  private async afterFailure(chat: ChatKey, waiting: readonly WaitingTurn[]): Promise<number> {
    const turns = waiting.map((entry) => entry.turn)
    await this.parts.storage.stores.inbox.countFailure(turns)
    const last = waiting.at(-1) as WaitingTurn
    if (last.attempts + 1 < MOST_ATTEMPTS) return RETRY_MS * 2 ** last.attempts
    await this.answer(chat, turns, async () => [this.parts.apology(last.turn)])
    return 0
  }

  private wakeIn(ms: number): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => this.wake(), ms)
  }
}
