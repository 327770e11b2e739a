import { sql } from 'kysely'
import type { ChannelName, ChatKey, Reply } from '../../conversation/turn.ts'
import { channelOf } from '../channel-of.ts'
import type { Outbox, OutboxEntry } from '../ports.ts'
import type { Database } from './database.ts'
import type { OutboxTable } from './tables.ts'

/** A messenger can be away for a weekend; a message that could not go for so long is given up. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000

export function sqliteOutbox(database: Database, clock: () => Date): Outbox {
  return {
    async add(chat, reply, origin) {
      const row = await database
        .insertInto('outbox')
        .values({
          channel: channelOf(chat),
          chat,
          reply: JSON.stringify(reply),
          turn_id: origin.turnId,
          pressed_ref: origin.pressedMessageRef,
          state: 'waiting',
          created_at: clock().getTime(),
          attempt_note: null,
          message_refs: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    async due(channel, now, busy, limit) {
      let query = database
        .selectFrom('outbox')
        .selectAll()
        .where('id', 'in', heads(database, channel))
        .where('not_before', '<=', now)
        .orderBy('id')
        .limit(limit)
      if (busy.length > 0) query = query.where('chat', 'not in', [...busy])
      return (await query.execute()).map(entryOf)
    },
    async nextDueAt(channel) {
      const row = await database
        .selectFrom('outbox')
        .select((next) => next.fn.min('not_before').as('at'))
        .where('id', 'in', heads(database, channel))
        .executeTakeFirst()
      return row?.at ?? null
    },
    async markSending(id, attemptNote) {
      await database
        .updateTable('outbox')
        .set((row) => ({ state: 'sending', attempts: row('attempts', '+', 1), attempt_note: attemptNote }))
        .where('id', '=', id)
        .execute()
    },
    async settle(id, result, now) {
      const change = database.updateTable('outbox').where('id', '=', id)
      switch (result.kind) {
        case 'delivered':
          // The web page fetches its history from here; a messenger keeps its own.
          await change
            .set({
              state: 'delivered',
              message_refs: JSON.stringify(result.messageRefs),
              reply: sql`case when channel = 'web' then reply else '' end`,
            })
            .execute()
          return
        case 'retry':
          await change
            .set({
              // Also after a crash it must be known that it perhaps arrived.
              state: sql`case when created_at <= ${now - GIVE_UP_AFTER_MS} then 'failed' else ${result.perhapsSent ? 'sending' : 'waiting'} end`,
              not_before: now + result.retryAfterMs,
            })
            .execute()
          return
        case 'unreachable':
        case 'rejected':
          await change.set({ state: 'failed', attempt_note: result.reason, reply: '' }).execute()
          return
        default:
          result satisfies never
      }
    },
    async after(chat, id, limit) {
      const rows = await database
        .selectFrom('outbox')
        .selectAll()
        .where('chat', '=', chat)
        .where('id', '>', id)
        .where('reply', '!=', '')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(entryOf)
    },
    async messageRefsOf(id) {
      const row = await database
        .selectFrom('outbox')
        .select('message_refs')
        .where('id', '=', id)
        .where('state', '=', 'delivered')
        .executeTakeFirst()
      return row ? (JSON.parse(row.message_refs ?? '[]') as string[]) : null
    },
    async recentMessageRefs(channel, limit) {
      const rows = await database
        .selectFrom('outbox')
        .select(['chat', 'message_refs'])
        .where('channel', '=', channel)
        .where('message_refs', 'is not', null)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.flatMap((row) =>
        (JSON.parse(row.message_refs ?? '[]') as string[]).map((ref) => ({ chat: row.chat as ChatKey, ref })),
      )
    },
    async waitingCount() {
      const row = await database
        .selectFrom('outbox')
        .select((count) => count.fn.countAll<number>().as('n'))
        .where('state', 'in', ['waiting', 'sending'])
        .executeTakeFirstOrThrow()
      return row.n
    },
    async forgetSettled(before) {
      await database
        .deleteFrom('outbox')
        .where('state', 'in', ['delivered', 'failed'])
        .where('created_at', '<', before)
        .execute()
    },
  }
}

/** The chat, for a topic its group: what stands before the second colon. */
const LANE = sql<string>`case when chat glob 'telegram:-*:*' then substr(chat, 1, 8 + instr(substr(chat, 10), ':')) else chat end`

/** The first unsettled entry of each chat: the others wait for it. */
function heads(database: Database, channel: ChannelName) {
  return database
    .selectFrom('outbox')
    .select((row) => row.fn.min('id').as('id'))
    .where('state', 'in', ['waiting', 'sending'])
    .where('channel', '=', channel)
    .groupBy(LANE)
}

type Row = { [K in keyof OutboxTable]: OutboxTable[K] extends { __select__: infer S } ? S : OutboxTable[K] }

function entryOf(row: Row): OutboxEntry {
  return {
    id: row.id as unknown as number,
    channel: row.channel as ChannelName,
    chat: row.chat as ChatKey,
    reply: JSON.parse(row.reply) as Reply,
    turnId: row.turn_id,
    pressedMessageRef: row.pressed_ref,
    state: row.state,
    attempts: row.attempts as unknown as number,
    notBefore: row.not_before as unknown as number,
    attemptNote: row.attempt_note,
    createdAt: row.created_at,
  }
}
