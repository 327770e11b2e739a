import type { Database } from './database.ts'

/** Runs several statements as one: in the transaction that is open, or in one of their own. */
export function atomically<T>(database: Database, work: (transaction: Database) => Promise<T>): Promise<T> {
  return database.isTransaction ? work(database) : database.transaction().execute(work)
}
