import type { ChatKey } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import type { PathPrint, PathPrintStore } from '../../path/ports.ts'
import type { Database } from './database.ts'
import type { PathPrintsTable } from './path-tables.ts'

export function sqlitePathPrints(database: Database): PathPrintStore {
  return {
    async save({ chat, tokenHash, language, html, createdAt }) {
      const values = { token_hash: tokenHash, language, html, created_at: createdAt, sent: 0, opened: 0 }
      await database
        .insertInto('path_prints')
        .values({ chat, ...values })
        .onConflict((conflict) => conflict.column('chat').doUpdateSet(values))
        .execute()
    },
    async wanting(limit) {
      const rows = await database
        .selectFrom('path_prints')
        .selectAll()
        .where('sent', '=', 0)
        .orderBy('created_at')
        .limit(limit)
        .execute()
      return rows.map(printOf)
    },
    async markSent({ tokenHash }) {
      const result = await database
        .updateTable('path_prints')
        .set({ sent: 1 })
        .where('token_hash', '=', tokenHash)
        .where('sent', '=', 0)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },
    async find(tokenHash) {
      const row = await database
        .selectFrom('path_prints')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('opened', '=', 0)
        .executeTakeFirst()
      return row ? printOf(row) : null
    },
    async open(tokenHash) {
      const row = await database
        .updateTable('path_prints')
        .set({ opened: 1 })
        .where('token_hash', '=', tokenHash)
        .where('opened', '=', 0)
        .returningAll()
        .executeTakeFirst()
      return row ? printOf(row) : null
    },
    async forget(before) {
      await database.deleteFrom('path_prints').where('created_at', '<', before).execute()
    },
  }
}

function printOf(row: PathPrintsTable): PathPrint {
  return {
    chat: row.chat as ChatKey,
    tokenHash: row.token_hash,
    language: row.language as Language,
    html: row.html,
    createdAt: row.created_at,
  }
}
