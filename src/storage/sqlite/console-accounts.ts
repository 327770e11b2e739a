import { SignInNameTakenError } from '../../console/errors.ts'
import type { ConsoleAccount, ConsoleAccounts } from '../../console/ports.ts'
import { atomically } from './atomically.ts'
import type { ConsoleAccountsTable } from './console-tables.ts'
import type { Database } from './database.ts'

export function sqliteConsoleAccounts(database: Database): ConsoleAccounts {
  return {
    set: (account) =>
      atomically(database, async (transaction) => {
        const row = rowOf(account)
        const other = await transaction
          .selectFrom('console_accounts')
          .select('consultant_id')
          .where('sign_in_name', '=', row.sign_in_name)
          .where('consultant_id', '!=', row.consultant_id)
          .executeTakeFirst()
        if (other) throw new SignInNameTakenError()
        await transaction
          .insertInto('console_accounts')
          .values(row)
          .onConflict((conflict) => conflict.column('consultant_id').doUpdateSet(row))
          .execute()
      }),
    async byConsultant(consultantId) {
      const row = await database
        .selectFrom('console_accounts')
        .selectAll()
        .where('consultant_id', '=', consultantId)
        .executeTakeFirst()
      return row ? accountOf(row) : null
    },
    async bySignInName(signInName) {
      const row = await database
        .selectFrom('console_accounts')
        .selectAll()
        .where('sign_in_name', '=', signInName)
        .executeTakeFirst()
      return row ? accountOf(row) : null
    },
    async list() {
      const rows = await database.selectFrom('console_accounts').selectAll().orderBy('sign_in_name').execute()
      return rows.map(accountOf)
    },
    async anyAdmin() {
      const rows = await database
        .selectFrom('console_accounts')
        .innerJoin('consultants', 'consultants.id', 'console_accounts.consultant_id')
        .select('consultants.data')
        .where('consultants.active', '=', 1)
        .execute()
      return rows.some(({ data }) => (JSON.parse(data) as { role: string }).role === 'admin')
    },
  }
}

function rowOf(account: ConsoleAccount): ConsoleAccountsTable {
  return {
    consultant_id: account.consultantId,
    sign_in_name: account.signInName,
    password_hash: account.passwordHash,
    password_set_at: account.passwordSetAt,
  }
}

function accountOf(row: ConsoleAccountsTable): ConsoleAccount {
  return {
    consultantId: row.consultant_id,
    signInName: row.sign_in_name,
    passwordHash: row.password_hash,
    passwordSetAt: row.password_set_at,
  }
}
