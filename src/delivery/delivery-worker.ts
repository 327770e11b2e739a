import type { Channel, DeliveryResult } from '../channels/channel.ts'
import type { ChatKey } from '../conversation/turn.ts'
import { messageOf } from '../errors.ts'
import type { Log } from '../operations/log.ts'
import type { Metrics } from '../operations/metrics.ts'
import type { OutboxEntry, Storage, Stores } from '../storage/ports.ts'

export interface DeliveryWorkerParts {
  storage: Storage
  channel: Channel
  clock: () => Date
  log: Log
  metrics: Metrics
  /**
   * The person of a chat cannot be reached any more, or a message could not be delivered. Part of the transaction that stores
   * the failure, so that what follows from it is never lost.
   */
  onUndelivered: (entry: OutboxEntry, result: DeliveryResult, stores: Stores) => Promise<void>
  /** A message was delivered or failed for good; called after that is stored. */
  onSettled?: (entry: OutboxEntry) => void
}

/** Each of these must be looked for after a crash, so not more than a messenger needs to be kept busy. */
const CHATS_AT_ONCE = 10
const PAUSE_AFTER_FAILURE_MS = 2000
/** The storage is asked anew at least so often, also when nobody wakes the worker. */
const LONGEST_SLEEP_MS = 15_000

/** Delivers what lies in the outbox of one channel, in order within a chat, many chats side by side. */
export class DeliveryWorker {
  private readonly busy = new Map<ChatKey, Promise<void>>()
  private readonly abort = new AbortController()
  private looking = false
  private again = false
  private timer: NodeJS.Timeout | null = null

  constructor(private readonly parts: DeliveryWorkerParts) {}

  /** Something may be due. */
  wake(): void {
    if (this.stopping) return
    this.again = true
    if (!this.looking && !this.abort.signal.aborted) void this.look()
  }

  /** Finishes the deliveries under way; what waits stays in the outbox. Cuts them off after `graceMs`. */
  async stop(graceMs = 5000): Promise<void> {
    this.abortLooking()
    const cut = setTimeout(() => this.abort.abort(), graceMs)
    await Promise.allSettled([...this.busy.values()])
    clearTimeout(cut)
    this.abort.abort()
  }

  private stopping = false

  private abortLooking(): void {
    this.stopping = true
    if (this.timer) clearTimeout(this.timer)
  }

  private async look(): Promise<void> {
    this.looking = true
    try {
      while (this.again && !this.stopping) {
        this.again = false
        await this.startDue()
      }
    } catch (error) {
      this.parts.log.error({ cause: messageOf(error) }, 'the outbox cannot be read')
      this.sleep(2000)
    } finally {
      this.looking = false
    }
    if (this.again) this.wake()
  }

  private async startDue(): Promise<void> {
    const { storage, channel, clock } = this.parts
    const room = CHATS_AT_ONCE - this.busy.size
    if (room <= 0) return
    const now = clock().getTime()
    const due = await storage.stores.outbox.due(channel.name, now, [...this.busy.keys()], room)
    for (const entry of due) {
      if (this.stopping) return
      const work = this.send(entry).finally(() => {
        this.busy.delete(entry.chat)
        this.wake()
      })
      this.busy.set(entry.chat, work)
    }
    if (due.length > 0) return
    const next = await storage.stores.outbox.nextDueAt(channel.name)
    if (next !== null && this.busy.size === 0)
      this.sleep(Math.max(20, Math.min(LONGEST_SLEEP_MS, next - now)))
  }

  private async send(entry: OutboxEntry): Promise<void> {
    const { log, metrics, channel } = this.parts
    try {
      const result = await this.attempt(entry)
      // Cut off while nobody knows whether it arrived: it stays `sending`, and the next start finds out.
      if (result.kind === 'retry' && this.abort.signal.aborted) return
      await this.settle(entry, result)
      metrics.deliveries.inc({ channel: channel.name, result: result.kind })
      if (result.kind === 'retry')
        log.warn(
          { entry: entry.id, reason: result.reason, inMs: result.retryAfterMs },
          'a delivery is put off',
        )
      if (result.kind === 'unreachable' || result.kind === 'rejected') {
        log.warn(
          { entry: entry.id, result: result.kind, reason: result.reason },
          'a message was not delivered',
        )
      }
      if (result.kind !== 'retry') this.parts.onSettled?.(entry)
    } catch (error) {
      // The entry stays `sending` when its result could not be stored: it is looked for before it is sent again.
      log.error({ entry: entry.id, cause: messageOf(error) }, 'a delivery failed')
      await new Promise((resolve) => setTimeout(resolve, this.stopping ? 0 : PAUSE_AFTER_FAILURE_MS))
    }
  }

  private async settle(entry: OutboxEntry, result: DeliveryResult): Promise<void> {
    const { storage, clock, onUndelivered } = this.parts
    const now = clock().getTime()
    if (result.kind !== 'unreachable' && result.kind !== 'rejected')
      return storage.stores.outbox.settle(entry.id, result, now)
    await storage.transaction(async (stores) => {
      await stores.outbox.settle(entry.id, result, now)
      await onUndelivered(entry, result, stores)
    })
  }

  /** Sends an entry; one that a crash may have cut off after the messenger took it is looked for first. */
  private async attempt(entry: OutboxEntry): Promise<DeliveryResult> {
    const { channel, storage } = this.parts
    const { signal } = this.abort
    if (entry.state === 'sending' && channel.wasDelivered) {
      const delivered = await channel.wasDelivered(entry, entry.attemptNote, signal)
      if (delivered) return { kind: 'delivered', messageRefs: [] }
    }
    if (channel.untilReady && !(await channel.untilReady(signal))) {
      return { kind: 'retry', retryAfterMs: 0, reason: 'stopped before it was sent' }
    }
    await storage.stores.outbox.markSending(entry.id, channel.attemptNote?.(entry) ?? null)
    return channel.deliver(entry, signal)
  }

  private sleep(ms: number): void {
    if (this.stopping) return
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => this.wake(), ms)
  }
}
