/**
 * Tables with rows about a person, each with a `chat` column: what /forget erases and /mydata exports. A test
 * compares the list with the tables of the database.
 */
export const PERSONAL_TABLES = [
  'inbox',
  'outbox',
  'chats',
  'cases',
  'case_events',
  'case_messages',
  'feedback',
  'erasures',
  'path_reminders',
  'path_prints',
] as const

/** Those of them that belong to the work of consultants and have a retention of their own. */
export const CASE_TABLES = PERSONAL_TABLES.filter((table) => table.startsWith('case'))
