import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { textReply } from '../../src/conversation/turn.ts'
import type { Storage } from '../../src/storage/ports.ts'
import { aTurn } from '../support/turns.ts'

/** What every implementation of the storage port promises. */
export function storageContract(name: string, open: (clock: () => Date) => Promise<Storage>): void {
  describe(`${name} storage`, () => {
    let storage: Storage
    let now = new Date('2026-11-26T10:00:00Z')
    const clock = () => now
    beforeEach(async () => {
      now = new Date('2026-11-26T10:00:00Z')
      storage = await open(clock)
    })
    afterEach(() => storage.close())

    it('takes the same turn in once', async () => {
      const turn = aTurn('how much')
      expect(await storage.stores.inbox.add(turn)).toBe(true)
      expect(await storage.stores.inbox.add(turn)).toBe(false)
      expect(await storage.stores.inbox.waitingOf(turn.chat)).toHaveLength(1)
    })

    it('does not take in again a turn that was done', async () => {
      const turn = aTurn('how much')
      await storage.stores.inbox.add(turn)
      await storage.stores.inbox.markDone([turn])
      expect(await storage.stores.inbox.add(turn)).toBe(false)
      expect(await storage.stores.inbox.waitingCount()).toBe(0)
    })

    it('gives chats in the order in which they wait, and their turns in order', async () => {
      const first = aTurn('one', { chat: 'web:ana' })
      const second = aTurn('two', { chat: 'web:ben' })
      const third = aTurn('three', { chat: 'web:ana' })
      for (const turn of [first, second, third]) await storage.stores.inbox.add(turn)
      expect(await storage.stores.inbox.nextOfEachChat([], 10)).toEqual(['web:ana', 'web:ben'])
      expect(await storage.stores.inbox.nextOfEachChat(['web:ana'], 10)).toEqual(['web:ben'])
      expect((await storage.stores.inbox.waitingOf('web:ana')).map((entry) => entry.turn)).toEqual([
        first,
        third,
      ])
    })

    it('remembers the ids of new messages, not of pressed or edited ones, also when they are done', async () => {
      const turn = aTurn('one', { chat: 'telegram:5', messageRef: '41' })
      await storage.stores.inbox.add(turn)
      await storage.stores.inbox.add(aTurn('two', { chat: 'telegram:5', messageRef: '41', edited: true }))
      await storage.stores.inbox.add(
        aTurn('', { chat: 'telegram:5', messageRef: '7', content: { kind: 'button', data: 'x' } }),
      )
      await storage.stores.inbox.add(aTurn('three', { chat: 'web:ana', messageRef: '3' }))
      await storage.stores.inbox.markDone([turn])
      expect(await storage.stores.inbox.recentMessageRefs('telegram', 10)).toEqual([
        { chat: 'telegram:5', ref: '41' },
      ])
    })

    it('keeps no text of a turn that is done', async () => {
      const turn = aTurn('my secret is 4711')
      await storage.stores.inbox.add(turn)
      await storage.stores.inbox.markDone([turn])
      expect(JSON.stringify(await storage.stores.chats.exportAll(turn.chat))).not.toContain('4711')
    })

    it('undoes everything of a transaction that fails', async () => {
      const turn = aTurn('hello')
      await storage.stores.inbox.add(turn)
      const failing = storage.transaction(async (stores) => {
        await stores.outbox.add(turn.chat, textReply('en', 'hi'), {
          turnId: turn.id,
          pressedMessageRef: null,
        })
        await stores.inbox.markDone([turn])
        throw new Error('power is gone')
      })
      await expect(failing).rejects.toThrow('power is gone')
      expect(await storage.stores.inbox.waitingCount()).toBe(1)
      expect(await storage.stores.outbox.waitingCount()).toBe(0)
    })

    const origin = { turnId: null, pressedMessageRef: null }

    it('gives only the first waiting message of each chat', async () => {
      const first = await storage.stores.outbox.add('web:ana', textReply('en', 'one'), origin)
      await storage.stores.outbox.add('web:ana', textReply('en', 'two'), origin)
      const other = await storage.stores.outbox.add('web:ben', textReply('en', 'three'), origin)
      const due = await storage.stores.outbox.due('web', now.getTime(), [], 10)
      expect(due.map((entry) => entry.id)).toEqual([first, other])
    })

    it('gives one message at a time for all topics of a group, and others beside it', async () => {
      const first = await storage.stores.outbox.add('telegram:-1009:45', textReply('en', 'one'), origin)
      await storage.stores.outbox.add('telegram:-1009:46', textReply('en', 'two'), origin)
      const person = await storage.stores.outbox.add('telegram:1009', textReply('en', 'three'), origin)
      const due = await storage.stores.outbox.due('telegram', now.getTime(), [], 10)
      expect(due.map((entry) => entry.id)).toEqual([first, person])
      expect(
        (await storage.stores.outbox.due('telegram', now.getTime(), ['telegram:-1009:45'], 10)).map(
          (entry) => entry.id,
        ),
      ).toEqual([person])
    })

    it('a message that was put off holds back the later ones of its chat, and no others', async () => {
      const first = await storage.stores.outbox.add('web:ana', textReply('en', 'one'), origin)
      await storage.stores.outbox.add('web:ana', textReply('en', 'two'), origin)
      const other = await storage.stores.outbox.add('web:ben', textReply('en', 'three'), origin)
      await storage.stores.outbox.settle(
        first,
        { kind: 'retry', retryAfterMs: 5000, reason: 'pause' },
        now.getTime(),
      )
      const ids = async (at: number) =>
        (await storage.stores.outbox.due('web', at, [], 10)).map((entry) => entry.id)
      expect(await ids(now.getTime())).toEqual([other])
      expect(await ids(now.getTime() + 5000)).toEqual([first, other])
      await storage.stores.outbox.settle(other, { kind: 'delivered', messageRefs: [] }, now.getTime())
      expect(await storage.stores.outbox.nextDueAt('web')).toBe(now.getTime() + 5000)
    })

    it('an outage of two days loses no message, however often it was tried', async () => {
      const id = await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
      for (let attempt = 0; attempt < 200; attempt++) {
        now = new Date(now.getTime() + 15 * 60_000)
        await storage.stores.outbox.markSending(id, null)
        const result = { kind: 'retry' as const, retryAfterMs: 30_000, reason: '502' }
        await storage.stores.outbox.settle(id, result, now.getTime())
      }
      expect(await storage.stores.outbox.waitingCount()).toBe(1)
    })

    it('a message that perhaps arrived is still known as such after the next try was put off', async () => {
      const id = await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
      await storage.stores.outbox.markSending(id, '77')
      const result = { kind: 'retry' as const, retryAfterMs: 0, reason: 'lost', perhapsSent: true }
      await storage.stores.outbox.settle(id, result, now.getTime())
      const [entry] = await storage.stores.outbox.due('telegram', now.getTime(), [], 1)
      expect(entry).toMatchObject({ id, state: 'sending', attemptNote: '77' })
    })

    it('tells the ids that a messenger gave an entry, once it is delivered', async () => {
      const id = await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
      expect(await storage.stores.outbox.messageRefsOf(id)).toBeNull()
      await storage.stores.outbox.settle(id, { kind: 'delivered', messageRefs: ['41'] }, now.getTime())
      expect(await storage.stores.outbox.messageRefsOf(id)).toEqual(['41'])
      expect(await storage.stores.outbox.messageRefsOf(id + 1000)).toBeNull()
    })

    it('a delivered message is gone from what is due, and the next one comes', async () => {
      const first = await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
      const second = await storage.stores.outbox.add('telegram:1', textReply('en', 'two'), origin)
      await storage.stores.outbox.settle(first, { kind: 'delivered', messageRefs: ['77'] }, now.getTime())
      const due = await storage.stores.outbox.due('telegram', now.getTime(), [], 10)
      expect(due.map((entry) => entry.id)).toEqual([second])
    })

    it('keeps the text of delivered messages for the web page only', async () => {
      for (const chat of ['telegram:1', 'web:ana'] as const) {
        const id = await storage.stores.outbox.add(chat, textReply('en', 'one'), origin)
        await storage.stores.outbox.settle(id, { kind: 'delivered', messageRefs: [] }, now.getTime())
      }
      expect(await storage.stores.outbox.after('telegram:1', 0, 10)).toHaveLength(0)
      expect(await storage.stores.outbox.after('web:ana', 0, 10)).toHaveLength(1)
    })

    it('remembers that a message was being sent, with the note of the channel', async () => {
      const id = await storage.stores.outbox.add('telegram:1', textReply('en', 'one'), origin)
      await storage.stores.outbox.markSending(id, 'after 41')
      const [entry] = await storage.stores.outbox.due('telegram', now.getTime(), [], 10)
      expect(entry).toMatchObject({ id, state: 'sending', attemptNote: 'after 41', attempts: 1 })
    })

    it('erases every row about a chat and nothing about another', async () => {
      for (const chat of ['web:ana', 'web:ben'] as const) {
        await storage.stores.inbox.add(aTurn('hello', { chat }))
        await storage.stores.outbox.add(chat, textReply('en', 'hi'), origin)
        await storage.stores.chats.save(chat, '{"a":1}', '2026-11-26')
      }
      await storage.stores.chats.erase('web:ana')
      expect(Object.values(await storage.stores.chats.exportAll('web:ana')).flat()).toEqual([])
      expect(Object.values(await storage.stores.chats.exportAll('web:ben')).flat()).toHaveLength(3)
    })

    it('looks through all chats in portions, each once', async () => {
      for (const chat of ['web:c', 'web:a', 'web:b'] as const)
        await storage.stores.chats.save(chat, '{}', '2026-11-26')
      const first = await storage.stores.chats.page(null, 2)
      const second = await storage.stores.chats.page('web:b', 2)
      expect([...first, ...second].map((one) => one.chat)).toEqual(['web:a', 'web:b', 'web:c'])
    })

    it('keeps the last opinion on an answer', async () => {
      const opinion = {
        chat: 'web:ana' as const,
        answerId: 'a1',
        articles: ['si/vat'],
        outcome: 'answered',
        language: 'sl' as const,
        verdict: 'down' as const,
        reason: 'unclear' as const,
        question: null,
        at: '2026-11-26T10:00:00.000Z',
      }
      await storage.stores.feedback.save({ ...opinion, verdict: 'up', reason: null })
      await storage.stores.feedback.save(opinion)
      expect(await storage.stores.feedback.of('web:ana', 'a1')).toEqual(opinion)
      expect(await storage.stores.feedback.of('web:ben', 'a1')).toBeNull()
      expect(await storage.stores.feedback.since('2026-11-26', 10)).toEqual([opinion])
      expect(await storage.stores.feedback.since('2026-11-27', 10)).toEqual([])
    })

    it('an erasure is due at its time and not after it was cancelled', async () => {
      const erasure = {
        chat: 'web:ana' as const,
        dueAt: 1000,
        phase: 'asked' as const,
        language: 'ar' as const,
      }
      await storage.stores.erasures.schedule({ ...erasure, dueAt: 5 })
      await storage.stores.erasures.schedule(erasure)
      expect(await storage.stores.erasures.due(999, 10)).toEqual([])
      expect(await storage.stores.erasures.due(1000, 10)).toEqual([erasure])
      expect(await storage.stores.erasures.cancel('web:ana')).toBe(true)
      expect(await storage.stores.erasures.cancel('web:ana')).toBe(false)
      expect(await storage.stores.erasures.of('web:ana')).toBeNull()
    })
  })
}
