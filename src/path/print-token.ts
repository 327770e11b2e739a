import { createHash, randomBytes } from 'node:crypto'

/** A secret for a link that nobody can guess; only its hash is stored. */
export function newPrintToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashOfToken(token) }
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
