import { type ChatKey, textReply } from '../conversation/turn.ts'
import type { Messages } from '../i18n/messages.ts'
import { channelOf } from '../storage/channel-of.ts'
import type { Storage, Stores } from '../storage/ports.ts'
import type { Erasure } from './ports.ts'

/** Time for the words "everything is erased" to arrive, before they are erased too. */
const ANNOUNCED_MS = 600_000
const PORTION = 50

export interface ErasureParts {
  storage: Storage
  messages: () => Messages
  /** Called for a chat in whose outbox something lies now. */
  onReply: (channel: ReturnType<typeof channelOf>) => void
  /** Lets other modules end what they do for a chat, in the same transaction and before its rows are gone. */
  beforeErase?: (chat: ChatKey, stores: Stores) => Promise<void>
}

/**
 * Erases the chats whose grace is over: every row, and what the files still hold of them. The person is told; these
 * last words are erased some minutes later. Gives the number of chats erased.
 */
export async function eraseDue(parts: ErasureParts, now: Date): Promise<number> {
  const { storage } = parts
  const due = await storage.stores.erasures.due(now.getTime(), PORTION)
  let erased = 0
  for (const { chat } of due) {
    const done = await storage.transaction((stores) => eraseChat(chat, stores, parts, now))
    if (done === 'announced') parts.onReply(channelOf(chat))
    if (done !== 'later') erased++
  }
  if (erased > 0) await storage.purgeErased()
  return erased
}

/** Looks again inside the transaction: the person may have undone it in this moment, or may be writing. */
async function eraseChat(
  chat: ChatKey,
  stores: Stores,
  parts: ErasureParts,
  now: Date,
): Promise<'announced' | 'gone' | 'later'> {
  const erasure = await stores.erasures.of(chat)
  if (!erasure || erasure.dueAt > now.getTime()) return 'later'
  if ((await stores.inbox.waitingOf(chat)).length > 0) return 'later'
  if (erasure.phase === 'announced') return eraseLastWords(erasure, stores)
  await parts.beforeErase?.(chat, stores)
  await stores.chats.erase(chat)
  const { language } = erasure
  const lastWords = textReply(language, parts.messages().text(language, 'forget.done'))
  await stores.outbox.add(chat, lastWords, { turnId: null, pressedMessageRef: null })
  await stores.erasures.schedule({ chat, language, phase: 'announced', dueAt: now.getTime() + ANNOUNCED_MS })
  return 'announced'
}

/** A person who has written again since has a new chat, which stays. */
async function eraseLastWords({ chat }: Erasure, stores: Stores): Promise<'gone'> {
  if ((await stores.chats.get(chat)) === null) await stores.chats.erase(chat)
  else await stores.erasures.cancel(chat)
  return 'gone'
}
