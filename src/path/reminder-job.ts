import { type ChatState, parseChatState } from '../conversation/chat-state.ts'
import { type Button, type ChannelName, type Reply, textReply } from '../conversation/turn.ts'
import type { Messages } from '../i18n/messages.ts'
import { formatDate } from '../i18n/numbers.ts'
import type { Job } from '../operations/schedule.ts'
import { channelOf } from '../storage/channel-of.ts'
import type { Storage, Stores } from '../storage/ports.ts'
import type { PathReminder } from './ports.ts'
import { outsideNight } from './reminders.ts'
import { timeZoneOf } from './session.ts'
import { pathStateOf } from './state.ts'
import type { PathTools } from './tools.ts'
import { titleOf } from './view.ts'

export interface ReminderParts {
  storage: Storage
  tools: PathTools
  messages: () => Messages
  /** Called for a channel in whose outbox something lies now. */
  onReply: (channel: ChannelName) => void
}

const PORTION = 50
const EVERY_MS = 60_000

/** Sends the reminders whose time has come. */
export function reminderJob(parts: ReminderParts): Job {
  return { name: 'path-reminders', everyMs: EVERY_MS, run: (now) => sendReminders(parts, now) }
}

/**
 * Each reminder is sent once: it is settled in the transaction that puts it into the outbox. One whose person has
 * switched reminders off, ticked the step off or asked to be forgotten is settled unsent; one that fell due in the
 * night of the person (the program was off) waits for the morning. Gives the number sent.
 */
export async function sendReminders(parts: ReminderParts, now: Date): Promise<number> {
  let sent = 0
  const due = await parts.storage.stores.pathReminders.due(now.getTime(), PORTION)
  for (const reminder of due) {
    const done = await parts.storage.transaction((stores) => sendOne(reminder, stores, parts, now))
    if (!done) continue
    sent++
    parts.onReply(channelOf(reminder.chat))
  }
  return sent
}

async function sendOne(
  reminder: PathReminder,
  stores: Stores,
  parts: ReminderParts,
  now: Date,
): Promise<boolean> {
  const chat = await chatOf(reminder, stores, now)
  const reply =
    chat && (await stores.erasures.of(reminder.chat)) === null ? reminderReply(reminder, chat, parts) : null
  if (!chat || !reply) {
    await stores.pathReminders.settle(reminder, now.getTime())
    return false
  }
  const allowed = outsideNight(now, timeZoneOf(chat, chat.profile.country))
  if (allowed > now) {
    await stores.pathReminders.postpone(reminder, allowed.getTime())
    return false
  }
  await stores.outbox.add(reminder.chat, reply, { turnId: null, pressedMessageRef: null })
  await stores.pathReminders.settle(reminder, now.getTime())
  return true
}

async function chatOf(reminder: PathReminder, stores: Stores, now: Date): Promise<ChatState | null> {
  const stored = await stores.chats.get(reminder.chat)
  return stored === null ? null : parseChatState(stored, now.toISOString()).state
}

/** Null when the person does not want or need it any more. */
function reminderReply(
  reminder: PathReminder,
  chat: ChatState,
  { tools, messages }: ReminderParts,
): Reply | null {
  const state = pathStateOf(chat)
  const own = state.own.find((one) => one.id === reminder.step)
  const settled = own
    ? own.done !== null
    : (state.done[reminder.step] ?? state.skipped[reminder.step]) !== undefined
  if (!state.reminders || settled || (!own && !tools.byId.has(reminder.step))) return null
  const language = chat.profile.language ?? reminder.language
  const say = (key: string, values?: Record<string, string>) => messages().text(language, key, values)
  const title = titleOf({ tools, language, state }, reminder.step)
  const buttons: Button[][] = [
    [
      { label: say('path.button_done'), data: `path:done:${reminder.step}` },
      { label: say('path.button_back'), data: 'path:show' },
    ],
    [{ label: say('path.button_remind_off'), data: 'path:remind:off' }],
  ]
  return textReply(
    language,
    say('path.reminder', { title, date: formatDate(reminder.day, language) }),
    buttons,
  )
}
