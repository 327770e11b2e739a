import type { FastifyInstance } from 'fastify'
import { Form } from './form.ts'
import { viewFor } from './guard.ts'
import { askPage, LONGEST_QUESTION } from './pages/ask-page.ts'
import type { ConsoleParts } from './parts.ts'
import { sendPage } from './view.ts'

/** The assistant in the console; nothing of what is asked is kept. */
export function askRoute(scope: FastifyInstance, parts: ConsoleParts): void {
  scope.get('/ask', (request, reply) => {
    const view = viewFor(request, parts)
    const query = new Form(request.query)
    const question = query.text('q').slice(0, LONGEST_QUESTION)
    const country = query.country('country') ?? null
    const answer =
      question === ''
        ? null
        : parts.answerer().answer({
            text: question,
            profile: { country, audience: 'consultant', reads: view.who?.consultant.languages ?? [] },
            history: [],
            languageHint: view.language,
          })
    const body = askPage(view, { question, country: country ?? '', answer, articles: parts.articles() })
    return sendPage(reply, view, { title: view.say('ask'), body, part: 'ask' })
  })
}
