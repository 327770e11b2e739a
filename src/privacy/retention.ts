import { parseChatState } from '../conversation/chat-state.ts'
import type { ChatKey } from '../conversation/turn.ts'
import type { Storage } from '../storage/ports.ts'
import { trimmed } from './trim-state.ts'

export interface RetentionSettings {
  messageRetentionDays: number
  profileRetentionMonths: number
}

const DAY_MS = 86_400_000
/** Chats looked at in one transaction, so that nobody waits long for an answer meanwhile. */
const PORTION = 200

/** Erases what is older than the settings say, which are also those that people read. Runs once a day. */
export async function applyRetention(
  storage: Storage,
  settings: RetentionSettings,
  now: Date,
): Promise<{ chatsErased: number; chatsTrimmed: number }> {
  const oldest = now.getTime() - settings.messageRetentionDays * DAY_MS
  await storage.transaction(async ({ inbox, outbox }) => {
    await inbox.forgetDone(oldest)
    await outbox.forgetSettled(oldest)
  })
  const chatsErased = await eraseUnused(storage, monthsBefore(now, settings.profileRetentionMonths))
  const chatsTrimmed = await trimChats(storage, settings, now)
  await storage.purgeErased()
  return { chatsErased, chatsTrimmed }
}

/** Chats that nobody has used since; cases of consultants have a retention of their own. */
async function eraseUnused(storage: Storage, before: string): Promise<number> {
  let erased = 0
  for (;;) {
    const found = await storage.transaction(async ({ chats }) => {
      const idle = await chats.idleSince(before, PORTION)
      for (const { chat } of idle) await chats.erase(chat, { keepCases: true })
      return idle.length
    })
    erased += found
    if (found < PORTION) return erased
  }
}

/** The time of the last use stays as it is. */
async function trimChats(storage: Storage, settings: RetentionSettings, now: Date): Promise<number> {
  let count = 0
  let after: ChatKey | null = null
  for (;;) {
    const from: ChatKey | null = after
    const portion = await storage.transaction(async ({ chats }) => {
      const page = await chats.page(from, PORTION)
      for (const { chat, state: stored } of page) {
        const { state, unreadable } = parseChatState(stored, now.toISOString())
        if (unreadable) continue
        const rest = JSON.stringify(trimmed(state, settings.messageRetentionDays, now))
        if (rest === JSON.stringify(state)) continue
        await chats.save(chat, rest, state.lastSeen)
        count++
      }
      return page
    })
    after = portion.at(-1)?.chat ?? null
    if (portion.length < PORTION) return count
  }
}

function monthsBefore(now: Date, months: number): string {
  const date = new Date(now)
  date.setUTCMonth(date.getUTCMonth() - months)
  return date.toISOString()
}
