import type { Kysely, Migration } from 'kysely'

/** Chats, what came in and what goes out. */
export const first: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('inbox')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('received_at', 'integer', (column) => column.notNull())
      .addColumn('turn', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('done_at', 'integer')
      .execute()
    await database.schema.createIndex('inbox_waiting').on('inbox').columns(['done_at', 'chat']).execute()
    await database.schema
      .createTable('outbox')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('reply', 'text', (column) => column.notNull())
      .addColumn('turn_id', 'text')
      .addColumn('pressed_ref', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('not_before', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('attempt_note', 'text')
      .addColumn('message_refs', 'text')
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .execute()
    await database.schema
      .createIndex('outbox_state')
      .on('outbox')
      .columns(['state', 'channel', 'id'])
      .execute()
    await database.schema.createIndex('outbox_chat').on('outbox').columns(['chat', 'id']).execute()
    await database.schema
      .createTable('chats')
      .addColumn('chat', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .execute()
  },
}
