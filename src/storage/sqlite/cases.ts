import { sql } from 'kysely'
import {
  type Actor,
  CASE_STATES,
  type Case,
  type CaseEvent,
  type CaseEventName,
  type CaseState,
} from '../../handover/case.ts'
import { CaseAlreadyOpenError, CaseBusyError, CaseNotFoundError } from '../../handover/errors.ts'
import type { CaseFilter, CaseStore } from '../../handover/ports.ts'
import { newCase, type Transition, transition } from '../../handover/transitions.ts'
import type { Country, Urgency } from '../../knowledge/vocabulary.ts'
import { atomically } from './atomically.ts'
import type { Database } from './database.ts'
import type { CaseEventsTable } from './handover-tables.ts'

/** Others changed the case in between so often: something is wrong. */
const MOST_TRIES = 5
const PAGE = 100

export function sqliteCases(database: Database): CaseStore {
  return {
    open: (given) =>
      atomically(database, async (transaction) => {
        const running = await runningOf(transaction, given.chat)
        if (running) throw new CaseAlreadyOpenError(running.id)
        const draft = newCase(given)
        const { id } = await transaction
          .insertInto('cases')
          .values(columnsOf(draft))
          .returning('id')
          .executeTakeFirstOrThrow()
        const opened = { ...draft, id }
        await transaction.updateTable('cases').set(columnsOf(opened)).where('id', '=', id).execute()
        const detail = { reason: given.reason, urgency: given.urgency }
        await addEvent(
          transaction,
          opened,
          null,
          { name: 'case-opened', actor: { kind: 'person' }, detail },
          given.at,
        )
        return opened
      }),
    get: (id) => get(database, id),
    runningOf: (chat) => runningOf(database, chat),
    async latestOf(chat) {
      const row = await database
        .selectFrom('cases')
        .select('data')
        .where('chat', '=', chat)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? caseOf(row.data) : null
    },
    list: (filter) => list(database, filter),
    apply: (id, action) =>
      atomically(database, async (transaction) => {
        for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
          const current = await get(transaction, id)
          if (!current) throw new CaseNotFoundError(id)
          const { next, event } = transition(current, action)
          const changed = await transaction
            .updateTable('cases')
            .set(columnsOf(next))
            .where('id', '=', id)
            .where('version', '=', current.version)
            .executeTakeFirst()
          if (changed.numUpdatedRows === 0n) continue
          if (event) await addEvent(transaction, next, current.state, event, action.at)
          return next
        }
        throw new CaseBusyError(id)
      }),
    async eventsOf(id) {
      const rows = await database
        .selectFrom('case_events')
        .selectAll()
        .where('case_id', '=', id)
        .orderBy('id')
        .execute()
      return rows.map(eventOf)
    },
    async eventsAfter(id, limit) {
      const rows = await database
        .selectFrom('case_events')
        .selectAll()
        .where('id', '>', id)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(eventOf)
    },
    async latestEventId() {
      const row = await database
        .selectFrom('case_events')
        .select((event) => event.fn.max('id').as('id'))
        .executeTakeFirst()
      return Number(row?.id ?? 0)
    },
    async firstAnswers(since, limit) {
      const rows = await database
        .selectFrom('cases')
        .select(['opened_at', 'first_answer_at', 'urgency', 'country'])
        .where('first_answer_at', '>=', since)
        .orderBy('first_answer_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        openedAt: row.opened_at,
        answeredAt: row.first_answer_at as string,
        urgency: row.urgency as Urgency,
        country: row.country as Country | null,
      }))
    },
    async due(now, limit) {
      const rows = await database
        .selectFrom('cases')
        .select('data')
        .where('state', '!=', 'closed')
        .where((row) => row.or([row('remind_at', '<=', now), row('take_back_at', '<=', now)]))
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => caseOf(row.data))
    },
    forgetClosed: (before) =>
      atomically(database, async (transaction) => {
        const old = await transaction
          .selectFrom('cases')
          .select(['id', 'data'])
          .where('state', '=', 'closed')
          .execute()
        const ids = old.filter(({ data }) => (caseOf(data).closedAt ?? '') < before).map(({ id }) => id)
        if (ids.length === 0) return 0
        for (const table of ['case_events', 'case_messages'] as const)
          await transaction.deleteFrom(table).where('case_id', 'in', ids).execute()
        await transaction.deleteFrom('cases').where('id', 'in', ids).execute()
        return ids.length
      }),
    async countsByState() {
      const rows = await database
        .selectFrom('cases')
        .select((row) => ['state', row.fn.countAll<number>().as('n')])
        .groupBy('state')
        .execute()
      const counted = new Map(rows.map((row) => [row.state, row.n]))
      return Object.fromEntries(CASE_STATES.map((state) => [state, counted.get(state) ?? 0])) as Record<
        CaseState,
        number
      >
    },
  }
}

