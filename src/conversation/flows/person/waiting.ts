import { localTime } from '../../../calendar/day.ts'
import { TIME_ZONES } from '../../../calendar/working-time.ts'
import { type Case, QUEUED_STATES } from '../../../handover/case.ts'
import type { PersonDesk } from '../../../handover/person-desk.ts'
import type { Outlook } from '../../../handover/ports.ts'
import { formatDate } from '../../../i18n/numbers.ts'
import type { FlowContext } from '../../flow.ts'
import type { Button, Reply } from '../../turn.ts'

/** After "send": what was done, how long it takes as far as that is known, and that the assistant goes on helping. */
export async function sentReply(
  context: FlowContext,
  desk: PersonDesk,
  one: Case,
  outlook: Outlook,
): Promise<Reply> {
  const reply = context.reply(
    context.say('case.sent', { id: one.id }),
    caseRows(context, one, await desk.holderName(one)),
  )
  reply.parts.push({ kind: 'text', text: outlookLines(context, one, outlook) })
  if (one.urgency === 'urgent') reply.parts.push({ kind: 'note', text: context.say('case.urgent_meanwhile') })
  reply.parts.push({ kind: 'note', text: context.say('case.meanwhile') })
  return reply
}

/** Where a running case stands. */
export async function statusReply(context: FlowContext, desk: PersonDesk, one: Case): Promise<Reply> {
  const name = await desk.holderName(one)
  const text = context.say('case.status', { id: one.id, state: one.state, name: name ?? 'none' })
  const reply = context.reply(text, caseRows(context, one, name))
  if (QUEUED_STATES.includes(one.state))
    reply.parts.push({ kind: 'text', text: outlookLines(context, one, await desk.outlook(one)) })
  return reply
}

/** The buttons of a running case; whom a message goes to stands on the button. */
export function caseRows(context: FlowContext, one: Case, name: string | null): Button[][] {
  return [
    [writeButton(context, name)],
    [{ label: context.say('case.button_withdraw'), data: `person:withdraw:${one.id}` }],
  ]
}

export function writeButton(context: FlowContext, name: string | null): Button {
  return {
    label: name ? context.say('case.button_write_to', { name }) : context.say('case.button_write_to_team'),
    data: 'person:write',
  }
}

function outlookLines(context: FlowContext, one: Case, outlook: Outlook): string {
  const lines: string[] = []
  if (outlook.position !== null) lines.push(context.say('case.position', { position: outlook.position }))
  lines.push(
    outlook.medianMinutes === null
      ? context.say('case.time_unknown')
      : context.say('case.time_known', { hours: Math.max(1, Math.ceil(outlook.medianMinutes / 60)) }),
  )
  if (!outlook.openNow) lines.push(nextLine(context, one, outlook.nextWorkingAt))
  return lines.join('\n')
}

function nextLine(context: FlowContext, one: Case, nextWorkingAt: string | null): string {
  if (nextWorkingAt === null) return context.say('case.nobody_soon')
  const { day, minute } = localTime(new Date(nextWorkingAt), TIME_ZONES[one.country ?? 'si'])
  const time = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
  return context.say('case.next_at', { date: formatDate(day, context.language), time })
}
