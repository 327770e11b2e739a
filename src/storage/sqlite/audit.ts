import type { AuditLog } from '../../handover/ports.ts'
import type { Database } from './database.ts'

const PAGE = 100

export function sqliteAudit(database: Database): AuditLog {
  return {
    async append({ at, actor, action, subject, detail }) {
      await database
        .insertInto('audit')
        .values({ at, actor, action, subject, detail: JSON.stringify(detail) })
        .execute()
    },
    async list(filter = {}) {
      let query = database
        .selectFrom('audit')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(filter.limit ?? PAGE)
      if (filter.actor) query = query.where('actor', '=', filter.actor)
      if (filter.action) query = query.where('action', '=', filter.action)
      if (filter.subject) query = query.where('subject', '=', filter.subject)
      if (filter.before) query = query.where('id', '<', filter.before)
      const rows = await query.execute()
      return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, string> }))
    },
    async forget(before) {
      await database.deleteFrom('audit').where('at', '<', before).execute()
    },
  }
}
