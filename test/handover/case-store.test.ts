import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/ports.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/storage.ts'
import { aNewCase } from './cases.ts'
import { aConsultant } from './desk-world.ts'

const at = '2026-11-26T10:00:00.000Z'

describe('cases in storage', () => {
  let folder: string
  let storage: Storage
  let other: Storage
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'small-steps-cases-'))
    const clock = () => new Date(at)
    // Two processes on the same file, as a console and a bot may be.
    ;[storage, other] = [await openSqliteStorage(folder, clock), await openSqliteStorage(folder, clock)]
  })
  afterEach(async () => {
    await Promise.all([storage.close(), other.close()])
    await rm(folder, { recursive: true })
  })

  it('two consultants who take at once never both get the case', async () => {
    const one = await storage.stores.cases.open(aNewCase())
    const take = (by: string) => storage.stores.cases.apply(one.id, { kind: 'take', by, at })
    const results = await Promise.allSettled(['ana', 'ben', 'eva'].map(take))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ code: 'CASE_ALREADY_TAKEN' })
  })

  it('two processes that take at once never both get a case', async () => {
    const count = 30
    for (let index = 0; index < count; index++)
      await storage.stores.cases.open(aNewCase({ chat: `telegram:${index}` }))
    await other.close()
    const script = path.join(import.meta.dirname, 'take-cases.ts')
    const run = promisify(execFile)
    const takers = ['ana', 'ben'].map((by) =>
      run(process.execPath, ['--import', 'tsx', script, folder, by, String(count)]),
    )
    const taken = (await Promise.all(takers)).map(({ stdout }) => JSON.parse(stdout) as number[])
    other = await openSqliteStorage(folder)
    expect(taken.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index + 1))
    const held = await storage.stores.cases.list({ states: ['taken'] })
    expect(held.filter(({ assignedTo }) => assignedTo === 'ana')).toHaveLength(taken[0]?.length ?? -1)
  }, 60_000)

  it('a chat has one case running at a time', async () => {
    const one = await storage.stores.cases.open(aNewCase())
    await expect(other.stores.cases.open(aNewCase())).rejects.toMatchObject({
      code: 'CASE_ALREADY_OPEN',
      caseId: one.id,
    })
    await storage.stores.cases.apply(one.id, {
      kind: 'close',
      by: null,
      reason: 'withdrawn',
      actor: { kind: 'person' },
      at,
    })
    expect((await storage.stores.cases.open(aNewCase())).id).not.toBe(one.id)
  })

  it('each step is a line in the history; a refused one leaves none', async () => {
    const one = await storage.stores.cases.open(aNewCase())
    await storage.stores.cases.apply(one.id, { kind: 'take', by: 'ana', at })
    await expect(storage.stores.cases.apply(one.id, { kind: 'take', by: 'ben', at })).rejects.toThrow()
    const events = await storage.stores.cases.eventsOf(one.id)
    expect(events.map(({ name }) => name)).toEqual(['case-opened', 'case-taken'])
    expect(await storage.stores.cases.eventsAfter(events[0]?.id ?? 0, 10)).toHaveLength(1)
  })

  it('lists urgent cases first, then the ones that wait longest', async () => {
    const opened = []
    for (const [index, urgency] of (['normal', 'urgent', 'normal'] as const).entries())
      opened.push(
        await storage.stores.cases.open(
          aNewCase({ chat: `telegram:${index}`, urgency, at: `2026-11-26T0${9 - index}:00:00.000Z` }),
        ),
      )
    const ids = (await storage.stores.cases.list({ states: ['waiting'] })).map(({ id }) => id)
    expect(ids).toEqual([opened[1]?.id, opened[2]?.id, opened[0]?.id])
  })

  it('finds cases by words of the summary', async () => {
    await storage.stores.cases.open(aNewCase({ summary: 'Permit refused, appeal?' }))
    await storage.stores.cases.open(aNewCase({ chat: 'telegram:2', summary: 'VAT number' }))
    expect(await storage.stores.cases.list({ search: 'appeal permit' })).toHaveLength(1)
  })

  it('erasing a chat leaves nothing of its case', async () => {
    const one = await storage.stores.cases.open(aNewCase())
    await storage.stores.caseMessages.add({
      caseId: one.id,
      chat: one.chat,
      from: 'person',
      authorId: null,
      kind: 'text',
      text: 'my story',
      language: 'en',
      file: null,
      edits: null,
      origin: null,
      at,
      wantsTranslation: false,
    })
    await storage.stores.caseTopics.set({ caseId: one.id, topic: 'telegram:-1:5', state: 'open' })
    await storage.stores.chats.erase(one.chat)
    expect(await storage.stores.cases.get(one.id)).toBeNull()
    expect(await storage.stores.caseMessages.of(one.id)).toEqual([])
    expect(await storage.stores.cases.eventsOf(one.id)).toEqual([])
    expect(await storage.stores.caseTopics.orphaned(10)).toHaveLength(1)
  })

  it('closed cases are forgotten after their time', async () => {
    const one = await storage.stores.cases.open(aNewCase())
    await storage.stores.cases.apply(one.id, {
      kind: 'close',
      by: null,
      reason: 'withdrawn',
      actor: { kind: 'person' },
      at,
    })
    expect(await storage.stores.cases.forgetClosed('2026-11-26')).toBe(0)
    expect(await storage.stores.cases.forgetClosed('2026-11-27')).toBe(1)
    expect(await storage.stores.cases.eventsOf(one.id)).toEqual([])
  })

  it('a code binds one account, once, and only in time', async () => {
    const { consultants } = storage.stores
    const ana = await consultants.add(aConsultant('Ana'))
    const old = await consultants.issueCode(ana.id, '2026-11-27T00:00:00.000Z')
    const code = await consultants.issueCode(ana.id, '2026-11-27T00:00:00.000Z')
    expect(await consultants.redeemCode(old, 9)).toBeNull()
    expect(await consultants.redeemCode(code.toLowerCase().replaceAll('-', ' '), 9)).toMatchObject({
      telegramUser: 9,
    })
    expect(await consultants.redeemCode(code, 10)).toBeNull()
    const late = await consultants.issueCode(ana.id, at)
    expect(await consultants.redeemCode(late, 9)).toBeNull()
    expect(await consultants.byTelegramUser(9)).toMatchObject({ name: 'Ana' })
  })

  it('two active consultants cannot bear one name', async () => {
    await storage.stores.consultants.add(aConsultant('Ana'))
    await expect(storage.stores.consultants.add(aConsultant('ana '))).rejects.toMatchObject({
      code: 'CONSULTANT_EXISTS',
    })
  })

  it('a proposal is decided once', async () => {
    const { proposals } = storage.stores
    const given = {
      caseId: 1,
      articleId: 'si/vat',
      language: 'en' as const,
      country: 'si' as const,
      text: 'Text',
      testQuestion: 'Question?',
      proposedBy: 'ana',
      at,
    }
    const { id } = await proposals.add(given)
    await proposals.decide(id, { state: 'accepted', by: 'eva', at, note: null })
    await expect(
      proposals.decide(id, { state: 'declined', by: 'ben', at, note: 'no' }),
    ).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
    expect(await proposals.list('waiting')).toEqual([])
  })
})
