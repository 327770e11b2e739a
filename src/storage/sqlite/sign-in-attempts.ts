import type { SignInAttempts } from '../../console/ports.ts'
import { atomically } from './atomically.ts'
import type { Database } from './database.ts'

export function sqliteSignInAttempts(database: Database): SignInAttempts {
  return {
    note: (keys, now, since) =>
      atomically(database, async (transaction) => {
        await transaction.deleteFrom('sign_in_attempts').where('at', '<', since).execute()
        await transaction
          .insertInto('sign_in_attempts')
          .values(keys.map((key) => ({ key, at: now })))
          .execute()
        const counted = await transaction
          .selectFrom('sign_in_attempts')
          .select((row) => ['key', row.fn.countAll<number>().as('n')])
          .where('key', 'in', [...keys])
          .groupBy('key')
          .execute()
        return keys.map((key) => counted.find((row) => row.key === key)?.n ?? 0)
      }),
    async clear(key) {
      await database.deleteFrom('sign_in_attempts').where('key', '=', key).execute()
    },
  }
}
