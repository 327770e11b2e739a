import type { CallFailure } from './caller.ts'

export type Refusal =
  /** The message has this text already. */
  'unchanged' | 'markup' | 'unreachable' | 'token' | 'other'

/** What Telegram means by a refusal; it tells that only in words. */
export function refusalOf({ code, description }: CallFailure): Refusal {
  if (code === 401 || (code === 404 && /404: not found\s*$/i.test(description))) return 'token'
  if (code === 403) return 'unreachable'
  if (/message is not modified/i.test(description)) return 'unchanged'
  if (/can't parse entities|unsupported start tag|can't find end/i.test(description)) return 'markup'
  if (/chat not found|user is deactivated|user not found|PEER_ID_INVALID|bot was blocked/i.test(description))
    return 'unreachable'
  return 'other'
}
