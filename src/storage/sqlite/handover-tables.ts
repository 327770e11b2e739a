import type { Generated } from 'kysely'

export interface CasesTable {
  id: Generated<number>
  chat: string
  /** The case as JSON; the other columns repeat what is searched for. */
  data: string
  state: string
  urgency: string
  language: string
  country: string | null
  municipality: string | null
  topic: string | null
  search: string
  assigned_to: string | null
  opened_at: string
  queued_at: string
  first_answer_at: string | null
  remind_at: string | null
  take_back_at: string | null
  version: number
}

export interface CaseEventsTable {
  id: Generated<number>
  case_id: number
  chat: string
  name: string
  actor: string
  at: string
  from_state: string | null
  to_state: string
  detail: string
}

export interface CaseMessagesTable {
  id: Generated<number>
  case_id: number
  chat: string
  /** `person` or `consultant` */
  side: string
  author_id: string | null
  kind: string
  text: string
  language: string
  translation: string | null
  translation_state: string
  file: string | null
  edits: number | null
  origin_chat: string | null
  origin_ref: string | null
  relay: string
  outbox_id: number | null
  receipt: Generated<number>
  at: string
}

export interface CaseTopicsTable {
  case_id: number
  topic: string
  state: string
}

export interface ConsultantsTable {
  id: string
  name: string
  /** The rest of the consultant as JSON. */
  data: string
  active: number
  telegram_user: number | null
  created_at: string
}

export interface ConsultantCodesTable {
  hash: string
  consultant_id: string
  expires_at: string
  used_at: string | null
}

export interface KnowledgeProposalsTable {
  id: Generated<number>
  case_id: number
  article_id: string | null
  language: string
  country: string | null
  text: string
  test_question: string
  proposed_by: string
  at: string
  state: string
  decided_by: string | null
  decided_at: string | null
  decision_note: string | null
}

export interface AuditTable {
  id: Generated<number>
  at: string
  actor: string
  action: string
  subject: string
  detail: string
}

/** Tables of the hand-over to consultants. */
export interface HandoverTables {
  cases: CasesTable
  case_events: CaseEventsTable
  case_messages: CaseMessagesTable
  case_topics: CaseTopicsTable
  consultants: ConsultantsTable
  consultant_codes: ConsultantCodesTable
  knowledge_proposals: KnowledgeProposalsTable
  audit: AuditTable
}
