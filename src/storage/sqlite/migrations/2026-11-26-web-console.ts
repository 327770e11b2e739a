import type { Kysely, Migration } from 'kysely'

/** Accounts, one-time links, sessions and attempts to sign in of the web console. */
export const webConsole: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('console_accounts')
      .addColumn('consultant_id', 'text', (column) => column.primaryKey())
      .addColumn('sign_in_name', 'text', (column) => column.notNull().unique())
      .addColumn('password_hash', 'text', (column) => column.notNull())
      .addColumn('password_set_at', 'text', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('console_invitations')
      .addColumn('token_hash', 'text', (column) => column.primaryKey())
      .addColumn('consultant_id', 'text')
      .addColumn('made_by', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addColumn('used_at', 'text')
      .execute()
    await database.schema
      .createTable('console_sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('consultant_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('last_seen_at', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addColumn('device', 'text', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('sign_in_attempts')
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .execute()
    await database.schema
      .createIndex('sign_in_attempts_key')
      .on('sign_in_attempts')
      .columns(['key', 'at'])
      .execute()
  },
}
