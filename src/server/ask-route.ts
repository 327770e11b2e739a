import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { askOne } from '../answering/ask-line.ts'
import type { Answerer } from '../answering/pipeline.ts'

/** `POST /api/ask`: one question, one answer, as `npm run ask` gives it; nothing is kept. Needs the key as a bearer. */
export async function askRoute(
  server: FastifyInstance,
  parts: { answerer: () => Answerer; apiKey: string },
): Promise<void> {
  server.post(
    '/api/ask',
    { config: { rateLimit: { max: 3000, timeWindow: '1 minute' } } },
    async (request, reply) => {
      if (!isKey(request.headers.authorization, parts.apiKey)) {
        return reply
          .code(401)
          .header('www-authenticate', 'Bearer')
          .send({
            error: {
              code: 'KEY_MISSING_OR_WRONG',
              message: 'Send the header "Authorization: Bearer KEY" with the API key.',
            },
          })
      }
      const result = askOne(request.body, parts.answerer())
      return reply.code('error' in result ? 400 : 200).send(result)
    },
  )
}

function isKey(header: string | undefined, key: string): boolean {
  const given = /^Bearer\s+(.+)$/i.exec(header ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(key))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
