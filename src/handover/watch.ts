import { daysBetween, localTime } from '../calendar/day.ts'
import { TIME_ZONES } from '../calendar/working-time.ts'
import { type Case, QUEUED_STATES } from './case.ts'
import { type DeskContext, say } from './context.ts'
import { offerCase } from './offer.ts'
import type { Consultant } from './ports.ts'
import { post, postToDesk, privateChatOf, readerOf } from './post.ts'
import type { Handover } from './service.ts'
import { watchQueued } from './sla.ts'
import { surveyReply } from './survey.ts'

const AT_ONCE = 50
/** A deadline so near makes a case urgent. */
export const NEAR_DAYS = 3

/**
 * What happens when nobody acts: cases that wait are offered, reminded of and offered to the next one; cases whose holder is
 * silent are reminded of and taken back; resolved ones are closed when the person does not object. Each case in a
 * transaction of its own. Meant to be called every minute; calling it more often changes nothing.
 */
export async function watchCases(handover: Handover): Promise<void> {
  const due = await handover.stores.cases.due(handover.now().toISOString(), AT_ONCE)
  for (const { id } of due) await handover.run((context) => watchCase(context, id))
  const queued = await handover.stores.cases.list({ states: QUEUED_STATES, limit: 500 })
  for (const one of queued) {
    if (isNear(one, handover.now())) await handover.run((context) => escalate(context, one.id))
    if (one.offeredTo === null) await handover.run((context) => offerCase(context, one.id))
  }
}

async function watchCase(context: DeskContext, caseId: number): Promise<void> {
  const one = await context.stores.cases.get(caseId)
  if (!one) return
  const now = context.now.toISOString()
  const [remind, takeBack] = [isDue(one.remindAt, now), isDue(one.takeBackAt, now)]
  if (!remind && !takeBack) return
  switch (one.state) {
    case 'waiting':
    case 'reopened':
      return watchWaiting(context, one, remind, takeBack)
    case 'taken':
    case 'asked':
      return takeBack ? takeBackCase(context, one) : remindHolder(context, one, 'desk.remind_answer')
    case 'answered':
      return remindHolder(context, one, 'desk.remind_close')
    case 'resolved':
      return closeResolved(context, one)
    case 'closed':
      return
    default:
      one.state satisfies never
  }
}

async function watchWaiting(context: DeskContext, one: Case, remind: boolean, next: boolean): Promise<void> {
  const at = context.now.toISOString()
  const watch = watchQueued(one, null, context.now, context.parts.holidays)
  const kept = {
    remindAt: remind ? watch.remindAt : one.remindAt,
    takeBackAt: next ? watch.takeBackAt : one.takeBackAt,
  }
  await context.stores.cases.apply(one.id, { kind: 'remind', at, watch: kept })
  if (remind)
    await postToDesk(context, one, (language) => ({
      language,
      parts: [
        {
          kind: 'note',
          text: say(context, language, 'desk.remind_take', { id: one.id, urgency: one.urgency }),
        },
      ],
      buttons: [[{ label: say(context, language, 'desk.button_take'), data: `case:take:${one.id}` }]],
    }))
  if (next) await offerCase(context, one.id)
}

async function remindHolder(context: DeskContext, one: Case, key: string): Promise<void> {
  const watch = { remindAt: null, takeBackAt: one.takeBackAt }
  await context.stores.cases.apply(one.id, { kind: 'remind', at: context.now.toISOString(), watch })
  await postToDesk(context, one, (language) => ({
    language,
    parts: [{ kind: 'note', text: say(context, language, key, { id: one.id, person: one.personLabel }) }],
    buttons: [
      [
        { label: say(context, language, 'desk.button_answer'), data: `case:answer:${one.id}` },
        { label: say(context, language, 'desk.button_close'), data: `case:close:${one.id}` },
      ],
    ],
  }))
}

/** Both sides hear of it, and the case goes to somebody else. */
async function takeBackCase(context: DeskContext, one: Case): Promise<void> {
  const holder = await readerOf(context, one)
  const watch = watchQueued(one, null, context.now, context.parts.holidays)
  const queued = await context.stores.cases.apply(one.id, {
    kind: 'take-back',
    at: context.now.toISOString(),
    watch,
  })
  if (holder) await tellFormerHolder(context, one, holder)
  const text = say(context, one.language, 'case.taken_back', { name: holder?.name ?? '?' })
  await post(context, one.chat, { language: one.language, parts: [{ kind: 'text', text }], buttons: [] })
  await offerCase(context, queued.id)
}

async function tellFormerHolder(context: DeskContext, one: Case, holder: Consultant): Promise<void> {
  const topic = await context.stores.caseTopics.of(one.id)
  const chat = topic && topic.state !== 'gone' ? topic.topic : privateChatOf(holder)
  if (!chat) return
  const language = holder.languages[0] ?? 'en'
  const text = say(context, language, 'desk.taken_back', { id: one.id, name: holder.name })
  const take = { label: say(context, language, 'desk.button_take'), data: `case:take:${one.id}` }
  await post(context, chat, { language, parts: [{ kind: 'note', text }], buttons: [[take]] })
}

async function closeResolved(context: DeskContext, one: Case): Promise<void> {
  const closed = await context.stores.cases.apply(one.id, {
    kind: 'close',
    by: null,
    reason: 'answered',
    actor: { kind: 'system' },
    at: context.now.toISOString(),
  })
  await post(context, closed.chat, surveyReply(context, closed))
}

async function escalate(context: DeskContext, caseId: number): Promise<void> {
  const one = await context.stores.cases.get(caseId)
  if (!one || !isNear(one, context.now) || !QUEUED_STATES.includes(one.state)) return
  const watch = watchQueued({ ...one, urgency: 'urgent' }, null, context.now, context.parts.holidays)
  const at = context.now.toISOString()
  await context.stores.cases.apply(caseId, { kind: 'escalate', reason: 'deadline', at, watch })
}

/** A deadline is near and the case is not yet urgent. */
export function isNear(one: Pick<Case, 'deadline' | 'urgency' | 'country'>, now: Date): boolean {
  if (!one.deadline || one.urgency === 'urgent') return false
  const today = localTime(now, TIME_ZONES[one.country ?? 'si']).day
  return daysBetween(today, one.deadline.date) <= NEAR_DAYS
}

function isDue(at: string | null, now: string): boolean {
  return at !== null && at <= now
}
