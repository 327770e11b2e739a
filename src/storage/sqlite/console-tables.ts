export interface ConsoleAccountsTable {
  consultant_id: string
  sign_in_name: string
  password_hash: string
  password_set_at: string
}

export interface ConsoleInvitationsTable {
  token_hash: string
  consultant_id: string | null
  made_by: string
  expires_at: string
  used_at: string | null
}

export interface ConsoleSessionsTable {
  id: string
  token_hash: string
  consultant_id: string
  created_at: string
  last_seen_at: string
  expires_at: string
  device: string
}

export interface SignInAttemptsTable {
  key: string
  at: number
}

/** Tables of the web console. */
export interface ConsoleTables {
  console_accounts: ConsoleAccountsTable
  console_invitations: ConsoleInvitationsTable
  console_sessions: ConsoleSessionsTable
  sign_in_attempts: SignInAttemptsTable
}
