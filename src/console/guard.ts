import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Messages } from '../i18n/messages.ts'
import type { Storage } from '../storage/ports.ts'
import { readSession } from './access.ts'
import { AdminOnlyError, FormExpiredError } from './errors.ts'
import { Form } from './form.ts'
import { onwardPage } from './pages/sign-in-page.ts'
import type { SignedIn } from './ports.ts'
import { sameText } from './token.ts'
import { type View, viewOf } from './view.ts'

const COOKIE = 'small_steps_console'

export interface GuardParts {
  storage: Storage
  messages: () => Messages
  clock: () => Date
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(COOKIE, token, {
    path: '/console',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  })
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/console' })
}

const signedIn = new WeakMap<FastifyRequest, SignedIn>()

/** Who has sent a request behind `requireSession`. */
export function whoOf(request: FastifyRequest): SignedIn {
  const who = signedIn.get(request)
  if (!who) throw new Error('This route lies outside of the guard.')
  return who
}

export function viewFor(request: FastifyRequest, parts: GuardParts): View {
  return viewOf(request, parts.messages(), signedIn.get(request) ?? null, parts.clock())
}

/** The session of a request; null when there is none that still holds. */
export async function sessionOf(request: FastifyRequest, parts: GuardParts): Promise<SignedIn | null> {
  const token = request.cookies[COOKIE]
  const isClick = request.headers['x-live'] === undefined
  return token ? readSession(parts.storage.stores, token, parts.clock(), isClick) : null
}

/** Lets only signed-in consultants through; others get the sign-in page, and come back afterwards. */
export function requireSession(parts: GuardParts) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const who = await sessionOf(request, parts)
    if (who) {
      signedIn.set(request, who)
      return
    }
    const isPage = request.method === 'GET'
    // A strict cookie does not come with a link from elsewhere; the page that follows asks again from here.
    if (isPage && request.headers['sec-fetch-site'] === 'cross-site' && !request.cookies[COOKIE]) {
      const page = onwardPage(viewFor(request, parts), request.url)
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page.toString())
    }
    if (request.headers.accept?.includes('text/event-stream') || request.headers['x-live'])
      return reply.code(401).send({ error: { code: 'SIGNED_OUT', message: 'Sign in again.' } })
    const next = isPage && request.url !== '/console' ? `?next=${encodeURIComponent(request.url)}` : ''
    return reply.redirect(`/console/sign-in${next}`, 303)
  }
}

/** Forms must bring the token of the session; behind `requireSession`, once the body was read. */
export async function requireFormToken(request: FastifyRequest): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return
  refuseOtherSites(request)
  if (!sameText(new Form(request.body).raw('token'), whoOf(request).formToken)) throw new FormExpiredError()
}

/** For forms before there is a session. Browsers that name no origin send this instead. */
export function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new FormExpiredError()
}

/** Behind `requireSession`. */
export async function requireAdmin(request: FastifyRequest): Promise<void> {
  if (whoOf(request).consultant.role !== 'admin') throw new AdminOnlyError()
}
