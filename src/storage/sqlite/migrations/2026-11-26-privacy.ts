import type { Kysely, Migration } from 'kysely'

/** Opinions on answers, and chats that are to be erased. */
export const privacy: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('feedback')
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('answer_id', 'text', (column) => column.notNull())
      .addColumn('articles', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('question', 'text')
      .addColumn('at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('feedback_key', ['chat', 'answer_id'])
      .execute()
    await database.schema.createIndex('feedback_at').on('feedback').column('at').execute()
    await database.schema
      .createTable('erasures')
      .addColumn('chat', 'text', (column) => column.primaryKey())
      .addColumn('due_at', 'integer', (column) => column.notNull())
      .addColumn('phase', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .execute()
  },
}
