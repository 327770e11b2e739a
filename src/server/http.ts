import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Log } from '../operations/log.ts'

export const BODY_LIMIT = 128 * 1024

/** The web server with what holds for all routes: safe headers, a limit of requests, coded errors, no texts in the log. */
export async function createServer(log: Log): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: 'loopback, linklocal, uniquelocal',
    forceCloseConnections: true,
  })
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        // Plain http on a machine of one's own must work; a proxy in front adds https.
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  })
  await server.register(cookie)
  await server.register(rateLimit, { global: true, max: 600, timeWindow: '1 minute' })
  server.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD') return
    const origin = request.headers.origin
    if (origin && hostOf(origin) !== request.headers.host) {
      return reply
        .code(403)
        .send({ error: { code: 'FOREIGN_ORIGIN', message: 'Send this from the page of this server.' } })
    }
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500)
      log.error({ route: request.routeOptions.url, cause: error.message }, 'a request failed')
    const code =
      status === 429
        ? 'TOO_MANY_REQUESTS'
        : status === 413
          ? 'BODY_TOO_LARGE'
          : status < 500
            ? 'INVALID_INPUT'
            : 'INTERNAL'
    const message = status >= 500 ? 'Something went wrong here. Please try again.' : error.message
    return reply.code(status).send({ error: { code, message } })
  })
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { code: 'NOT_FOUND', message: 'There is nothing here.' } }),
  )
  return server
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}
