import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { Case } from '../handover/case.ts'
import { CaseNotFoundError } from '../handover/errors.ts'
import type { Briefing } from '../handover/ports.ts'
import { isLanguage, type Language } from '../i18n/languages.ts'
import { formatDate } from '../i18n/numbers.ts'
import { BLANK, filledReply } from './canned-replies.ts'
import { isStep, takeStep } from './case-steps.ts'
import { Form } from './form.ts'
import { viewFor, whoOf } from './guard.ts'
import { type CaseContent, casePage } from './pages/case-page.ts'
import { INBOX_PAGE, inboxPage, readInboxQuery } from './pages/inbox-page.ts'
import { type ConsoleParts, namesOf, titleOf } from './parts.ts'
import { problemText, statusOf } from './problems.ts'
import { sendPage, type View } from './view.ts'

const HOUR_MS = 3_600_000

/** The inbox and the page of each case. */
export function caseRoutes(scope: FastifyInstance, parts: ConsoleParts): void {
  scope.get('/', async (request, reply) => {
    const view = viewFor(request, parts)
    const { cases, caseMessages } = parts.storage.stores
    const me = whoOf(request).consultant.id
    const query = readInboxQuery(new Form(request.query), me)
    const found = await cases.list(query.filter)
    const named = query.number === null ? null : await cases.get(query.number)
    const mine = [...found.slice(0, INBOX_PAGE), ...(named ? [named] : [])].filter(
      (one) => one.assignedTo === me && one.state !== 'closed',
    )
    const unread = new Map<number, number>()
    for (const one of mine) unread.set(one.id, await caseMessages.unreadOf(one.id))
    const body = inboxPage(view, {
      query,
      cases: found,
      named,
      counts: await cases.countsByState(),
      unread,
      nameOf: await namesOf(parts, view),
      address: (offset) => addressWith(request, offset),
    })
    return sendPage(reply, view, { title: view.say('inbox'), body, part: 'inbox' })
  })

  scope.get<{ Params: { id: string } }>('/cases/:id', async (request, reply) => {
    const { id } = request.params
    if (request.headers['x-live'] === undefined) await noteView(request, Number(id), parts)
    return showCase(request, reply, Number(id), parts, {})
  })

  /** The address of a step that was refused, loaded again. */
  scope.get<{ Params: { id: string; step: string } }>('/cases/:id/:step', async (request, reply) => {
    const { id, step } = request.params
    return isStep(step) && /^\d+$/.test(id)
      ? reply.redirect(`/console/cases/${id}`, 303)
      : reply.callNotFound()
  })

  scope.post<{ Params: { id: string; step: string } }>('/cases/:id/:step', async (request, reply) => {
    const { id, step } = request.params
    if (!isStep(step)) return reply.callNotFound()
    const caseId = Number(id)
    const form = new Form(request.body)
    const me = whoOf(request).consultant.id
    try {
      const done = await takeStep(parts.handover, step, { caseId, me, form })
      return reply.redirect(`/console/cases/${caseId}?done=${done}`, 303)
    } catch (error) {
      if (!(error instanceof AppError) || error instanceof CaseNotFoundError) throw error
      return showCase(request, reply, caseId, parts, { error, form })
    }
  })
}

function addressWith(request: FastifyRequest, offset: number): string {
  const query = new URLSearchParams(request.query as Record<string, string>)
  query.set('from', String(offset))
  return `/console?${query}`
}

/** Who looked at which case, at most once an hour. */
async function noteView(
  request: FastifyRequest,
  caseId: number,
  { storage, clock }: ConsoleParts,
): Promise<void> {
  const actor = whoOf(request).consultant.id
  const about = { actor, action: 'case-viewed', subject: `case:${caseId}` }
  const [last] = await storage.stores.audit.list({ ...about, limit: 1 })
  const now = clock()
  if (last && now.getTime() - Date.parse(last.at) < HOUR_MS) return
  if (await storage.stores.cases.get(caseId))
    await storage.stores.audit.append({ ...about, at: now.toISOString(), detail: {} })
}

