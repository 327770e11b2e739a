import type { ConsoleInvitation, ConsoleInvitations } from '../../console/ports.ts'
import { atomically } from './atomically.ts'
import type { ConsoleInvitationsTable } from './console-tables.ts'
import type { Database } from './database.ts'

export function sqliteConsoleInvitations(database: Database): ConsoleInvitations {
  const end = (from: Database, consultantId: string | null) =>
    from
      .deleteFrom('console_invitations')
      .where('consultant_id', consultantId === null ? 'is' : '=', consultantId)
      .where('used_at', 'is', null)
      .execute()
  return {
    add: ({ tokenHash, consultantId, madeBy, expiresAt }) =>
      atomically(database, async (transaction) => {
        await end(transaction, consultantId)
        await transaction
          .insertInto('console_invitations')
          .values({
            token_hash: tokenHash,
            consultant_id: consultantId,
            made_by: madeBy,
            expires_at: expiresAt,
            used_at: null,
          })
          .execute()
      }),
    async find(tokenHash, now) {
      const row = await database
        .selectFrom('console_invitations')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row ? invitationOf(row) : null
    },
    async use(tokenHash, now) {
      const row = await database
        .updateTable('console_invitations')
        .set({ used_at: now })
        .where('token_hash', '=', tokenHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      return row ? invitationOf(row) : null
    },
    async endOf(consultantId) {
      await end(database, consultantId)
    },
    async waiting(now) {
      const rows = await database
        .selectFrom('console_invitations')
        .select('consultant_id')
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .execute()
      return rows.flatMap((row) => row.consultant_id ?? [])
    },
  }
}

function invitationOf(row: ConsoleInvitationsTable): ConsoleInvitation {
  return {
    tokenHash: row.token_hash,
    consultantId: row.consultant_id,
    madeBy: row.made_by,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }
}
