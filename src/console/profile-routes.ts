import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { Consultant } from '../handover/ports.ts'
import { audit, changePassword, checkName } from './access.ts'
import { FormFieldError } from './errors.ts'
import { Form } from './form.ts'
import { viewFor, whoOf } from './guard.ts'
import { spansOf } from './hours.ts'
import {
  fieldsOf,
  type ProfileFields,
  profilePage,
  TIME_ZONE_CHOICES,
  WEEKDAYS,
} from './pages/profile-page.ts'
import type { ConsoleParts } from './parts.ts'
import { problemText, statusOf } from './problems.ts'
import { visitorOf } from './sign-in-routes.ts'
import { sendPage } from './view.ts'

const CODE_DAYS = 7
const DAY_MS = 86_400_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** One's own page: what one covers, when one works, how one signs in. */
export function profileRoutes(scope: FastifyInstance, parts: ConsoleParts): void {
  const { storage, clock } = parts

  scope.get('/profile', (request, reply) => showProfile(request, reply, parts, {}))

  scope.post('/profile', (request, reply) =>
    changing(request, reply, parts, 'saved', async () => {
      const { consultant } = whoOf(request)
      const changes = readProfile(new Form(request.body), consultant)
      await storage.transaction(async (stores) => {
        await stores.consultants.update(consultant.id, changes)
        await audit(stores, clock(), consultant.id, 'consultant-changed', consultant.id)
      })
    }),
  )

  scope.post('/profile/password', (request, reply) =>
    changing(request, reply, parts, 'password', () => {
      const form = new Form(request.body)
      const given = { present: form.raw('present'), next: form.raw('password') }
      return changePassword(storage, whoOf(request), given, visitorOf(request), clock())
    }),
  )

  scope.post('/profile/telegram', async (request, reply) => {
    const { consultant } = whoOf(request)
    const telegramCode = await storage.transaction(async (stores) => {
      await audit(stores, clock(), consultant.id, 'code-issued', consultant.id)
      return stores.consultants.issueCode(consultant.id, codeExpiry(clock()))
    })
    return showProfile(request, reply, parts, { telegramCode })
  })

  scope.post<{ Params: { id: string } }>('/profile/sessions/:id/revoke', (request, reply) =>
    changing(request, reply, parts, 'revoked', async () => {
      const { consultant } = whoOf(request)
      if (await storage.stores.consoleSessions.revoke(consultant.id, request.params.id))
        await audit(storage.stores, clock(), consultant.id, 'session-revoked', consultant.id)
    }),
  )
}

export function codeExpiry(now: Date): string {
  return new Date(now.getTime() + CODE_DAYS * DAY_MS).toISOString()
}

/** Changes something and goes back to the page; what cannot be used is said there, with what was typed. */
async function changing(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ConsoleParts,
  done: string,
  change: () => Promise<void>,
): Promise<FastifyReply> {
  try {
    await change()
    return reply.redirect(`/console/profile?done=${done}`, 303)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return showProfile(request, reply, parts, { error })
  }
}

async function showProfile(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ConsoleParts,
  given: { error?: AppError; telegramCode?: string },
): Promise<FastifyReply> {
  const view = viewFor(request, parts)
  const { consultant } = whoOf(request)
  const form = new Form(request.body)
  const body = profilePage(view, {
    consultant,
    // Other forms of this page fail as well; they have none of its fields.
    fields: given.error && form.checked('firstLanguage') ? typedFields(form) : fieldsOf(consultant),
    sessions: await parts.storage.stores.consoleSessions.listOf(consultant.id),
    topics: topicsOf(parts),
    telegramCode: given.telegramCode ?? null,
  })
  const page = {
    title: view.say('profile'),
    body,
    part: 'profile',
    alert: given.error && problemText(view, given.error),
    done: new Form(request.query).raw('done'),
  }
  return sendPage(reply, view, page, given.error ? statusOf(given.error) : 200)
}

/** Topics of the articles, each once. */
function topicsOf(parts: ConsoleParts): { topic: string; title: string }[] {
  const topics = new Map<string, string>()
  for (const article of parts.articles()) {
    const topic = article.id.split('/').at(-1) ?? article.topic
    if (!topics.has(topic)) topics.set(topic, topic.replaceAll('-', ' '))
  }
  return [...topics]
    .map(([topic, title]) => ({ topic, title }))
    .sort((a, b) => a.title.localeCompare(b.title))
}

function readProfile(form: Form, present: Consultant): Partial<Consultant> {
  const name = form.required('name', 60)
  checkName(name)
  const first = form.language('firstLanguage') ?? present.languages[0] ?? 'en'
  return {
    name,
    languages: [...new Set([first, ...form.languages('languages')])],
    countries: form.countries('countries'),
    municipalities: form.list('municipalities'),
    topics: form.all('topics').slice(0, 200),
    hours: {
      timeZone:
        form.oneOf('timeZone', [...TIME_ZONE_CHOICES, present.hours.timeZone]) ?? present.hours.timeZone,
      days: WEEKDAYS.map((day) => spansOf(form.text(`hours-${day}`), `hours-${day}`)),
      holidays: form.country('holidays'),
    },
    absences: absencesOf(form),
    mostCases: form.number('mostCases', 0, 200),
  }
}

function absencesOf(form: Form): { from: string; to: string }[] {
  const ends = form.all('absenceTo')
  return form.all('absenceFrom').flatMap((from, index) => {
    const to = ends[index] || from
    if (from === '' && to === '') return []
    if (!DAY.test(from) || !DAY.test(to) || to < from) throw new FormFieldError('absenceFrom', 'absence')
    return [{ from, to }]
  })
}

/** What was typed, word for word, so that only what is wrong has to be written again. */
function typedFields(form: Form): ProfileFields {
  const ends = form.all('absenceTo')
  return {
    name: form.text('name'),
    firstLanguage: form.raw('firstLanguage'),
    languages: form.all('languages'),
    countries: form.all('countries'),
    municipalities: form.text('municipalities'),
    topics: form.all('topics'),
    hours: WEEKDAYS.map((day) => form.text(`hours-${day}`)),
    timeZone: form.raw('timeZone'),
    holidays: form.raw('holidays'),
    absences: form
      .all('absenceFrom')
      .map((from, index) => ({ from, to: ends[index] ?? '' }))
      .filter(({ from, to }) => from !== '' || to !== ''),
    mostCases: form.text('mostCases'),
  }
}
