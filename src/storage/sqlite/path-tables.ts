export interface PathRemindersTable {
  chat: string
  step: string
  day: string
  due_at: number
  language: string
  settled_at: number | null
}

export interface PathPrintsTable {
  chat: string
  token_hash: string
  language: string
  html: string
  created_at: number
  sent: number
  opened: number
}

export interface PathTables {
  path_reminders: PathRemindersTable
  path_prints: PathPrintsTable
}
