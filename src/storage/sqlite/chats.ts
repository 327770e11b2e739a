import type { ChatKey } from '../../conversation/turn.ts'
import type { ChatStore } from '../ports.ts'
import type { Database } from './database.ts'
import { CASE_TABLES, PERSONAL_TABLES } from './personal-tables.ts'

export function sqliteChats(database: Database): ChatStore {
  return {
    async get(chat) {
      const row = await database
        .selectFrom('chats')
        .select('state')
        .where('chat', '=', chat)
        .executeTakeFirst()
      return row?.state ?? null
    },
    async save(chat, state, now) {
      await database
        .insertInto('chats')
        .values({ chat, state, updated_at: now })
        .onConflict((conflict) => conflict.column('chat').doUpdateSet({ state, updated_at: now }))
        .execute()
    },
    async erase(chat, { keepCases } = { keepCases: false }) {
      const erased: Record<string, number> = {}
      for (const table of PERSONAL_TABLES) {
        if (keepCases && (CASE_TABLES as readonly string[]).includes(table)) continue
        const result = await database.deleteFrom(table).where('chat', '=', chat).executeTakeFirst()
        erased[table] = Number(result.numDeletedRows)
      }
      return erased
    },
    async exportAll(chat) {
      const found: Record<string, unknown[]> = {}
      for (const table of PERSONAL_TABLES) {
        found[table] = await database.selectFrom(table).selectAll().where('chat', '=', chat).execute()
      }
      return found
    },
    async idleSince(before, limit) {
      const rows = await database
        .selectFrom('chats')
        .select(['chat', 'state'])
        .where('updated_at', '<', before)
        .orderBy('updated_at')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ chat: row.chat as never, state: row.state }))
    },
    async page(after, limit) {
      const rows = await database
        .selectFrom('chats')
        .select(['chat', 'state'])
        .where('chat', '>', after ?? '')
        .orderBy('chat')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ chat: row.chat as ChatKey, state: row.state }))
    },
    async count() {
      const row = await database
        .selectFrom('chats')
        .select((n) => n.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return row.n
    },
  }
}
