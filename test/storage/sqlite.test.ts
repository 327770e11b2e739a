import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StorageError } from '../../src/errors.ts'
import { PERSONAL_TABLES } from '../../src/storage/sqlite/personal-tables.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/storage.ts'
import { aTurn } from '../support/turns.ts'
import { storageContract } from './storage-contract.ts'

storageContract('SQLite in memory', (clock) => openSqliteStorage(null, clock))

describe('SQLite storage on disk', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'small-steps-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('finds everything again after it was closed', async () => {
    const turn = aTurn('hello')
    const before = await openSqliteStorage(folder)
    await before.stores.inbox.add(turn)
    await before.close()
    const after = await openSqliteStorage(folder)
    expect((await after.stores.inbox.waitingOf(turn.chat))[0]?.turn).toEqual(turn)
    await after.close()
  })

  it('lists every table with a chat column as personal', async () => {
    const sqlite = new Sqlite(path.join(folder, 'small-steps.sqlite'), { readonly: true })
    const tables = sqlite
      .prepare(
        `select m.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.name = 'chat'`,
      )
      .pluck()
      .all()
    sqlite.close()
    expect([...PERSONAL_TABLES].sort()).toEqual((tables as string[]).sort())
  })

  it('leaves no erased text in any file', async () => {
    const storage = await openSqliteStorage(folder)
    await storage.stores.chats.save(
      'web:secret',
      JSON.stringify({ story: 'zebra-crossing-4711' }),
      '2026-11-26',
    )
    await storage.stores.chats.erase('web:secret')
    await storage.close()
    expect(await readFile(path.join(folder, 'small-steps.sqlite'), 'latin1')).not.toContain(
      'zebra-crossing-4711',
    )
  })

  it('says what to do about a file that is no database', async () => {
    const damaged = await mkdtemp(path.join(tmpdir(), 'small-steps-'))
    await writeFile(
      path.join(damaged, 'small-steps.sqlite'),
      'this is not a database, but long enough to be looked at'.repeat(50),
    )
    await expect(openSqliteStorage(damaged)).rejects.toThrow(StorageError)
    await rm(damaged, { recursive: true })
  })
})
