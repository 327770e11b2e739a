import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Runs several statements as one: in the transaction that is open, or in one of their own. */
export function atomically<T>(database: Database, work: (transaction: Database) => Promise<T>): Promise<T> {
  return database.isTransaction ? work(database) : writing(database, work)
}

/**
 * A transaction that holds the lock for writing from its start. SQLite's own begin takes it with the first write, and
 * refuses that write when another process has written since the first read.
 */
export function writing<T>(database: Database, work: (transaction: Database) => Promise<T>): Promise<T> {
  return database.transaction().execute(async (transaction) => {
    await sql`update chats set chat = chat where 0`.execute(transaction)
    return work(transaction)
  })
}
