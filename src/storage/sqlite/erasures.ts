import type { ChatKey } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Erasure, ErasureStore } from '../../privacy/ports.ts'
import type { Database } from './database.ts'
import type { ErasuresTable } from './privacy-tables.ts'

export function sqliteErasures(database: Database): ErasureStore {
  return {
    async schedule({ chat, dueAt, phase, language }) {
      const values = { due_at: dueAt, phase, language }
      await database
        .insertInto('erasures')
        .values({ chat, ...values })
        .onConflict((conflict) => conflict.column('chat').doUpdateSet(values))
        .execute()
    },
    async cancel(chat) {
      const result = await database.deleteFrom('erasures').where('chat', '=', chat).executeTakeFirst()
      return result.numDeletedRows > 0n
    },
    async of(chat) {
      const row = await database
        .selectFrom('erasures')
        .selectAll()
        .where('chat', '=', chat)
        .executeTakeFirst()
      return row ? erasureOf(row) : null
    },
    async due(now, limit) {
      const rows = await database
        .selectFrom('erasures')
        .selectAll()
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute()
      return rows.map(erasureOf)
    },
  }
}

function erasureOf(row: ErasuresTable): Erasure {
  return {
    chat: row.chat as ChatKey,
    dueAt: row.due_at,
    phase: row.phase,
    language: row.language as Language,
  }
}
