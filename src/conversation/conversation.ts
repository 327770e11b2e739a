import type { Stores } from '../storage/ports.ts'
import type { Reply, Turn } from './turn.ts'

/**
 * Decides what a person's turns lead to. `turns` are the waiting turns of one chat, oldest first (a burst of messages
 * is given at once). What is to be kept goes into `stores`, which share the transaction that also marks the turns as
 * done and puts the replies into the outbox: after a crash either all of it happened or nothing.
 */
export interface Conversation {
  handle(turns: readonly Turn[], stores: Stores): Promise<Reply[]>
}
