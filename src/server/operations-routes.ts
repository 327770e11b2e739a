import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../operations/metrics.ts'
import type { Storage } from '../storage/ports.ts'

/** `/healthz` (the process lives), `/readyz` (it can work: storage writable, knowledge loaded), `/metrics`. */
export async function operationsRoutes(
  server: FastifyInstance,
  parts: { storage: Storage; metrics: Metrics; articles: () => number; stopping: () => boolean },
): Promise<void> {
  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async (_request, reply) => {
    if (parts.stopping()) return reply.code(503).send({ status: 'stopping' })
    try {
      await parts.storage.checkWritable()
      return { status: 'ready', articles: parts.articles() }
    } catch (error) {
      return reply.code(503).send({ status: 'not ready', cause: (error as Error).message })
    }
  })
  server.get('/metrics', async (_request, reply) =>
    reply.type(parts.metrics.registry.contentType).send(await parts.metrics.registry.metrics()),
  )
}
