import type { Kysely, Migration } from 'kysely'

/** Reminders of steps of the path, and plans as pages to print. */
export const steps: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('path_reminders')
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('due_at', 'integer', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('settled_at', 'integer')
      .addPrimaryKeyConstraint('path_reminders_key', ['chat', 'step', 'day'])
      .execute()
    await database.schema
      .createIndex('path_reminders_due')
      .on('path_reminders')
      .columns(['settled_at', 'due_at'])
      .execute()
    await database.schema
      .createTable('path_prints')
      .addColumn('chat', 'text', (column) => column.primaryKey())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('html', 'text', (column) => column.notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('sent', 'integer', (column) => column.notNull())
      .addColumn('opened', 'integer', (column) => column.notNull())
      .execute()
  },
}
