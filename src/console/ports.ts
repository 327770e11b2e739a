import type { Consultant } from '../handover/ports.ts'

/** What a consultant signs in to the console with. A consultant who only uses a messenger has none. */
export interface ConsoleAccount {
  consultantId: string
  /** Lower case; unique. */
  signInName: string
  /** See password.ts. */
  passwordHash: string
  /** ISO time of the last change of the password. */
  passwordSetAt: string
}

export interface ConsoleAccounts {
  /** Makes the account, or gives it a new name and password. Throws SignInNameTakenError for another's name. */
  set(account: ConsoleAccount): Promise<void>
  byConsultant(consultantId: string): Promise<ConsoleAccount | null>
  bySignInName(signInName: string): Promise<ConsoleAccount | null>
  list(): Promise<ConsoleAccount[]>
  /** Whether an active admin has an account. */
  anyAdmin(): Promise<boolean>
}

/** A link that works once. Only the hash of its secret is stored. */
export interface ConsoleInvitation {
  tokenHash: string
  /** Whose account it opens; null for the first admin, who does not exist yet. */
  consultantId: string | null
  /** Consultant id of who made it, or "system". */
  madeBy: string
  /** ISO times */
  expiresAt: string
  usedAt: string | null
}

export interface ConsoleInvitations {
  /** Earlier links for the same consultant end. */
  add(given: Omit<ConsoleInvitation, 'usedAt'>): Promise<void>
  /** One that can still be used at that time. */
  find(tokenHash: string, now: string): Promise<ConsoleInvitation | null>
  /** Uses it up. Null when it is unknown, used or out of date; of two at once one gets it. */
  use(tokenHash: string, now: string): Promise<ConsoleInvitation | null>
  /** Links for a consultant that still wait end. */
  endOf(consultantId: string | null): Promise<void>
  /** Consultants with a link that can still be used at that time. */
  waiting(now: string): Promise<string[]>
}

/** A browser that is signed in. Only the hash of its secret is stored. */
export interface ConsoleSession {
  /** For the list of sessions; opens nothing. */
  id: string
  tokenHash: string
  consultantId: string
  /** ISO times */
  createdAt: string
  lastSeenAt: string
  expiresAt: string
  /** Browser and system in two words. */
  device: string
}

export interface ConsoleSessions {
  add(session: ConsoleSession): Promise<void>
  byToken(tokenHash: string): Promise<ConsoleSession | null>
  listOf(consultantId: string): Promise<ConsoleSession[]>
  touch(id: string, now: string): Promise<void>
  /** Gives false when the consultant has no such session. */
  revoke(consultantId: string, id: string): Promise<boolean>
  /** Ends all of a consultant, but for the one given; gives how many. */
  revokeAll(consultantId: string, except?: string): Promise<number>
}

/** Attempts to sign in, kept for as long as they count. */
export interface SignInAttempts {
  /** Notes an attempt under each key and gives how many each has since that time (ms since 1970), this one with it. */
  note(keys: readonly string[], now: number, since: number): Promise<number[]>
  /** The attempts of a key do not count any more. */
  clear(key: string): Promise<void>
}

/** Tables of the console, part of `Stores`. */
export interface ConsoleStores {
  consoleAccounts: ConsoleAccounts
  consoleInvitations: ConsoleInvitations
  consoleSessions: ConsoleSessions
  signInAttempts: SignInAttempts
}

/** Who asks for a page. */
export interface SignedIn {
  consultant: Consultant
  session: ConsoleSession
  /** Must come with every form of this session. */
  formToken: string
}
