import type { DeliveryResult } from '../channels/channel.ts'
import type { OutboxEntry } from '../storage/ports.ts'
import { RUNNING_STATES } from './case.ts'
import { type DeskContext, say } from './context.ts'
import { offerCase, sendBriefing } from './offer.ts'
import type { CaseTopic } from './ports.ts'
import { post, postToDesk, privateChatOf, readerOf } from './post.ts'
import { relayHeld } from './relay.ts'

/** What becomes of a message that its chat does not take: the consultants hear of it, and nothing of a case is lost. */
export async function afterUndelivered(
  context: DeskContext,
  entry: OutboxEntry,
  result: DeliveryResult,
): Promise<void> {
  const topic = await context.stores.caseTopics.byTopic(entry.chat)
  if (topic) {
    if (isGone(result)) await leaveTopic(context, topic, entry)
    return
  }
  if (result.kind === 'unreachable') await personUnreachable(context, entry)
}

/** The bot was thrown out of the group, or the topic was deleted or closed; all else concerns one message only. */
function isGone(result: DeliveryResult): boolean {
  if (result.kind === 'unreachable') return true
  return (
    result.kind === 'rejected' &&
    /thread not found|TOPIC_DELETED|TOPIC_CLOSED|TOPIC_ID_INVALID|not enough rights|CHAT_WRITE_FORBIDDEN/i.test(
      result.reason,
    )
  )
}

/** The case goes on in private chats: what was on its way goes to who holds it, or waits for who takes it. */
async function leaveTopic(context: DeskContext, topic: CaseTopic, entry: OutboxEntry): Promise<void> {
  const { stores } = context
  const first = topic.state !== 'gone'
  await stores.caseTopics.set({ ...topic, state: 'gone' })
  const one = await stores.cases.get(topic.caseId)
  if (!one) return
  const reader = await readerOf(context, one)
  if (first && reader && RUNNING_STATES.includes(one.state)) {
    const chat = privateChatOf(reader)
    const language = reader.languages[0] ?? 'en'
    const text = say(context, language, 'desk.topic_gone', { id: one.id, person: one.personLabel })
    if (chat) await post(context, chat, { language, parts: [{ kind: 'note', text }], buttons: [] })
    await sendBriefing(context, one, reader)
  } else if (first) await offerCase(context, one.id)
  if (await stores.caseMessages.holdAgain(entry.id)) await relayHeld(context, one.id)
}

async function personUnreachable(context: DeskContext, entry: OutboxEntry): Promise<void> {
  const one = await context.stores.cases.runningOf(entry.chat)
  if (!one || one.unreachable) return
  const marked = await context.stores.cases.apply(one.id, {
    kind: 'unreachable',
    at: context.now.toISOString(),
  })
  await postToDesk(context, marked, (language) => ({
    language,
    parts: [{ kind: 'note', text: say(context, language, 'desk.unreachable', { person: one.personLabel }) }],
    buttons: [[{ label: say(context, language, 'desk.button_close'), data: `case:close:${one.id}` }]],
  }))
}
