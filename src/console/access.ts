import { randomBytes } from 'node:crypto'
import type { WorkingHours } from '../handover/ports.ts'
import type { Language } from '../i18n/languages.ts'
import type { Storage, Stores } from '../storage/ports.ts'
import { FormFieldError, InvitationUsedError, SignInBlockedError, SignInFailedError } from './errors.ts'
import { hashPassword, passwordFits, passwordProblem } from './password.ts'
import type { ConsoleInvitation, SignedIn } from './ports.ts'
import { formTokenOf, hashOfToken, newToken } from './token.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** A session ends after so long without a click, and in any case after `SESSION_DAYS`. */
const IDLE_MS = 12 * 60 * MINUTE_MS
const SESSION_DAYS = 7
const INVITATION_DAYS = 3
const ATTEMPT_WINDOW_MINUTES = 15
/** Attempts within the window: of a name from an address, of an address, of a name from anywhere. */
const MOST_ATTEMPTS = [5, 20, 30]

const OFFICE_DAY = [{ from: 9 * 60, to: 17 * 60 }]
const OFFICE_HOURS: WorkingHours = {
  timeZone: 'Europe/Ljubljana',
  days: [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, [], []],
  holidays: null,
}

/** What a new consultant begins with; the profile changes it. */
export const NEW_CONSULTANT = {
  countries: [],
  municipalities: [],
  topics: [],
  hours: OFFICE_HOURS,
  absences: [],
  mostCases: 10,
}

export interface Visitor {
  /** Address of the browser. */
  address: string
  /** Browser and system in two words. */
  device: string
}

/**
 * Gives the secret of a new session. Throws SignInFailedError, or SignInBlockedError after too many attempts: then the
 * password is not even looked at.
 */
export async function signIn(
  storage: Storage,
  given: { signInName: string; password: string },
  visitor: Visitor,
  now: Date,
): Promise<{ token: string }> {
  const signInName = given.signInName.trim().toLowerCase()
  const together = await countAttempt(storage, signInName, visitor, now)
  const account = await storage.stores.consoleAccounts.bySignInName(signInName)
  const fits = await passwordFits(given.password, account?.passwordHash ?? null)
  const consultant = account ? await storage.stores.consultants.get(account.consultantId) : null
  if (!account || !fits || !consultant?.active) {
    await audit(
      storage.stores,
      now,
      account?.consultantId ?? 'unknown',
      'sign-in-failed',
      account?.consultantId,
    )
    throw new SignInFailedError()
  }
  return storage.transaction(async (stores) => {
    await stores.signInAttempts.clear(together)
    await audit(stores, now, consultant.id, 'signed-in', consultant.id)
    return { token: await openSession(stores, consultant.id, visitor, now) }
  })
}

/** Noted before the password is looked at, so that many attempts at once count as well. */
async function countAttempt(
  storage: Storage,
  signInName: string,
  { address }: Visitor,
  now: Date,
): Promise<string> {
  const keys = [`both ${address} ${signInName}`, `address ${address}`, `name ${signInName}`].map(hashOfToken)
  const since = now.getTime() - ATTEMPT_WINDOW_MINUTES * MINUTE_MS
  const counts = await storage.stores.signInAttempts.note(keys, now.getTime(), since)
  if (counts.some((count, index) => count > (MOST_ATTEMPTS[index] ?? 0)))
    throw new SignInBlockedError(ATTEMPT_WINDOW_MINUTES)
  return keys[0] as string
}

async function openSession(
  stores: Stores,
  consultantId: string,
  visitor: Visitor,
  now: Date,
): Promise<string> {
  const token = newToken()
  await stores.consoleSessions.add({
    id: randomBytes(6).toString('hex'),
    tokenHash: hashOfToken(token),
    consultantId,
    createdAt: now.toISOString(),
    lastSeenAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + SESSION_DAYS * DAY_MS).toISOString(),
    device: visitor.device,
  })
  return token
}

/**
 * Whose session a secret opens; null for one that has ended, was revoked, or never was. What a page asks for by itself is no
 * click: it does not keep a session alive.
 */
export async function readSession(
  stores: Stores,
  token: string,
  now: Date,
  isClick = true,
): Promise<SignedIn | null> {
  const session = await stores.consoleSessions.byToken(hashOfToken(token))
  if (!session || session.expiresAt <= now.toISOString()) return null
  const idleMs = now.getTime() - Date.parse(session.lastSeenAt)
  if (idleMs > IDLE_MS) return null
  const consultant = await stores.consultants.get(session.consultantId)
  if (!consultant?.active) return null
  if (isClick && idleMs > MINUTE_MS) await stores.consoleSessions.touch(session.id, now.toISOString())
  return { consultant, session, formToken: formTokenOf(token) }
}

/** The secret of a one-time link for the first admin; null when an admin can already sign in. Earlier ones end. */
export async function firstAdminToken(storage: Storage, now: Date): Promise<string | null> {
  return storage.transaction(async (stores) => {
    if (await stores.consoleAccounts.anyAdmin()) return null
    return addInvitation(stores, null, 'system', now)
  })
}

