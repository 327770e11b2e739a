import Sqlite from 'better-sqlite3'
import { Kysely, Migrator, type SqliteDatabase, SqliteDialect } from 'kysely'
import { StorageError } from '../../errors.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/**
 * Opens the database file (":memory:" for one that goes with the process), with a write-ahead log that is flushed at
 * every commit, and brings its tables to the present version. Throws StorageError for a file that is no database.
 */
export async function openDatabase(file: string): Promise<Database> {
  let database: Database | undefined
  try {
    const sqlite = new Sqlite(file)
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('busy_timeout = 5000')
    // Erased texts are overwritten in the file, not only unlinked.
    sqlite.pragma('secure_delete = ON')
    database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: preparedOnce(sqlite) }) })
    await migrate(database)
    return database
  } catch (error) {
    await database?.destroy()
    if (error instanceof StorageError) throw error
    throw new StorageError(
      `The database ${file} cannot be opened: ${(error as Error).message}. Check the folder's rights and free space; a damaged file can be moved aside, a new one is made.`,
      { cause: error },
    )
  }
}

/** More different statements than the program has; those of lists of many lengths could go on for ever. */
const MOST_STATEMENTS = 500

/** The database with its statements prepared once, not at every use, which costs about as much as running them. */
function preparedOnce(sqlite: Sqlite.Database): SqliteDatabase {
  const statements = new Map<string, Sqlite.Statement<unknown[]>>()
  return {
    prepare(sql) {
      let statement = statements.get(sql)
      if (!statement) {
        if (statements.size >= MOST_STATEMENTS) statements.clear()
        statement = sqlite.prepare<unknown[]>(sql)
        statements.set(sql, statement)
      }
      return statement as ReturnType<SqliteDatabase['prepare']>
    },
    close: () => void sqlite.close(),
  }
}

async function migrate(database: Database): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'none'
  throw new StorageError(
    `Migration ${failed} failed: ${(error as Error).message}. The database is unchanged; report it with the version of the program.`,
    { cause: error },
  )
}
