import type { Call } from './caller.ts'
import type { GroupEvent } from './update-to-turn.ts'

const ONCE_IN_MS = 24 * 60 * 60_000
const DEFAULT_TEXT = 'I only work in private chats: https://t.me/{bot}'

/** Says its one sentence in a group that added or addressed the bot, once in 24 h. Never throws. */
export type GroupNotice = (event: GroupEvent, signal: AbortSignal) => Promise<void>

export function createGroupNotice(deps: {
  call: Call
  clock: () => number
  groupText?: string
}): GroupNotice {
  const saidAt = new Map<number, number>()
  let username: string | null = null

  return async (event, signal) => {
    username ??= await usernameOf(deps.call, signal)
    if (username === null || !isAddressed(event, username)) return
    const now = deps.clock()
    for (const [chatId, at] of saidAt) if (now - at >= ONCE_IN_MS) saidAt.delete(chatId)
    if (saidAt.has(event.chatId)) return
    saidAt.set(event.chatId, now)
    const text = (deps.groupText ?? DEFAULT_TEXT).replaceAll('{bot}', username)
    await deps.call('sendMessage', { chat_id: event.chatId, text }, { signal })
  }
}

async function usernameOf(call: Call, signal: AbortSignal): Promise<string | null> {
  const me = await call<{ username?: unknown } | null>('getMe', {}, { signal })
  const name = me.ok ? me.result?.username : undefined
  return typeof name === 'string' ? name : null
}

function isAddressed({ added, text, repliesTo }: GroupEvent, username: string): boolean {
  const name = username.toLowerCase()
  if (added || repliesTo?.toLowerCase() === name) return true
  const command = /^\/\w+(?:@(\w+))?/.exec(text)
  if (command) return command[1] === undefined || command[1].toLowerCase() === name
  return [...text.matchAll(/@(\w+)/g)].some((mention) => mention[1]?.toLowerCase() === name)
}
