import { localTime } from '../calendar/day.ts'
import { TIME_ZONES } from '../calendar/working-time.ts'
import type { ChatState } from '../conversation/chat-state.ts'
import type { Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Country } from '../knowledge/vocabulary.ts'
import { makePlan } from './plan.ts'
import { situationOf } from './situation.ts'
import { type PathState, pathStateOf } from './state.ts'
import type { PathTools } from './tools.ts'
import type { PathView } from './view.ts'

/** The person's own time zone, else that of the country of the plan. */
export function timeZoneOf(chat: ChatState, country: Country | null): string {
  return chat.profile.timeZone ?? (country ? TIME_ZONES[country] : TIME_ZONES.si)
}

/** The plan of a chat as it is now, with what is needed to show it; null while the country is not known. */
export function openPath(
  chat: ChatState,
  given: { tools: PathTools; messages: Messages; language: Language; now: Date },
  state: PathState = pathStateOf(chat),
): PathView | null {
  const situation = situationOf(chat.profile, state.form)
  if (!situation) return null
  const { tools, messages, language, now } = given
  const today = localTime(now, timeZoneOf(chat, situation.country)).day
  const plan = makePlan(
    {
      situation,
      today,
      opening: state.opening,
      done: state.done,
      skipped: new Set(Object.keys(state.skipped)),
    },
    tools,
  )
  return {
    plan,
    situation,
    state,
    tools,
    messages,
    language,
    today,
    say: (key, values) => messages.text(language, key, values),
  }
}
