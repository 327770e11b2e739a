import type { ChatKey, Turn } from '../../conversation/turn.ts'
import type { Stores } from '../../storage/ports.ts'
import type { Case } from '../case.ts'
import type { DeskContext } from '../context.ts'
import type { Consultant } from '../ports.ts'

/** Where a consultant acts: the topic of one case, the group outside of any case, or the private chat with the bot. */
export interface Place {
  kind: 'topic' | 'general' | 'private'
  chat: ChatKey
  /** The case of the topic; null elsewhere, or when the person erased it. */
  topicCase: Case | null
  /** Who acts; null for somebody who is not registered. */
  consultant: Consultant | null
  /** Key of the author in the state of the chat. */
  author: string
}

/** Whether a private chat belongs to an active consultant. */
export async function isConsultantChat(chat: ChatKey, stores: Stores): Promise<boolean> {
  const user = /^telegram:(\d+)$/.exec(chat)?.[1]
  const consultant = user === undefined ? null : await stores.consultants.byTelegramUser(Number(user))
  return consultant?.active ?? false
}

export async function placeOf(context: DeskContext, turn: Turn): Promise<Place> {
  const { stores } = context
  if (!isGroupChat(turn.chat)) {
    const user = Number(/^telegram:(\d+)$/.exec(turn.chat)?.[1] ?? Number.NaN)
    const consultant = Number.isInteger(user) ? await stores.consultants.byTelegramUser(user) : null
    return { kind: 'private', chat: turn.chat, topicCase: null, consultant, author: String(user) }
  }
  const consultant = turn.author ? await stores.consultants.byTelegramUser(turn.author.id) : null
  const topic = await stores.caseTopics.byTopic(turn.chat)
  const topicCase = topic ? await stores.cases.get(topic.caseId) : null
  const author = String(turn.author?.id ?? 'hidden')
  return { kind: topic ? 'topic' : 'general', chat: turn.chat, topicCase, consultant, author }
}

/** Groups have negative ids in Telegram; a topic's key ends with its thread. */
export function isGroupChat(chat: ChatKey): boolean {
  return /^telegram:-\d+(:\d+)?$/.test(chat)
}
