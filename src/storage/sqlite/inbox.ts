import type { ChatKey, Turn } from '../../conversation/turn.ts'
import type { Inbox } from '../ports.ts'
import type { Database } from './database.ts'

/** Pressed and edited messages are old. */
function newMessageRef({ content, edited, messageRef }: Turn): string | null {
  return content.kind === 'button' || edited ? null : (messageRef ?? null)
}

export function sqliteInbox(database: Database, clock: () => Date): Inbox {
  const waiting = () => database.selectFrom('inbox').where('done_at', 'is', null)
  return {
    async add(turn) {
      const added = await database
        .insertInto('inbox')
        .values({
          id: turn.id,
          chat: turn.chat,
          received_at: clock().getTime(),
          turn: JSON.stringify(turn),
          done_at: null,
          message_ref: newMessageRef(turn),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    async nextOfEachChat(busy, limit) {
      let query = waiting()
        .select((row) => ['chat', row.fn.min('rowid' as never).as('first')])
        .groupBy('chat')
        .orderBy('first')
        .limit(limit)
      if (busy.length > 0) query = query.where('chat', 'not in', [...busy])
      return (await query.execute()).map((row) => row.chat as ChatKey)
    },
    async waitingOf(chat) {
      const rows = await waiting()
        .select(['turn', 'received_at', 'attempts'])
        .where('chat', '=', chat)
        .orderBy('rowid' as never)
        .execute()
      return rows.map((row) => ({
        turn: JSON.parse(row.turn) as Turn,
        receivedAt: row.received_at,
        attempts: row.attempts,
      }))
    },
    async markDone(turns) {
      if (turns.length === 0) return
      await database
        .updateTable('inbox')
        .set({ done_at: clock().getTime(), turn: '' })
        .where(
          'id',
          'in',
          turns.map((turn) => turn.id),
        )
        .execute()
    },
    async countFailure(turns) {
      await database
        .updateTable('inbox')
        .set((row) => ({ attempts: row('attempts', '+', 1) }))
        .where(
          'id',
          'in',
          turns.map((turn) => turn.id),
        )
        .execute()
    },
    async recentMessageRefs(channel, limit) {
      const rows = await database
        .selectFrom('inbox')
        .select(['chat', 'message_ref'])
        .where('chat', 'like', `${channel}:%`)
        .where('message_ref', 'is not', null)
        .orderBy('rowid' as never, 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ chat: row.chat as ChatKey, ref: row.message_ref as string }))
    },
    async waitingCount() {
      const row = await waiting()
        .select((count) => count.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return row.n
    },
    async forgetDone(before) {
      await database.deleteFrom('inbox').where('done_at', '<', before).execute()
    },
  }
}
