import type { FastifyInstance } from 'fastify'
import type { CaseNews } from './case-news.ts'
import { Form } from './form.ts'
import { sessionOf } from './guard.ts'
import type { ConsoleParts } from './parts.ts'

const HEARTBEAT_MS = 15_000

/** Tells a page which cases have changed, until the session ends. No texts go this way; the page fetches itself again. */
export function eventsRoute(scope: FastifyInstance, parts: ConsoleParts, news: CaseNews): void {
  scope.get('/events', async (request, reply) => {
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    const open = Number(new Form(request.query).text('case'))
    const stopListening = news.listen(
      (cases) => stream.write(`event: changed\ndata: ${JSON.stringify(cases)}\n\n`),
      Number.isSafeInteger(open) && open > 0 ? open : null,
    )
    const heartbeat = setInterval(() => {
      stream.write(': still here\n\n')
      sessionOf(request, parts).then(
        (who) => who ?? stream.end('event: signed-out\ndata: {}\n\n'),
        () => stream.destroy(),
      )
    }, HEARTBEAT_MS)
    const end = () => {
      clearInterval(heartbeat)
      stopListening()
    }
    stream.on('close', end)
    stream.on('error', end)
    stream.write('retry: 3000\n\n')
  })
}
