import { readFile } from 'node:fs/promises'
import path from 'node:path'
import formBody from '@fastify/formbody'
import type { FastifyError, FastifyInstance } from 'fastify'
import { AppError, messageOf } from '../errors.ts'
import { programRoot } from '../program-root.ts'
import { adminRoutes } from './admin-routes.ts'
import { askRoute } from './ask-route.ts'
import { CaseNews } from './case-news.ts'
import { caseRoutes } from './case-routes.ts'
import { eventsRoute } from './events-route.ts'
import { fileRoute } from './file-route.ts'
import { requireAdmin, requireFormToken, requireSession, viewFor } from './guard.ts'
import { html } from './html.ts'
import type { ConsoleParts } from './parts.ts'
import { problemText, statusOf } from './problems.ts'
import { profileRoutes } from './profile-routes.ts'
import { signInRoutes, signOutRoute } from './sign-in-routes.ts'
import { sendPage } from './view.ts'

const PREFIX = { prefix: '/console' }

/** The web console for consultants and admins, below /console. */
export async function consoleRoutes(server: FastifyInstance, parts: ConsoleParts): Promise<void> {
  const news = new CaseNews(() => parts.storage.stores.cases)
  await server.register(async (scope) => {
    await scope.register(formBody)
    showProblems(scope, parts)
    await publicFiles(scope)
    signInRoutes(scope, parts)
    await scope.register(async (inside) => {
      inside.addHook('onRequest', requireSession(parts))
      inside.addHook('preHandler', requireFormToken)
      signOutRoute(inside, parts)
      caseRoutes(inside, parts)
      fileRoute(inside, parts)
      eventsRoute(inside, parts, news)
      profileRoutes(inside, parts)
      askRoute(inside, parts)
      await inside.register(async (admin) => {
        admin.addHook('preHandler', requireAdmin)
        adminRoutes(admin, parts)
      })
    })
    scope.addHook('onClose', async () => news.stop())
  }, PREFIX)
}

async function publicFiles(scope: FastifyInstance): Promise<void> {
  for (const [file, type] of [
    ['console.css', 'text/css; charset=utf-8'],
    ['console.js', 'text/javascript; charset=utf-8'],
  ] as const) {
    const content = await readFile(path.join(programRoot, 'src/console/public', file))
    scope.get(`/${file}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    )
  }
}

/** Errors are pages here; what the program did not foresee tells nothing of itself. */
function showProblems(scope: FastifyInstance, parts: ConsoleParts): void {
  scope.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const view = viewFor(request, parts)
    const limited = 'statusCode' in error && error.statusCode !== undefined && error.statusCode < 500
    const status = error instanceof AppError ? statusOf(error) : limited ? (error.statusCode ?? 400) : 500
    if (status >= 500 && !(error instanceof AppError))
      parts.log.error({ route: request.routeOptions.url, cause: messageOf(error) }, 'a page failed')
    const title = view.say('problem_title')
    const alert = status === 429 ? view.say('error_too_many') : problemText(view, error)
    const body = html`<h1>${title}</h1><p><a class="button" href="/console">${view.say('back')}</a></p>`
    return sendPage(reply, view, { title, body, alert }, status)
  })
  scope.setNotFoundHandler((request, reply) => {
    const view = viewFor(request, parts)
    const title = view.say('problem_title')
    const body = html`<h1>${title}</h1><p><a class="button" href="/console">${view.say('back')}</a></p>`
    return sendPage(reply, view, { title, body, alert: view.say('error_not_found') }, 404)
  })
}
