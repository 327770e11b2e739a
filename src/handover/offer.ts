import { briefingOf } from './briefing.ts'
import { briefingReply } from './briefing-reply.ts'
import { type Case, HELD_STATES, QUEUED_STATES } from './case.ts'
import { type DeskContext, say } from './context.ts'
import type { Consultant } from './ports.ts'
import { post, privateChatOf, readerOf } from './post.ts'
import { type Candidate, chooseConsultant } from './routing.ts'
import { watchQueued } from './sla.ts'

/**
 * Offers a waiting case to the consultant who fits best now, and tells that one; does nothing while nobody fits or while the
 * question still waits for its translation. Others may take the case all the same.
 */
export async function offerCase(context: DeskContext, caseId: number): Promise<Case | null> {
  const { stores, now, parts } = context
  const one = await stores.cases.get(caseId)
  if (!one || !QUEUED_STATES.includes(one.state) || !(await isReady(context, one))) return one
  const chosen = chooseConsultant(one, await candidates(context), now, parts.holidays)
  if (!chosen) return one
  const watch = watchQueued(one, chosen, now, parts.holidays)
  // Being remembered as offered to the same one again would only repeat the message.
  if (one.offeredTo === chosen.id)
    return stores.cases.apply(caseId, { kind: 'offer', to: chosen.id, at: now.toISOString(), watch })
  const offered = await stores.cases.apply(caseId, {
    kind: 'offer',
    to: chosen.id,
    at: now.toISOString(),
    watch,
  })
  await tellOffered(context, offered, chosen)
  return offered
}

/** In the group the topic shows it to all; in private chats the briefing goes to the one who is offered the case. */
async function tellOffered(context: DeskContext, one: Case, consultant: Consultant): Promise<void> {
  const topic = await context.stores.caseTopics.of(one.id)
  const language = consultant.languages[0] ?? 'en'
  if (topic && topic.state !== 'gone') {
    const text = say(context, language, 'desk.offered', { name: consultant.name })
    await post(context, topic.topic, { language, parts: [{ kind: 'note', text }], buttons: [] })
    return
  }
  if (!topic && context.parts.hasGroup) return
  await sendBriefing(context, one, consultant)
}

/** The briefing into a consultant's private chat. */
export async function sendBriefing(context: DeskContext, one: Case, consultant: Consultant): Promise<void> {
  const chat = privateChatOf(consultant)
  if (chat === null) return
  await post(context, chat, briefingReply(context, one, await briefingOf(context, one, consultant)))
}

/** Whether everything that the briefing shows is there. */
export async function isReady(context: DeskContext, one: Case): Promise<boolean> {
  const [first] = await context.stores.caseMessages.of(one.id)
  return first?.translationState !== 'wanted'
}

/** Who will most likely read the person's words: the reader there is, else who would be offered the case now, else anybody. */
export async function likelyReader(context: DeskContext, one: Case): Promise<Consultant | null> {
  const reader = await readerOf(context, one)
  if (reader) return reader
  const all = await candidates(context)
  const chosen = chooseConsultant(one, all, context.now, context.parts.holidays)
  return chosen ?? all[0]?.consultant ?? null
}

async function candidates(context: DeskContext): Promise<Candidate[]> {
  const { stores } = context
  const consultants = await stores.consultants.list({ activeOnly: true })
  const held = await stores.cases.list({ states: HELD_STATES, limit: 5000 })
  const queued = await stores.cases.list({ states: QUEUED_STATES, limit: 5000 })
  return consultants.map((consultant) => {
    const own = held.filter(({ assignedTo }) => assignedTo === consultant.id)
    const offered = queued.filter(({ offeredTo }) => offeredTo === consultant.id)
    const given = own.flatMap(({ takenAt }) => takenAt ?? []).sort()
    return { consultant, load: own.length + offered.length, lastGivenAt: given.at(-1) ?? null }
  })
}
