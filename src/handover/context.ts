import type { Assistant } from '../assistant.ts'
import type { Holidays } from '../calendar/holidays.ts'
import type { ChannelName, ChatKey, Reply } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Stores } from '../storage/ports.ts'
import type { DeadlineLexicon } from './deadline-words.ts'

/** What the hand-over is made of. */
export interface HandoverParts {
  assistant: () => Assistant
  clock: () => Date
  holidays: Holidays
  deadlineWords: DeadlineLexicon
  /** Whether consultants have a forum group, in which each case gets a topic. */
  hasGroup: boolean
  /** Whether somebody translates; if not, originals go out with the name of their language. */
  hasTranslator: boolean
  /** A reply as the messages of its channel. */
  bubbles: (chat: ChatKey, reply: Reply) => Reply[]
  /** A person's plan in short, when the person shared it with consultants. */
  sharedPlan?: (
    chat: ChatKey,
    stores: Stores,
    language: Language,
  ) => Promise<{ name: string; value: string } | null>
}

/** One transaction's view: the stores that share it, and the time at which it happens. */
export interface DeskContext {
  parts: HandoverParts
  stores: Stores
  now: Date
  /** Channels into whose outbox something was put. */
  posted: Set<ChannelName>
}

/** The text of a key in a language. */
export function say(
  context: DeskContext,
  language: Language,
  key: string,
  values?: Record<string, string | number>,
): string {
  return context.parts.assistant().messages.text(language, key, values)
}
