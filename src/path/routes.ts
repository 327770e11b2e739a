import type { FastifyInstance, FastifyReply } from 'fastify'
import { directionOf, type Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Storage } from '../storage/ports.ts'
import { escaped } from './print-page.ts'
import { hashOfToken } from './print-token.ts'
import { PRINT_KEPT_MS } from './print-worker.ts'

export interface PathRoutesParts {
  storage: Storage
  messages: () => Messages
  clock: () => Date
}

const LIMIT = { config: { rateLimit: { max: 30, timeWindow: '1 minute' } } }
const FORM = 'application/x-www-form-urlencoded'

/**
 * The page to print, once for each link. Messengers fetch links to preview them, so a first page only holds a button,
 * and the button opens the plan.
 */
export async function pathRoutes(server: FastifyInstance, parts: PathRoutesParts): Promise<void> {
  await server.register(async (scope) => {
    // The button sends an empty form.
    if (!scope.hasContentTypeParser(FORM))
      scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, _body, done) => done(null, {}))
    scope.get<{ Params: { token: string } }>('/path/print/:token', LIMIT, async (request, reply) => {
      const print = await parts.storage.stores.pathPrints.find(hashOfToken(request.params.token))
      if (!print || isOld(print.createdAt, parts.clock())) return gone(reply, parts.messages())
      return html(reply, 200, buttonPage(print.language, parts.messages()))
    })
    scope.post<{ Params: { token: string } }>('/path/print/:token', LIMIT, async (request, reply) => {
      const print = await parts.storage.stores.pathPrints.open(hashOfToken(request.params.token))
      if (!print || isOld(print.createdAt, parts.clock())) return gone(reply, parts.messages())
      return html(reply, 200, print.html)
    })
  })
}

function isOld(createdAt: number, now: Date): boolean {
  return now.getTime() - createdAt > PRINT_KEPT_MS
}

function gone(reply: FastifyReply, messages: Messages) {
  return html(
    reply,
    410,
    pageOf(
      'en',
      messages.text('en', 'path.print_link_title'),
      `<p>${escaped(messages.text('en', 'path.print_link_gone'))}</p>`,
    ),
  )
}

function buttonPage(language: Language, messages: Messages): string {
  const say = (key: string) => escaped(messages.text(language, key))
  const button = `<form method="post"><button>${say('path.button_open_page')}</button></form>`
  return pageOf(language, say('path.print_link_title'), `<p>${say('path.print_link_text')}</p>${button}`)
}

function pageOf(language: Language, title: string, body: string): string {
  return `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}</style></head><body><h1>${title}</h1>${body}</body></html>`
}

function html(reply: FastifyReply, status: number, content: string) {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'same-origin')
    .send(content)
}
