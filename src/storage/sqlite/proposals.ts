import { ProposalDecidedError } from '../../handover/errors.ts'
import type { KnowledgeProposal, KnowledgeProposals } from '../../handover/ports.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Country } from '../../knowledge/vocabulary.ts'
import type { Database } from './database.ts'
import type { KnowledgeProposalsTable } from './handover-tables.ts'

export function sqliteProposals(database: Database): KnowledgeProposals {
  return {
    async add(given) {
      const row = await database
        .insertInto('knowledge_proposals')
        .values({
          case_id: given.caseId,
          article_id: given.articleId,
          language: given.language,
          country: given.country,
          text: given.text,
          test_question: given.testQuestion,
          proposed_by: given.proposedBy,
          at: given.at,
          state: 'waiting',
          decided_by: null,
          decided_at: null,
          decision_note: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return proposalOf(row)
    },
    async list(state) {
      let query = database.selectFrom('knowledge_proposals').selectAll().orderBy('id')
      if (state) query = query.where('state', '=', state)
      return (await query.execute()).map(proposalOf)
    },
    async get(id) {
      const row = await database
        .selectFrom('knowledge_proposals')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? proposalOf(row) : null
    },
    async decide(id, { state, by, at, note }) {
      const row = await database
        .updateTable('knowledge_proposals')
        .set({ state, decided_by: by, decided_at: at, decision_note: note })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .returningAll()
        .executeTakeFirst()
      if (!row) throw new ProposalDecidedError(id)
      return proposalOf(row)
    },
  }
}

function proposalOf(row: Omit<KnowledgeProposalsTable, 'id'> & { id: number }): KnowledgeProposal {
  return {
    id: row.id,
    caseId: row.case_id,
    articleId: row.article_id,
    language: row.language as Language,
    country: row.country as Country | null,
    text: row.text,
    testQuestion: row.test_question,
    proposedBy: row.proposed_by,
    at: row.at,
    state: row.state as KnowledgeProposal['state'],
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decisionNote: row.decision_note,
  }
}
