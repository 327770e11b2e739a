import { parseChatState } from '../conversation/chat-state.ts'
import type { ChatKey } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import { formatDate } from '../i18n/numbers.ts'
import type { Stores } from '../storage/ports.ts'
import { nextStep } from './plan.ts'
import { openPath } from './session.ts'
import { pathStateOf } from './state.ts'
import type { PathTools } from './tools.ts'
import { titleOf, warningText } from './view.ts'

/**
 * A person's plan in short, for the consultant who holds the case: what is done, what comes next, the opening day and
 * what is in danger. Null unless the person shared it by a tap of their own; own steps and reasons stay with the person.
 */
export async function sharedPlan(
  chat: ChatKey,
  stores: Stores,
  given: { tools: PathTools; messages: Messages; language: Language; now: Date },
): Promise<{ name: string; value: string } | null> {
  const { state } = parseChatState(await stores.chats.get(chat), given.now.toISOString())
  if (!pathStateOf(state).shared) return null
  const view = openPath(state, given)
  if (!view) return null
  const { plan, say, language } = view
  const next = nextStep(plan)
  const done = plan.steps.filter((planned) => planned.state === 'done')
  return {
    name: say('path.shared_name'),
    value: [
      `${say('path.list_done', { count: done.length })}/${plan.steps.length}`,
      ...(next ? [`${say('path.next')}: ${titleOf(view, next.step.id)}`] : []),
      ...(plan.opening ? [say('path.opening_earliest', { date: formatDate(plan.opening, language) })] : []),
      ...plan.warnings.map((warning) => warningText(view, warning)),
    ].join('. '),
  }
}
