import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { StorageError } from '../../errors.ts'
import type { Storage, Stores } from '../ports.ts'
import { writing } from './atomically.ts'
import { sqliteAudit } from './audit.ts'
import { sqliteCaseMessages } from './case-messages.ts'
import { sqliteCaseTopics } from './case-topics.ts'
import { sqliteCases } from './cases.ts'
import { sqliteChats } from './chats.ts'
import { sqliteConsoleAccounts } from './console-accounts.ts'
import { sqliteConsoleInvitations } from './console-invitations.ts'
import { sqliteConsoleSessions } from './console-sessions.ts'
import { sqliteConsultants } from './consultants.ts'
import { type Database, openDatabase } from './database.ts'
import { sqliteErasures } from './erasures.ts'
import { sqliteFeedback } from './feedback.ts'
import { sqliteInbox } from './inbox.ts'
import { sqliteOutbox } from './outbox.ts'
import { sqlitePathPrints } from './path-prints.ts'
import { sqlitePathReminders } from './path-reminders.ts'
import { sqliteProposals } from './proposals.ts'
import { sqliteSignInAttempts } from './sign-in-attempts.ts'

/** Opens the storage in a folder, which is made when it is missing; null keeps all in memory. */
export async function openSqliteStorage(
  folder: string | null,
  clock: () => Date = () => new Date(),
): Promise<Storage> {
  if (folder !== null) {
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: Error) => {
      throw new StorageError(
        `The folder ${folder} cannot be made: ${error.message}. Set DATA_DIR to a folder that can be written.`,
        { cause: error },
      )
    })
  }
  const database = await openDatabase(folder === null ? ':memory:' : path.join(folder, 'small-steps.sqlite'))
  return {
    stores: storesOf(database, clock),
    transaction: (work) => writing(database, (transaction) => work(storesOf(transaction, clock))),
    async checkWritable() {
      try {
        await database.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('chats')
            .values({ chat: 'check:writable', state: '', updated_at: '' })
            .execute()
          await transaction.deleteFrom('chats').where('chat', '=', 'check:writable').execute()
        })
      } catch (error) {
        throw new StorageError(
          `The database cannot be written: ${(error as Error).message}. Check free space and rights.`,
          { cause: error },
        )
      }
    },
    async purgeErased() {
      await sql`pragma wal_checkpoint(truncate)`.execute(database)
    },
    close: () => database.destroy(),
  }
}

function storesOf(database: Database, clock: () => Date): Stores {
  return {
    inbox: sqliteInbox(database, clock),
    outbox: sqliteOutbox(database, clock),
    chats: sqliteChats(database),
    cases: sqliteCases(database),
    caseMessages: sqliteCaseMessages(database),
    caseTopics: sqliteCaseTopics(database),
    consultants: sqliteConsultants(database, clock),
    proposals: sqliteProposals(database),
    audit: sqliteAudit(database),
    consoleAccounts: sqliteConsoleAccounts(database),
    consoleInvitations: sqliteConsoleInvitations(database),
    consoleSessions: sqliteConsoleSessions(database),
    signInAttempts: sqliteSignInAttempts(database),
    feedback: sqliteFeedback(database),
    erasures: sqliteErasures(database),
    pathReminders: sqlitePathReminders(database),
    pathPrints: sqlitePathPrints(database),
  }
}
