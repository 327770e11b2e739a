import type { ConsoleSession, ConsoleSessions } from '../../console/ports.ts'
import type { ConsoleSessionsTable } from './console-tables.ts'
import type { Database } from './database.ts'

export function sqliteConsoleSessions(database: Database): ConsoleSessions {
  return {
    async add(session) {
      // Those that are over go when a new one comes.
      await database.deleteFrom('console_sessions').where('expires_at', '<', session.createdAt).execute()
      await database.insertInto('console_sessions').values(rowOf(session)).execute()
    },
    async byToken(tokenHash) {
      const row = await database
        .selectFrom('console_sessions')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      return row ? sessionOf(row) : null
    },
    async listOf(consultantId) {
      const rows = await database
        .selectFrom('console_sessions')
        .selectAll()
        .where('consultant_id', '=', consultantId)
        .orderBy('last_seen_at', 'desc')
        .execute()
      return rows.map(sessionOf)
    },
    async touch(id, now) {
      await database.updateTable('console_sessions').set({ last_seen_at: now }).where('id', '=', id).execute()
    },
    async revoke(consultantId, id) {
      const gone = await database
        .deleteFrom('console_sessions')
        .where('consultant_id', '=', consultantId)
        .where('id', '=', id)
        .executeTakeFirst()
      return gone.numDeletedRows > 0n
    },
    async revokeAll(consultantId, except = '') {
      const gone = await database
        .deleteFrom('console_sessions')
        .where('consultant_id', '=', consultantId)
        .where('id', '!=', except)
        .executeTakeFirst()
      return Number(gone.numDeletedRows)
    },
  }
}

function rowOf(session: ConsoleSession): ConsoleSessionsTable {
  return {
    id: session.id,
    token_hash: session.tokenHash,
    consultant_id: session.consultantId,
    created_at: session.createdAt,
    last_seen_at: session.lastSeenAt,
    expires_at: session.expiresAt,
    device: session.device,
  }
}

function sessionOf(row: ConsoleSessionsTable): ConsoleSession {
  return {
    id: row.id,
    tokenHash: row.token_hash,
    consultantId: row.consultant_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    device: row.device,
  }
}
