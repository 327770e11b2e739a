import { createHash, randomBytes } from 'node:crypto'
import { ConsultantExistsError, ConsultantNotFoundError } from '../../handover/errors.ts'
import type { Consultant, ConsultantStore } from '../../handover/ports.ts'
import { atomically } from './atomically.ts'
import type { Database } from './database.ts'
import type { ConsultantsTable } from './handover-tables.ts'

/** Without letters that are taken for digits: codes are read out and typed. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const CODE_LENGTH = 12

export function sqliteConsultants(database: Database, clock: () => Date): ConsultantStore {
  return {
    add: (given) =>
      atomically(database, async (transaction) => {
        await refuseSameName(transaction, given.name, null)
        const consultant: Consultant = {
          ...given,
          id: randomBytes(5).toString('hex'),
          telegramUser: null,
          createdAt: clock().toISOString(),
        }
        await transaction.insertInto('consultants').values(columnsOf(consultant)).execute()
        return consultant
      }),
    get: (id) => get(database, id),
    async byTelegramUser(user) {
      const row = await database
        .selectFrom('consultants')
        .selectAll()
        .where('telegram_user', '=', user)
        .where('active', '=', 1)
        .executeTakeFirst()
      return row ? consultantOf(row) : null
    },
    async list(options = {}) {
      let query = database.selectFrom('consultants').selectAll().orderBy('created_at').orderBy('id')
      if (options.activeOnly) query = query.where('active', '=', 1)
      return (await query.execute()).map(consultantOf)
    },
    update: (id, changes) =>
      atomically(database, async (transaction) => {
        const current = await get(transaction, id)
        if (!current) throw new ConsultantNotFoundError(id)
        const next = { ...current, ...changes }
        if (next.active) await refuseSameName(transaction, next.name, id)
        await transaction.updateTable('consultants').set(columnsOf(next)).where('id', '=', id).execute()
        return next
      }),
    issueCode: (consultantId, expiresAt) =>
      atomically(database, async (transaction) => {
        if (!(await get(transaction, consultantId))) throw new ConsultantNotFoundError(consultantId)
        await transaction
          .deleteFrom('consultant_codes')
          .where('consultant_id', '=', consultantId)
          .where('used_at', 'is', null)
          .execute()
        const code = newCode()
        await transaction
          .insertInto('consultant_codes')
          .values({ hash: hashOf(code), consultant_id: consultantId, expires_at: expiresAt, used_at: null })
          .execute()
        return code
      }),
    redeemCode: (code, telegramUser) =>
      atomically(database, async (transaction) => {
        const now = clock().toISOString()
        const used = await transaction
          .updateTable('consultant_codes')
          .set({ used_at: now })
          .where('hash', '=', hashOf(code))
          .where('used_at', 'is', null)
          .where('expires_at', '>', now)
          .returning('consultant_id')
          .executeTakeFirst()
        const consultant = used ? await get(transaction, used.consultant_id) : null
        if (!consultant?.active) return null
        await transaction
          .updateTable('consultants')
          .set({ telegram_user: null })
          .where('telegram_user', '=', telegramUser)
          .execute()
        const bound = { ...consultant, telegramUser }
        await transaction
          .updateTable('consultants')
          .set(columnsOf(bound))
          .where('id', '=', consultant.id)
          .execute()
        return bound
      }),
    async anyActive() {
      const row = await database
        .selectFrom('consultants')
        .select('id')
        .where('active', '=', 1)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

async function get(database: Database, id: string): Promise<Consultant | null> {
  const row = await database.selectFrom('consultants').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? consultantOf(row) : null
}

async function refuseSameName(database: Database, name: string, except: string | null): Promise<void> {
  const rows = await database
    .selectFrom('consultants')
    .select(['id', 'name'])
    .where('active', '=', 1)
    .execute()
  const same = (one: string) => one.trim().toLowerCase() === name.trim().toLowerCase()
  if (rows.some((row) => row.id !== except && same(row.name))) throw new ConsultantExistsError(name)
}

function newCode(): string {
  const letters = [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

function hashOf(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex')
}

function columnsOf({ id, name, active, telegramUser, createdAt, ...rest }: Consultant): ConsultantsTable {
  return {
    id,
    name,
    data: JSON.stringify(rest),
    active: active ? 1 : 0,
    telegram_user: telegramUser,
    created_at: createdAt,
  }
}

function consultantOf(row: ConsultantsTable): Consultant {
  return {
    ...(JSON.parse(row.data) as Omit<Consultant, 'id' | 'name' | 'active' | 'telegramUser' | 'createdAt'>),
    id: row.id,
    name: row.name,
    active: row.active === 1,
    telegramUser: row.telegram_user,
    createdAt: row.created_at,
  }
}
