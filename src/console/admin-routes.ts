import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { HELD_STATES } from '../handover/case.ts'
import type { DeskContext } from '../handover/context.ts'
import { createDesk } from '../handover/desk.ts'
import { ConsultantExistsError, ConsultantNotFoundError } from '../handover/errors.ts'
import type { Consultant } from '../handover/ports.ts'
import type { Stores } from '../storage/ports.ts'
import { addInvitation, audit, checkName, NEW_CONSULTANT } from './access.ts'
import { LastAdminError } from './errors.ts'
import { Form } from './form.ts'
import { viewFor, whoOf } from './guard.ts'
import { auditPage, proposalsPage, type TeamContent, teamPage } from './pages/admin-pages.ts'
import { type ConsoleParts, namesOf } from './parts.ts'
import { problemText, statusOf } from './problems.ts'
import { codeExpiry } from './profile-routes.ts'
import { type Done, sendPage } from './view.ts'

const AUDIT_PAGE = 100

/** What only admins do: the team, proposals for the knowledge, the audit log. */
export function adminRoutes(scope: FastifyInstance, parts: ConsoleParts): void {
  teamRoutes(scope, parts)
  proposalRoutes(scope, parts)

  scope.get('/audit', async (request, reply) => {
    const view = viewFor(request, parts)
    const query = new Form(request.query)
    const actor = query.text('actor')
    const before = Number(query.text('before'))
    const { stores } = parts.storage
    const entries = await stores.audit.list({
      ...(actor && { actor }),
      ...(before > 0 && { before }),
      limit: AUDIT_PAGE,
    })
    const body = auditPage(view, {
      entries,
      consultants: await stores.consultants.list(),
      actor,
      olderThan: entries.length === AUDIT_PAGE ? (entries.at(-1)?.id ?? null) : null,
      nameOf: await namesOf(parts, view),
    })
    return sendPage(reply, view, { title: view.say('audit'), body, part: 'audit' })
  })
}

function teamRoutes(scope: FastifyInstance, parts: ConsoleParts): void {
  const { storage, handover, clock } = parts

  scope.get('/team', (request, reply) => showTeam(request, reply, parts, {}))

  scope.post('/team/invite', async (request, reply) => {
    const form = new Form(request.body)
    const admin = whoOf(request).consultant.id
    try {
      const name = form.required('name', 60)
      checkName(name)
      const token = await storage.transaction(async (stores) => {
        const added = await addConsultant(stores, name, form)
        await audit(stores, clock(), admin, 'consultant-invited', added.id, { role: added.role })
        return addInvitation(stores, added.id, admin, clock())
      })
      return showTeam(request, reply, parts, {
        made: { kind: 'link', text: `${rootOf(request, parts)}/console/welcome/${token}`, name },
      })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return showTeam(request, reply, parts, { error, name: form.text('name') })
    }
  })

  scope.post<{ Params: { id: string; step: string } }>('/team/:id/:step', async (request, reply) => {
    const { id, step } = request.params
    if (!Object.hasOwn(MEMBER_STEPS, step)) return reply.callNotFound()
    const admin = whoOf(request).consultant.id
    try {
      const result = await handover.run(async (context) => {
        const { stores, now } = context
        const consultant = await stores.consultants.get(id)
        if (!consultant) throw new ConsultantNotFoundError(id)
        const given = { context, stores, consultant, admin, now }
        return { consultant, ...(await MEMBER_STEPS[step as keyof typeof MEMBER_STEPS](given)) }
      })
      if ('done' in result) return reply.redirect(`/console/team?done=${result.done}`, 303)
      const text =
        'token' in result
          ? `${rootOf(request, parts)}/console/welcome/${result.token}`
          : `/consultant ${result.code}`
      const kind = 'token' in result ? ('link' as const) : ('code' as const)
      return showTeam(request, reply, parts, { made: { kind, text, name: result.consultant.name } })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return showTeam(request, reply, parts, { error })
    }
  })
}

/** Inactive until the link is used: nothing is offered to somebody who never came. */
async function addConsultant(stores: Stores, name: string, form: Form): Promise<Consultant> {
  const all = await stores.consultants.list()
  if (all.some((one) => one.name.toLowerCase() === name.toLowerCase())) throw new ConsultantExistsError(name)
  const first = form.language('firstLanguage') ?? 'en'
  return stores.consultants.add({
    ...NEW_CONSULTANT,
    name,
    role: form.oneOf('role', ['consultant', 'admin'] as const) ?? 'consultant',
    languages: [...new Set([first, ...form.languages('languages')])],
    countries: form.countries('countries'),
    active: false,
  })
}

interface MemberStep {
  context: DeskContext
  stores: Stores
  consultant: Consultant
  /** Id of the admin who acts. */
  admin: string
  now: Date
}

type MemberResult = { done: Done } | { token: string } | { code: string }

