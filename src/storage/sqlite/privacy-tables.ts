export interface FeedbackTable {
  chat: string
  answer_id: string
  /** Ids of the articles as JSON. */
  articles: string
  outcome: string
  language: string
  verdict: 'up' | 'down'
  reason: string | null
  question: string | null
  at: string
}

export interface ErasuresTable {
  chat: string
  due_at: number
  phase: 'asked' | 'announced'
  language: string
}

export interface PrivacyTables {
  feedback: FeedbackTable
  erasures: ErasuresTable
}
