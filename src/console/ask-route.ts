import type { FastifyInstance } from 'fastify'
import { Form } from './form.ts'
import { viewFor } from './guard.ts'
import { askPage, LONGEST_QUESTION } from './pages/ask-page.ts'
import type { ConsoleParts } from './parts.ts'
import { sendPage } from './view.ts'

/**
 * The assistant in the console. Nothing of what is asked is kept; it comes as a form, since addresses stand in the
 * history of browsers and in the logs of proxies.
 */
export function askRoute(scope: FastifyInstance, parts: ConsoleParts): void {
  scope.get('/ask', (request, reply) => {
    const view = viewFor(request, parts)
    const body = askPage(view, { question: '', country: '', answer: null, articles: [] })
    return sendPage(reply, view, { title: view.say('ask'), body, part: 'ask' })
  })

  scope.post('/ask', (request, reply) => {
    const view = viewFor(request, parts)
    const form = new Form(request.body)
    const question = form.text('q').slice(0, LONGEST_QUESTION)
    const country = form.country('country') ?? null
    const answer = parts.answerer().answer({
      text: question,
      profile: { country, audience: 'consultant', reads: view.who?.consultant.languages ?? [] },
      history: [],
      languageHint: view.language,
    })
    const body = askPage(view, { question, country: country ?? '', answer, articles: parts.articles() })
    return sendPage(reply, view, { title: view.say('ask'), body, part: 'ask' })
  })
}
