import type { ChatKey } from '../../conversation/turn.ts'
import type { CaseTopic, CaseTopics } from '../../handover/ports.ts'
import type { Database } from './database.ts'
import type { CaseTopicsTable } from './handover-tables.ts'

export function sqliteCaseTopics(database: Database): CaseTopics {
  return {
    async of(caseId) {
      const row = await database
        .selectFrom('case_topics')
        .selectAll()
        .where('case_id', '=', caseId)
        .executeTakeFirst()
      return row ? topicOf(row) : null
    },
    async byTopic(topic) {
      const row = await database
        .selectFrom('case_topics')
        .selectAll()
        .where('topic', '=', topic)
        .executeTakeFirst()
      return row ? topicOf(row) : null
    },
    async set({ caseId, topic, state }) {
      await database
        .insertInto('case_topics')
        .values({ case_id: caseId, topic, state })
        .onConflict((conflict) => conflict.column('case_id').doUpdateSet({ topic, state }))
        .execute()
    },
    async wanting(limit) {
      const rows = await database
        .selectFrom('cases')
        .leftJoin('case_topics', 'case_topics.case_id', 'cases.id')
        .select('cases.id')
        .where('cases.state', '!=', 'closed')
        .where('case_topics.case_id', 'is', null)
        .orderBy('cases.id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.id)
    },
    async orphaned(limit) {
      const rows = await database
        .selectFrom('case_topics')
        .leftJoin('cases', 'cases.id', 'case_topics.case_id')
        .selectAll('case_topics')
        .where('cases.id', 'is', null)
        .limit(limit)
        .execute()
      return rows.map(topicOf)
    },
    async remove(caseId) {
      await database.deleteFrom('case_topics').where('case_id', '=', caseId).execute()
    },
  }
}

function topicOf(row: CaseTopicsTable): CaseTopic {
  return { caseId: row.case_id, topic: row.topic as ChatKey, state: row.state as CaseTopic['state'] }
}
