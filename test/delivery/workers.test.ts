import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Conversation } from '../../src/conversation/conversation.ts'
import { type Turn, textReply } from '../../src/conversation/turn.ts'
import { DeliveryWorker } from '../../src/delivery/delivery-worker.ts'
import { TurnWorker } from '../../src/delivery/turn-worker.ts'
import { createLog } from '../../src/operations/log.ts'
import { createMetrics } from '../../src/operations/metrics.ts'
import type { OutboxEntry, Storage } from '../../src/storage/ports.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/storage.ts'
import { RecordingChannel } from '../support/recording-channel.ts'
import { aTurn } from '../support/turns.ts'
import { until } from '../support/until.ts'

const log = createLog('silent')
const metrics = createMetrics(async () => ({ inbox: 0, outbox: 0 }))
const clock = () => new Date()

/** Says each text back, one reply a turn. */
const echo: Conversation = {
  handle: async (turns) =>
    turns.map((turn) =>
      textReply('en', turn.content.kind === 'text' ? `you said ${turn.content.text}` : 'ok'),
    ),
}

describe('from the inbox to the person', () => {
  let storage: Storage
  let channel: RecordingChannel
  let deliveries: DeliveryWorker
  let turns: TurnWorker
  let undelivered: OutboxEntry[]

  beforeEach(async () => {
    storage = await openSqliteStorage(null)
    channel = new RecordingChannel()
    undelivered = []
    deliveries = new DeliveryWorker({
      storage,
      channel,
      clock,
      log,
      metrics,
      onUndelivered: async (entry) => void undelivered.push(entry),
    })
  })
  afterEach(async () => {
    await turns?.stop()
    await deliveries.stop()
    await storage.close()
  })

  function workWith(
    conversation: Conversation,
    holdMs: (waiting: readonly Turn[]) => number = () => 0,
  ): void {
    turns = new TurnWorker({
      storage,
      conversation,
      channels: new Map([['telegram', channel]]),
      clock,
      log,
      metrics,
      holdMs,
      apology: () => textReply('en', 'sorry'),
      onReplies: () => deliveries.wake(),
    })
  }

  it('answers what waited when it starts, in order within each chat', async () => {
    for (const text of ['one', 'two', 'three']) {
      for (const chat of ['telegram:1', 'telegram:2'] as const)
        await storage.stores.inbox.add(aTurn(text, { chat }))
    }
    workWith(echo)
    turns.wake()
    await until(() => channel.sent.length === 6)
    for (const chat of ['telegram:1', 'telegram:2'] as const) {
      expect(channel.textsTo(chat)).toEqual(['you said one', 'you said two', 'you said three'])
    }
    expect(await storage.stores.inbox.waitingCount()).toBe(0)
  })

  it('shows at once that an answer is being prepared', async () => {
    await storage.stores.inbox.add(aTurn('one', { chat: 'telegram:1' }))
    workWith(echo)
    turns.wake()
    await until(() => channel.sent.length === 1)
    expect(channel.typing).toEqual(['telegram:1'])
  })

  it('gives a burst of fragments to the conversation at once', async () => {
    const handled: number[] = []
    const counting: Conversation = {
      async handle(waiting) {
        handled.push(waiting.length)
        return [textReply('en', 'ok')]
      },
    }
    workWith(counting, () => 80)
    for (const text of ['hello', 'i have', 'a question']) {
      await storage.stores.inbox.add(aTurn(text, { chat: 'telegram:1' }))
      turns.wake()
    }
    await until(() => channel.sent.length === 1)
    expect(handled).toEqual([3])
  })

  it('a turn that fails is tried again and answered once', async () => {
    let calls = 0
    workWith({
      handle: async (waiting) => {
        calls++
        if (calls === 1) throw new Error('disk is slow')
        return echo.handle(waiting, storage.stores)
      },
    })
    await storage.stores.inbox.add(aTurn('one', { chat: 'telegram:1' }))
    turns.wake()
    await until(() => channel.sent.length === 1)
    expect(channel.textsTo('telegram:1')).toEqual(['you said one'])
  })

  it('a turn that always fails gets an apology, and the chats go on', async () => {
    workWith({
      handle: async (waiting) => {
        if (waiting[0]?.chat === 'telegram:1') throw new Error('always')
        return echo.handle(waiting, storage.stores)
      },
    })
    await storage.stores.inbox.add(aTurn('bad', { chat: 'telegram:1' }))
    await storage.stores.inbox.add(aTurn('good', { chat: 'telegram:2' }))
    turns.wake()
    await until(() => channel.sent.length === 2)
    expect(channel.textsTo('telegram:2')).toEqual(['you said good'])
    expect(channel.textsTo('telegram:1')).toEqual(['sorry'])
  })

  const origin = { turnId: null, pressedMessageRef: null }

  it('a message that is put off is delivered later, before the next one of its chat', async () => {
    let first = true
    channel.answer = async () => {
      if (first) {
        first = false
        return { kind: 'retry', retryAfterMs: 60, reason: '429' }
      }
      return { kind: 'delivered', messageRefs: [] }
    }
    for (const text of ['one', 'two'])
      await storage.stores.outbox.add('telegram:1', textReply('en', text), origin)
    deliveries.wake()
    await until(() => channel.sent.length === 2)
    expect(channel.textsTo('telegram:1')).toEqual(['one', 'two'])
  })

  it('does not send again what a crash cut off after the messenger had taken it', async () => {
    const taken = await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
    const lost = await storage.stores.outbox.add('telegram:2', textReply('en', 'two'), origin)
    for (const id of [taken, lost]) await storage.stores.outbox.markSending(id, 'note')
    channel.taken.add(taken)
    deliveries.wake()
    await until(async () => (await storage.stores.outbox.waitingCount()) === 0)
    expect(channel.sent.map((message) => message.id)).toEqual([lost])
  })

  it('says which message did not reach a person who blocked the bot, and goes on with others', async () => {
    channel.answer = async (message) =>
      message.chat === 'telegram:1'
        ? { kind: 'unreachable', reason: 'blocked' }
        : { kind: 'delivered', messageRefs: [] }
    await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
    await storage.stores.outbox.add('telegram:2', textReply('en', 'two'), origin)
    deliveries.wake()
    await until(() => undelivered.length === 1 && channel.sent.length === 1)
    expect(undelivered[0]?.chat).toBe('telegram:1')
  })

  it('does nothing more when it is woken after its stop', async () => {
    await deliveries.stop()
    await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
    deliveries.wake()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(channel.sent).toEqual([])
    expect(await storage.stores.outbox.waitingCount()).toBe(1)
  })

  it('a slow chat does not hold back the others', async () => {
    let release = () => {}
    const slow = new Promise<void>((resolve) => {
      release = resolve
    })
    channel.answer = async (message) => {
      if (message.chat === 'telegram:1') await slow
      return { kind: 'delivered', messageRefs: [] }
    }
    await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
    await storage.stores.outbox.add('telegram:2', textReply('en', 'two'), origin)
    deliveries.wake()
    await until(() => channel.sent.length === 1)
    expect(channel.sent[0]?.chat).toBe('telegram:2')
    release()
    await until(() => channel.sent.length === 2)
  })
})
