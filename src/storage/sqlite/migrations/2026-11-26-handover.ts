import { type Kysely, type Migration, sql } from 'kysely'

/** Cases, their messages and history, consultants, proposals and the audit log. */
export const handover: Migration = {
  async up(database: Kysely<unknown>) {
    await cases(database)
    await caseMessages(database)
    await consultants(database)
    await proposalsAndAudit(database)
  },
}

async function cases(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('cases')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('chat', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('urgency', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('country', 'text')
    .addColumn('municipality', 'text')
    .addColumn('topic', 'text')
    .addColumn('search', 'text', (column) => column.notNull())
    .addColumn('assigned_to', 'text')
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('queued_at', 'text', (column) => column.notNull())
    .addColumn('first_answer_at', 'text')
    .addColumn('remind_at', 'text')
    .addColumn('take_back_at', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute()
  // A person has one case running at a time, whatever two processes do at once.
  await database.schema
    .createIndex('cases_running')
    .unique()
    .on('cases')
    .column('chat')
    .where(sql.ref('state'), '!=', sql.lit('closed'))
    .execute()
  await database.schema.createIndex('cases_state').on('cases').columns(['state', 'queued_at']).execute()
  await database.schema.createIndex('cases_answered').on('cases').column('first_answer_at').execute()
  await database.schema
    .createTable('case_events')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('case_id', 'integer', (column) => column.notNull())
    .addColumn('chat', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('from_state', 'text')
    .addColumn('to_state', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute()
  await database.schema.createIndex('case_events_case').on('case_events').columns(['case_id', 'id']).execute()
  await database.schema.createIndex('case_events_chat').on('case_events').column('chat').execute()
}

async function caseMessages(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('case_messages')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('case_id', 'integer', (column) => column.notNull())
    .addColumn('chat', 'text', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('translation', 'text')
    .addColumn('translation_state', 'text', (column) => column.notNull())
    .addColumn('file', 'text')
    .addColumn('edits', 'integer')
    .addColumn('origin_chat', 'text')
    .addColumn('origin_ref', 'text')
    .addColumn('relay', 'text', (column) => column.notNull())
    .addColumn('outbox_id', 'integer')
    .addColumn('receipt', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createIndex('case_messages_case')
    .on('case_messages')
    .columns(['case_id', 'id'])
    .execute()
  await database.schema.createIndex('case_messages_chat').on('case_messages').column('chat').execute()
  await database.schema
    .createIndex('case_messages_relay')
    .on('case_messages')
    .columns(['relay', 'receipt'])
    .execute()
  await database.schema
    .createIndex('case_messages_origin')
    .on('case_messages')
    .columns(['origin_chat', 'origin_ref'])
    .execute()
  await database.schema
    .createTable('case_topics')
    .addColumn('case_id', 'integer', (column) => column.primaryKey())
    .addColumn('topic', 'text', (column) => column.notNull().unique())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute()
}

async function consultants(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('consultants')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('telegram_user', 'integer', (column) => column.unique())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('consultant_codes')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('consultant_id', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('used_at', 'text')
    .execute()
}

async function proposalsAndAudit(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('knowledge_proposals')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('case_id', 'integer', (column) => column.notNull())
    .addColumn('article_id', 'text')
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('country', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('test_question', 'text', (column) => column.notNull())
    .addColumn('proposed_by', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'text')
    .addColumn('decision_note', 'text')
    .execute()
  await database.schema
    .createTable('audit')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute()
}
