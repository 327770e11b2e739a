import { z } from 'zod'
import { parseChatState } from '../../conversation/chat-state.ts'
import type { ChatKey } from '../../conversation/turn.ts'
import type { DeskContext } from '../context.ts'

const bindingSchema = z.object({
  mode: z.enum(['answer', 'note', 'transfer']),
  caseId: z.int(),
  /** For a transfer: the consultant chosen. */
  to: z.string().nullable().default(null),
})
const keptSchema = z.object({ text: z.string(), messageRef: z.string().nullable() })
const schema = z.object({
  /** What the next message of each author is for; ends with it, or with "cancel", and never by itself. */
  bindings: z.record(z.string(), bindingSchema).default({}),
  /** Texts that were written without saying to whom, by author. */
  kept: z.record(z.string(), keptSchema).default({}),
})

export type Binding = z.output<typeof bindingSchema>
export type DeskState = z.output<typeof schema>

/** What is remembered of a chat in which consultants write; kept with the state of the chat. */
export async function readDeskState(context: DeskContext, chat: ChatKey): Promise<DeskState> {
  const { state } = parseChatState(await context.stores.chats.get(chat), context.now.toISOString())
  const parsed = schema.safeParse(state.flows.desk ?? {})
  return parsed.success ? parsed.data : schema.parse({})
}

export async function saveDeskState(context: DeskContext, chat: ChatKey, desk: DeskState): Promise<void> {
  const now = context.now.toISOString()
  const { state, unreadable } = parseChatState(await context.stores.chats.get(chat), now)
  if (unreadable) return
  state.flows.desk = desk
  state.lastSeen = now
  await context.stores.chats.save(chat, JSON.stringify(state), now)
}
