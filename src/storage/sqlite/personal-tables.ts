/**
 * Tables with rows about a person, each with a `chat` column: what /forget erases and /mydata exports. A test
 * compares the list with the tables of the database.
 */
export const PERSONAL_TABLES = ['inbox', 'outbox', 'chats'] as const
