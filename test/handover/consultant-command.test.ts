import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { daysOf, runConsultantCommand } from '../../src/handover/consultant-command.ts'
import type { Storage } from '../../src/storage/ports.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/storage.ts'

describe('npm run consultant', () => {
  const now = new Date('2026-11-26T10:00:00Z')
  let storage: Storage
  let lines: string[]
  const run = (...args: string[]) => runConsultantCommand(args, storage, now, (line) => lines.push(line))
  beforeEach(async () => {
    storage = await openSqliteStorage(null, () => now)
    lines = []
  })
  afterEach(() => storage.close())

  it('adds a consultant and prints a code that binds the account', async () => {
    expect(
      await run('add', 'Ana', '--languages', 'sl,en', '--countries', 'si', '--hours', 'mon-thu:8-12'),
    ).toBe(0)
    const code = /\/consultant (\S+)/.exec(lines[0] ?? '')?.[1] ?? ''
    const ana = await storage.stores.consultants.redeemCode(code, 77)
    expect(ana).toMatchObject({ name: 'Ana', languages: ['sl', 'en'], countries: ['si'], telegramUser: 77 })
    expect(ana?.hours).toMatchObject({ timeZone: 'Europe/Ljubljana', holidays: 'si' })
    expect((await storage.stores.audit.list()).map(({ action }) => action)).toEqual([
      'code-issued',
      'consultant-added',
    ])
    expect(JSON.stringify(await storage.stores.audit.list())).not.toContain(code)
  })

  it('a consultant who is removed can do nothing any more', async () => {
    await run('add', 'Ana')
    await run('remove', 'ana')
    expect(await storage.stores.consultants.anyActive()).toBe(false)
    await expect(run('code', 'Ana')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it.each([
    ['--languages', 'xx'],
    ['--countries', 'fr'],
    ['--hours', 'always'],
    ['--zone', 'Mars'],
    ['--most', '0'],
    ['--colour', 'red'],
  ])('says what to write for a wrong %s', async (option, value) => {
    await expect(run('add', 'Ana', option, value)).rejects.toThrow(option)
  })

  it('shows its use', async () => {
    expect(await run()).toBe(2)
    expect(lines[0]).toContain('npm run consultant -- add NAME')
  })

  it('reads divided days', () => {
    const [monday, , , , friday, saturday] = daysOf('mon-fri:9-13,mon-thu:14-17:30')
    expect([monday?.length, friday?.length, saturday?.length]).toEqual([2, 1, 0])
    expect(monday?.[1]).toEqual({ from: 840, to: 1050 })
  })
})
