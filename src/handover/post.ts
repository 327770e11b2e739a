import type { ChatKey, Reply } from '../conversation/turn.ts'
import { channelOf } from '../storage/channel-of.ts'
import type { Case } from './case.ts'
import type { DeskContext } from './context.ts'
import type { Consultant } from './ports.ts'

/** Puts a reply into the outbox of a chat; gives the entry of its last message, the others come before it. */
export async function post(context: DeskContext, chat: ChatKey, reply: Reply): Promise<number> {
  let last = 0
  for (const bubble of context.parts.bubbles(chat, reply))
    last = await context.stores.outbox.add(chat, bubble, { turnId: null, pressedMessageRef: null })
  context.posted.add(channelOf(chat))
  return last
}

/**
 * Where consultants read about a case: its topic; without one the private chat of who holds it or to whom it was offered.
 * `later`: the topic is still to be made. Null: nobody with a messenger; the console shows it.
 */
export async function deskChatOf(context: DeskContext, one: Case): Promise<ChatKey | 'later' | null> {
  const topic = await context.stores.caseTopics.of(one.id)
  if (topic && topic.state !== 'gone') return topic.topic
  if (!topic && context.parts.hasGroup) return 'later'
  const reader = await readerOf(context, one)
  return reader ? privateChatOf(reader) : null
}

/** Who reads the person's messages now: the holder, else the one to whom the case was offered. */
export async function readerOf(context: DeskContext, one: Case): Promise<Consultant | null> {
  const id = one.assignedTo ?? one.offeredTo
  return id === null ? null : context.stores.consultants.get(id)
}

export function privateChatOf(consultant: Consultant): ChatKey | null {
  return consultant.telegramUser === null ? null : `telegram:${consultant.telegramUser}`
}

/** Tells the consultants of a case something, where they read about it; nothing when they only use the console. */
export async function postToDesk(
  context: DeskContext,
  one: Case,
  reply: (consultantLanguage: Consultant['languages'][number]) => Reply,
): Promise<void> {
  const chat = await deskChatOf(context, one)
  if (chat === null || chat === 'later') return
  const reader = await readerOf(context, one)
  await post(context, chat, reply(reader?.languages[0] ?? 'en'))
}
