import type { Migration } from 'kysely'

/** The messenger's id of each message that came in, by which messages that a crash cut off are looked for. */
export const inboxMessageRefs: Migration = {
  async up(database) {
    await database.schema.alterTable('inbox').addColumn('message_ref', 'text').execute()
  },
}