async function get(database: Database, id: number): Promise<Case | null> {
  const row = await database.selectFrom('cases').select('data').where('id', '=', id).executeTakeFirst()
  return row ? caseOf(row.data) : null
}

async function runningOf(database: Database, chat: string): Promise<Case | null> {
  const row = await database
    .selectFrom('cases')
    .select('data')
    .where('chat', '=', chat)
    .where('state', '!=', 'closed')
    .executeTakeFirst()
  return row ? caseOf(row.data) : null
}

async function list(database: Database, filter: CaseFilter): Promise<Case[]> {
  let query = database.selectFrom('cases').select('data')
  if (filter.states) query = query.where('state', 'in', [...filter.states])
  if (filter.assignedTo) query = query.where('assigned_to', '=', filter.assignedTo)
  if (filter.country) query = query.where('country', '=', filter.country)
  if (filter.language) query = query.where('language', '=', filter.language)
  if (filter.municipality) query = query.where('municipality', '=', filter.municipality)
  if (filter.topic) query = query.where('topic', '=', filter.topic)
  if (filter.urgency) query = query.where('urgency', '=', filter.urgency)
  if (filter.openedAfter) query = query.where('opened_at', '>', filter.openedAfter)
  for (const word of filter.search?.toLowerCase().split(/\s+/).filter(Boolean) ?? [])
    query = query.where('search', 'like', `%${word.replace(/[%_]/g, '')}%`)
  const rows = await query
    .orderBy(sql`case urgency when 'urgent' then 0 else 1 end`)
    .orderBy('queued_at')
    .orderBy('id')
    .limit(filter.limit ?? PAGE)
    .offset(filter.offset ?? 0)
    .execute()
  return rows.map((row) => caseOf(row.data))
}

async function addEvent(
  database: Database,
  about: Case,
  from: CaseState | null,
  event: NonNullable<Transition['event']>,
  at: string,
): Promise<void> {
  await database
    .insertInto('case_events')
    .values({
      case_id: about.id,
      chat: about.chat,
      name: event.name,
      actor: JSON.stringify(event.actor),
      at,
      from_state: from,
      to_state: about.state,
      detail: JSON.stringify(event.detail),
    })
    .execute()
}

function columnsOf(one: Case) {
  return {
    chat: one.chat,
    data: JSON.stringify(one),
    state: one.state,
    urgency: one.urgency,
    language: one.language,
    country: one.country,
    municipality: one.municipality,
    topic: one.topic,
    search: `${one.personLabel} ${one.summary}`.toLowerCase(),
    assigned_to: one.assignedTo,
    opened_at: one.openedAt,
    queued_at: one.queuedAt,
    first_answer_at: one.firstAnswerAt,
    remind_at: one.remindAt,
    take_back_at: one.takeBackAt,
    version: one.version,
  }
}

function caseOf(data: string): Case {
  return JSON.parse(data) as Case
}

type EventRow = Omit<CaseEventsTable, 'id'> & { id: number }

function eventOf(row: EventRow): CaseEvent {
  return {
    id: row.id,
    caseId: row.case_id,
    name: row.name as CaseEventName,
    actor: JSON.parse(row.actor) as Actor,
    at: row.at,
    from: row.from_state as CaseState | null,
    to: row.to_state as CaseState,
    detail: JSON.parse(row.detail) as Record<string, string>,
  }
}