const MEMBER_STEPS = {
  async link({ stores, consultant, admin, now }: MemberStep): Promise<MemberResult> {
    await audit(stores, now, admin, 'link-made', consultant.id)
    return { token: await addInvitation(stores, consultant.id, admin, now) }
  },
  async telegram({ stores, consultant, admin, now }: MemberStep): Promise<MemberResult> {
    await audit(stores, now, admin, 'code-issued', consultant.id)
    return { code: await stores.consultants.issueCode(consultant.id, codeExpiry(now)) }
  },
  async 'sign-out'({ stores, consultant, admin, now }: MemberStep): Promise<MemberResult> {
    await stores.consoleSessions.revokeAll(consultant.id)
    await audit(stores, now, admin, 'sessions-revoked', consultant.id)
    return { done: 'revoked' }
  },
  /** Open sessions and links end at once, and all cases that are held go back into the queue. */
  async deactivate({ context, stores, consultant, admin, now }: MemberStep): Promise<MemberResult> {
    await refuseLastAdmin(stores, consultant)
    await stores.consultants.update(consultant.id, { active: false })
    await stores.consoleSessions.revokeAll(consultant.id)
    await stores.consoleInvitations.endOf(consultant.id)
    await createDesk(context).releaseAll(consultant.id, admin)
    await audit(stores, now, admin, 'consultant-removed', consultant.id)
    return { done: 'deactivated' }
  },
  async activate({ stores, consultant, admin, now }: MemberStep): Promise<MemberResult> {
    await stores.consultants.update(consultant.id, { active: true })
    await audit(stores, now, admin, 'consultant-activated', consultant.id)
    return { done: 'activated' }
  },
  async role({ stores, consultant, admin, now }: MemberStep): Promise<MemberResult> {
    if (consultant.role === 'admin') await refuseLastAdmin(stores, consultant)
    const role = consultant.role === 'admin' ? 'consultant' : 'admin'
    await stores.consultants.update(consultant.id, { role })
    await audit(stores, now, admin, 'role-changed', consultant.id, { role })
    return { done: 'role' }
  },
} as const

async function refuseLastAdmin(stores: Stores, consultant: Consultant): Promise<void> {
  if (consultant.role !== 'admin') return
  const accounts = new Set((await stores.consoleAccounts.list()).map(({ consultantId }) => consultantId))
  const others = (await stores.consultants.list({ activeOnly: true })).filter(
    ({ id, role }) => role === 'admin' && id !== consultant.id && accounts.has(id),
  )
  if (others.length === 0) throw new LastAdminError()
}

async function showTeam(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ConsoleParts,
  given: { made?: TeamContent['made']; error?: AppError; name?: string },
): Promise<FastifyReply> {
  const view = viewFor(request, parts)
  const { error } = given
  const body = teamPage(view, {
    ...(await teamOf(parts)),
    made: given.made ?? null,
    typed: { name: given.name ?? '' },
  })
  const page = {
    title: view.say('team'),
    body,
    part: 'team',
    alert: error && problemText(view, error),
    done: new Form(request.query).raw('done'),
  }
  return sendPage(reply, view, page, error ? statusOf(error) : 200)
}

async function teamOf({ storage, clock }: ConsoleParts): Promise<Omit<TeamContent, 'made' | 'typed'>> {
  const { stores } = storage
  const [consultants, accounts, invited, held] = await Promise.all([
    stores.consultants.list(),
    stores.consoleAccounts.list(),
    stores.consoleInvitations.waiting(clock().toISOString()),
    stores.cases.list({ states: HELD_STATES, limit: 5000 }),
  ])
  const sessions = new Map<string, number>()
  for (const { consultantId } of accounts)
    sessions.set(consultantId, (await stores.consoleSessions.listOf(consultantId)).length)
  const heldBy = new Map<string, number>()
  for (const { assignedTo } of held) if (assignedTo) heldBy.set(assignedTo, (heldBy.get(assignedTo) ?? 0) + 1)
  return {
    consultants: [...consultants].sort((a, b) => Number(b.active) - Number(a.active)),
    signInNames: new Map(accounts.map(({ consultantId, signInName }) => [consultantId, signInName])),
    invited: new Set(invited),
    sessions,
    held: heldBy,
  }
}

function proposalRoutes(scope: FastifyInstance, parts: ConsoleParts): void {
  const { storage, clock } = parts
  const states = ['waiting', 'accepted', 'declined'] as const

  async function show(request: FastifyRequest, reply: FastifyReply, error?: AppError) {
    const view = viewFor(request, parts)
    const state = new Form(request.query).oneOf('state', states) ?? 'waiting'
    const proposals = await storage.stores.proposals.list(state)
    const body = proposalsPage(view, { proposals, state, nameOf: await namesOf(parts, view) })
    const page = {
      title: view.say('proposals'),
      body,
      part: 'proposals',
      alert: error && problemText(view, error),
      done: new Form(request.query).raw('done'),
    }
    return sendPage(reply, view, page, error ? statusOf(error) : 200)
  }

  scope.get('/proposals', (request, reply) => show(request, reply))

  scope.post<{ Params: { id: string } }>('/proposals/:id/decide', async (request, reply) => {
    const form = new Form(request.body)
    const by = whoOf(request).consultant.id
    const state = form.oneOf('state', ['accepted', 'declined'] as const) ?? 'declined'
    const note = form.text('note').slice(0, 500) || null
    const at = clock().toISOString()
    try {
      await storage.transaction(async (stores) => {
        await stores.proposals.decide(Number(request.params.id), { state, by, at, note })
        const subject = `proposal:${request.params.id}`
        await stores.audit.append({ at, actor: by, action: `proposal-${state}`, subject, detail: {} })
      })
      return reply.redirect('/console/proposals?done=decided', 303)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return show(request, reply, error)
    }
  })
}

/** Where people reach the server. */
function rootOf(request: FastifyRequest, { publicUrl }: ConsoleParts): string {
  return publicUrl ?? `${request.protocol}://${request.host}`
}
