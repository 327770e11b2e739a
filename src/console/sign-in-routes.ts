import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { acceptInvitation, audit, deviceOf, readInvitation, signIn } from './access.ts'
import { Form } from './form.ts'
import { clearSessionCookie, refuseOtherSites, sessionOf, setSessionCookie, viewFor, whoOf } from './guard.ts'
import { html } from './html.ts'
import { signInPage, welcomePage } from './pages/sign-in-page.ts'
import type { ConsoleParts } from './parts.ts'
import { problemText, statusOf } from './problems.ts'
import { sendPage } from './view.ts'

/** On top of the limits for wrong passwords, which the storage keeps. */
const LIMIT = { config: { rateLimit: { max: 30, timeWindow: '1 minute' } } }

/** What is open to those who are not signed in: signing in, and the one-time links. */
export function signInRoutes(scope: FastifyInstance, parts: ConsoleParts): void {
  const { storage, clock } = parts

  scope.get<{ Querystring: { next?: string } }>('/sign-in', async (request, reply) => {
    if (await sessionOf(request, parts)) return reply.redirect('/console', 303)
    const view = viewFor(request, parts)
    const body = signInPage(view, { signInName: '', next: inConsole(request.query.next) })
    return sendPage(reply, view, { title: view.say('sign_in_title'), body })
  })

  scope.post('/sign-in', LIMIT, async (request, reply) => {
    const form = new Form(request.body)
    const [signInName, next] = [form.text('signInName').slice(0, 200), inConsole(form.raw('next'))]
    const view = viewFor(request, parts)
    try {
      refuseOtherSites(request)
      const given = { signInName, password: form.raw('password').slice(0, 400) }
      const { token } = await signIn(storage, given, visitorOf(request), clock())
      setSessionCookie(request, reply, token)
      return reply.redirect(next, 303)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const body = signInPage(view, { signInName, next })
      const alert = problemText(view, error)
      return sendPage(reply, view, { title: view.say('sign_in_title'), body, alert }, statusOf(error))
    }
  })

  // Messengers fetch links to preview them: only the form uses one up.
  scope.get<{ Params: { token: string } }>('/welcome/:token', LIMIT, async (request, reply) => {
    const view = viewFor(request, parts)
    const { token } = request.params
    try {
      const { name, signInName } = await readInvitation(storage.stores, token, clock())
      const body = welcomePage(view, { token, name, typedName: '', signInName: signInName ?? '' })
      return sendPage(reply, view, { title: view.say('welcome_title'), body })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const body = html`<h1>${view.say('welcome_title')}</h1>`
      const alert = problemText(view, error)
      return sendPage(reply, view, { title: view.say('welcome_title'), body, alert }, statusOf(error))
    }
  })

  scope.post<{ Params: { token: string } }>('/welcome/:token', LIMIT, async (request, reply) => {
    const form = new Form(request.body)
    const { token } = request.params
    const view = viewFor(request, parts)
    const [name, signInName] = [form.text('name').slice(0, 200), form.text('signInName').slice(0, 200)]
    try {
      refuseOtherSites(request)
      const language = form.language('language') ?? view.language
      const given = { token, name, signInName, password: form.raw('password'), language }
      const opened = await acceptInvitation(storage, given, visitorOf(request), clock())
      setSessionCookie(request, reply, opened.token)
      return reply.redirect('/console', 303)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const invitation = await readInvitation(storage.stores, token, clock()).catch(() => null)
      const body = invitation
        ? welcomePage(view, { token, name: invitation.name, typedName: name, signInName })
        : html`<h1>${view.say('welcome_title')}</h1>`
      const alert = problemText(view, error)
      return sendPage(reply, view, { title: view.say('welcome_title'), body, alert }, statusOf(error))
    }
  })
}

/** Behind the guard. */
export function signOutRoute(scope: FastifyInstance, parts: ConsoleParts): void {
  scope.post('/sign-out', async (request, reply) => {
    const { consultant, session } = whoOf(request)
    const { stores } = parts.storage
    await stores.consoleSessions.revoke(consultant.id, session.id)
    await audit(stores, parts.clock(), consultant.id, 'signed-out', consultant.id)
    clearSessionCookie(reply)
    return reply.redirect('/console/sign-in', 303)
  })
}

export function visitorOf(request: FastifyRequest): { address: string; device: string } {
  return { address: request.ip, device: deviceOf(request.headers['user-agent']) }
}

/** Only pages of the console are gone to after signing in. */
function inConsole(address: string | undefined): string {
  return address && /^\/console(?:[/?][\w\-/?=&.%+]*)?$/.test(address) ? address : '/console'
}