/** The secret of a one-time link that opens the account of a consultant, or gives it a new password. */
export async function addInvitation(
  stores: Stores,
  consultantId: string | null,
  madeBy: string,
  now: Date,
): Promise<string> {
  const token = newToken()
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * DAY_MS).toISOString()
  await stores.consoleInvitations.add({ tokenHash: hashOfToken(token), consultantId, madeBy, expiresAt })
  return token
}

/** A link that can still be used, with whom it is for. Throws InvitationUsedError. */
export async function readInvitation(
  stores: Stores,
  token: string,
  now: Date,
): Promise<{ invitation: ConsoleInvitation; name: string | null; signInName: string | null }> {
  const invitation = await stores.consoleInvitations.find(hashOfToken(token), now.toISOString())
  if (!invitation) throw new InvitationUsedError()
  const { consultantId } = invitation
  if (consultantId === null) return { invitation, name: null, signInName: null }
  const consultant = await stores.consultants.get(consultantId)
  const account = await stores.consoleAccounts.byConsultant(consultantId)
  return { invitation, name: consultant?.name ?? '', signInName: account?.signInName ?? null }
}

export interface AcceptedInvitation {
  token: string
  /** Only the first admin says it; others have a name already. */
  name: string
  signInName: string
  password: string
  language: Language
}

/**
 * Uses a link up and opens a session. Throws InvitationUsedError, SignInNameTakenError, ConsultantExistsError or FormFieldError;
 * then the link can still be used, unless it could not be before.
 */
export async function acceptInvitation(
  storage: Storage,
  given: AcceptedInvitation,
  visitor: Visitor,
  now: Date,
): Promise<{ token: string }> {
  const signInName = given.signInName.trim().toLowerCase()
  if (!/^[\p{L}\p{N}._@+-]{3,80}$/u.test(signInName)) throw new FormFieldError('signInName', 'sign_in_name')
  const { name } = await readInvitation(storage.stores, given.token, now)
  if (name === null) checkName(given.name)
  checkPassword(given.password, [signInName, name ?? given.name])
  const passwordHash = await hashPassword(given.password)
  return storage.transaction(async (stores) => {
    const consultantId = await useInvitation(stores, given, now)
    await stores.consoleAccounts.set({
      consultantId,
      signInName,
      passwordHash,
      passwordSetAt: now.toISOString(),
    })
    await stores.consoleSessions.revokeAll(consultantId)
    await audit(stores, now, consultantId, 'invitation-used', consultantId)
    return { token: await openSession(stores, consultantId, visitor, now) }
  })
}

async function useInvitation(stores: Stores, given: AcceptedInvitation, now: Date): Promise<string> {
  const invitation = await stores.consoleInvitations.use(hashOfToken(given.token), now.toISOString())
  if (!invitation) throw new InvitationUsedError()
  if (invitation.consultantId !== null) {
    await stores.consultants.update(invitation.consultantId, { active: true })
    return invitation.consultantId
  }
  if (await stores.consoleAccounts.anyAdmin()) throw new InvitationUsedError()
  const { name, language } = given
  const first = {
    ...NEW_CONSULTANT,
    name: name.trim(),
    role: 'admin' as const,
    languages: [language],
    active: true,
  }
  return (await stores.consultants.add(first)).id
}

/** Throws SignInFailedError for a wrong present password. Ends all other sessions. */
export async function changePassword(
  storage: Storage,
  who: SignedIn,
  given: { present: string; next: string },
  visitor: Visitor,
  now: Date,
): Promise<void> {
  const account = await storage.stores.consoleAccounts.byConsultant(who.consultant.id)
  const together = await countAttempt(storage, account?.signInName ?? '', visitor, now)
  if (!account || !(await passwordFits(given.present, account.passwordHash))) throw new SignInFailedError()
  checkPassword(given.next, [account.signInName, who.consultant.name])
  const passwordHash = await hashPassword(given.next)
  await storage.transaction(async (stores) => {
    await stores.signInAttempts.clear(together)
    await stores.consoleAccounts.set({ ...account, passwordHash, passwordSetAt: now.toISOString() })
    await stores.consoleSessions.revokeAll(who.consultant.id, who.session.id)
    await audit(stores, now, who.consultant.id, 'password-changed', who.consultant.id)
  })
}

export function checkName(name: string): void {
  if (!/^[\p{L}\p{M}\p{N} .'’-]{2,60}$/u.test(name.trim())) throw new FormFieldError('name', 'name')
}

function checkPassword(password: string, names: readonly string[]): void {
  const problem = passwordProblem(password, names)
  if (problem) throw new FormFieldError('password', problem)
}

/** A line of the audit log about a consultant. */
export function audit(
  stores: Stores,
  now: Date,
  actor: string,
  action: string,
  consultantId: string | undefined,
  detail: Record<string, string> = {},
): Promise<void> {
  const subject = `consultant:${consultantId ?? 'unknown'}`
  return stores.audit.append({ at: now.toISOString(), actor, action, subject, detail })
}

/** "Firefox · Windows": enough to recognise a session of one's own. */
export function deviceOf(userAgent: string | undefined): string {
  const find = (names: readonly [RegExp, string][]) => names.find(([mark]) => mark.test(userAgent ?? ''))?.[1]
  const browser = find([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrom(e|ium)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'macOS'],
    [/Linux/, 'Linux'],
  ])
  return [browser, system].filter(Boolean).join(' · ') || '?'
}
