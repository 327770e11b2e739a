import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ChatKey } from '../../conversation/turn.ts'

const COOKIE = 'small_steps_chat'
const YEAR_SECONDS = 365 * 24 * 3600

/**
 * The chat of a browser: a random secret in a cookie that scripts cannot read. Only its hash is a key in the storage,
 * so that who reads the database cannot take over a chat.
 */
export function chatOf(request: FastifyRequest): ChatKey | null {
  const secret = request.cookies[COOKIE]
  return secret && /^[A-Za-z0-9_-]{32}$/.test(secret) ? keyOf(secret) : null
}

/** The chat of a browser; a new one begins where there is none. */
export function openChat(request: FastifyRequest, reply: FastifyReply): ChatKey {
  const known = chatOf(request)
  if (known) return known
  const secret = randomBytes(24).toString('base64url')
  reply.setCookie(COOKIE, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: YEAR_SECONDS,
  })
  return keyOf(secret)
}

function keyOf(secret: string): ChatKey {
  return `web:${createHash('sha256').update(secret).digest('hex').slice(0, 32)}`
}
