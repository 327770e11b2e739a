import type { Reply, Turn } from '../../conversation/turn.ts'
import { type Case, CLOSE_REASONS, HELD_STATES, QUEUED_STATES } from '../case.ts'
import { type DeskContext, say } from '../context.ts'
import { createDesk } from '../desk.ts'
import { CaseNotFoundError } from '../errors.ts'
import type { Consultant } from '../ports.ts'
import { pressButton } from './buttons.ts'
import type { Place } from './place.ts'
import { note } from './replies.ts'

/** Commands of consultants. In a topic they act on its case; in a private chat they begin with the number of the case. */
export async function runCommand(
  context: DeskContext,
  place: Place,
  consultant: Consultant | null,
  turn: Turn,
  command: { name: string; args: string },
): Promise<Reply[] | null> {
  if (command.name === 'consultant') return register(context, place, turn, command.args)
  if (!consultant) return null
  if (command.name === 'cases') return [await overview(context, consultant)]
  if (place.kind === 'general') return []
  const { one, rest } = await caseOf(context, place, command.args)
  return onCase(context, place, consultant, turn, one, command.name, rest)
}

async function onCase(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
  one: Case,
  name: string,
  rest: string,
): Promise<Reply[]> {
  const language = consultant.languages[0] ?? 'en'
  const desk = createDesk(context)
  const press = (action: string) => pressButton(context, place, consultant, turn, `case:${action}:${one.id}`)
  switch (name) {
    case 'note':
      if (rest === '') return press('note')
      await desk.note(one.id, consultant.id, rest)
      return [note(consultant, say(context, language, 'desk.noted', { id: one.id }))]
    case 'case':
      return press('brief')
    case 'close': {
      const reason = CLOSE_REASONS.find((known) => known === rest.toLowerCase())
      if (!reason) return press('close')
      return pressButton(context, place, consultant, turn, `case:closed:${one.id}:${reason}`)
    }
    case 'transfer': {
      const [wanted = '', ...words] = rest.split(/\s+/)
      const others = await context.stores.consultants.list({ activeOnly: true })
      const to = others.find((other) => other.name.toLowerCase() === wanted.toLowerCase())
      if (!to || words.length === 0) return press('transfer')
      await desk.transfer(one.id, consultant.id, { to: to.id, note: words.join(' ') })
      return []
    }
    case 'take':
    case 'release':
    case 'resolve':
      return press(name)
    default:
      return [note(consultant, say(context, language, 'desk.commands'))]
  }
}

/** A one-time code binds the account; a wrong one says nothing about codes that exist. */
async function register(context: DeskContext, place: Place, turn: Turn, code: string): Promise<Reply[]> {
  const answer = (text: string): Reply => ({ language: 'en', parts: [{ kind: 'note', text }], buttons: [] })
  const user = Number(place.author)
  if (place.kind !== 'private' || !Number.isInteger(user))
    return [answer(say(context, 'en', 'desk.register_in_private'))]
  const consultant = await context.stores.consultants.redeemCode(code, user)
  if (!consultant) return [answer(say(context, 'en', 'desk.code_unknown'))]
  await context.stores.audit.append({
    at: context.now.toISOString(),
    actor: consultant.id,
    action: 'consultant-bound',
    subject: `consultant:${consultant.id}`,
    detail: { channel: 'telegram', turn: turn.id },
  })
  const language = consultant.languages[0] ?? 'en'
  return [note(consultant, say(context, language, 'desk.registered', { name: consultant.name }))]
}

async function overview(context: DeskContext, consultant: Consultant): Promise<Reply> {
  const language = consultant.languages[0] ?? 'en'
  const own = await context.stores.cases.list({ states: HELD_STATES, assignedTo: consultant.id, limit: 30 })
  const queue = await context.stores.cases.list({ states: QUEUED_STATES, limit: 20 })
  const line = (one: Case) =>
    `- ${one.id} · ${one.personLabel} · ${say(context, language, 'desk.state', { state: one.state })} · ${one.summary.slice(0, 60)}`
  const text = [
    `**${say(context, language, 'desk.own_cases', { count: own.length })}**`,
    ...own.map(line),
    `**${say(context, language, 'desk.queue', { count: queue.length })}**`,
    ...queue.map(line),
  ].join('\n')
  const buttons = [...own, ...queue].slice(0, 10).map((one) => [
    {
      label: say(context, language, 'desk.button_show', { id: one.id, name: one.personLabel }),
      data: `case:brief:${one.id}`,
    },
  ])
  return { language, parts: [{ kind: 'text', text }], buttons }
}

async function caseOf(
  context: DeskContext,
  place: Place,
  args: string,
): Promise<{ one: Case; rest: string }> {
  if (place.kind === 'topic') {
    if (!place.topicCase) throw new CaseNotFoundError(0)
    return { one: place.topicCase, rest: args.trim() }
  }
  const match = /^(\d+)\s*([\s\S]*)$/.exec(args.trim())
  const one = match ? await context.stores.cases.get(Number(match[1])) : null
  if (!one) throw new CaseNotFoundError(Number(match?.[1] ?? 0))
  return { one, rest: match?.[2] ?? '' }
}