/** The page of a case; after a step that failed with what was typed still in it. */
async function showCase(
  request: FastifyRequest,
  reply: FastifyReply,
  caseId: number,
  parts: ConsoleParts,
  failed: { error?: AppError; form?: Form },
): Promise<FastifyReply> {
  const view = viewFor(request, parts)
  const content = await contentOf(request, view, caseId, parts, failed.form)
  const { error } = failed
  return sendPage(
    reply,
    view,
    {
      title: view.say('case_title', { id: caseId, name: content.one.personLabel }),
      body: casePage(view, content),
      alert: error && problemText(view, error, content.nameOf),
      done: new Form(request.query).raw('done'),
    },
    error ? statusOf(error) : 200,
  )
}

async function contentOf(
  request: FastifyRequest,
  view: View,
  caseId: number,
  parts: ConsoleParts,
  form: Form | undefined,
): Promise<CaseContent> {
  const { stores } = parts.storage
  const { consultant } = whoOf(request)
  const one = Number.isSafeInteger(caseId) ? await stores.cases.get(caseId) : null
  const briefing = one && (await parts.handover.briefing(caseId, consultant.id))
  if (!one || !briefing) throw new CaseNotFoundError(caseId)
  const canned = cannedFor(parts, view, one)
  return {
    one,
    briefing,
    outlook: await parts.handover.outlook(caseId),
    messages: await stores.caseMessages.of(caseId),
    events: await stores.cases.eventsOf(caseId),
    team: await stores.consultants.list({ activeOnly: true }),
    nameOf: await namesOf(parts, view),
    canned,
    articles:
      one.state === 'closed'
        ? parts.articles().map((article) => ({ id: article.id, title: titleOf(article, view) }))
        : [],
    seesFiles: maySeeFiles(one, consultant),
    typed: typedOf(form, new Form(request.query), canned, briefing),
    kept: keptOf(form),
    once: form?.text('once') || randomUUID(),
  }
}

/** Files may show papers: only who works on the case sees them, and admins. */
export function maySeeFiles(one: Case, consultant: { id: string; role: string }): boolean {
  return one.assignedTo === consultant.id || consultant.role === 'admin'
}

/** In the person's language and in those of the consultant, filled in for this case. */
function cannedFor(parts: ConsoleParts, view: View, one: Case): CaseContent['canned'] {
  const consultant = view.who?.consultant
  const languages = [...new Set<Language>([one.language, ...(consultant?.languages ?? []), 'en'])]
  const unnamed = parts.messages().text('en', 'desk.person_unnamed')
  const values = (language: Language) => ({
    person: one.personLabel === unnamed ? 'none' : one.personLabel,
    consultant: consultant?.name ?? '',
    case: String(one.id),
    deadline: one.deadline ? formatDate(one.deadline.date, language) : BLANK,
  })
  return parts.canned.map((reply) => ({
    id: reply.id,
    name: reply.names[view.language] ?? reply.names.en ?? reply.id,
    texts: languages.flatMap((language) => {
      const text = filledReply(reply, language, values(language))
      return text === null ? [] : [{ language, text }]
    }),
  }))
}

/** What stands in the answer's field, also without scripts: what could not be sent, a ready-made reply, or the draft. */
function typedOf(
  form: Form | undefined,
  query: Form,
  canned: CaseContent['canned'],
  briefing: Briefing,
): CaseContent['typed'] {
  // A correction has the same field, and stands at its message.
  if (form?.text('text') && !form.checked('message'))
    return { text: form.text('text'), language: form.language('language') ?? '' }
  if (query.checked('draft')) return { text: briefing.draft ?? '', language: briefing.language }
  const [id, language] = query.text('canned').split('.')
  const text = canned.find((one) => one.id === id)?.texts.find((one) => one.language === language)?.text
  return { text: text ?? '', language: text && isLanguage(language) ? language : '' }
}

const KEPT = [
  'message',
  'text',
  'note',
  'to',
  'transferNote',
  'articleId',
  'language',
  'proposal',
  'testQuestion',
]

function keptOf(form: Form | undefined): Record<string, string> {
  return Object.fromEntries(KEPT.flatMap((name) => (form?.text(name) ? [[name, form.text(name)]] : [])))
}
