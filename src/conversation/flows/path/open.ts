import { wantedReminders } from '../../../path/reminders.ts'
import { openPath, timeZoneOf } from '../../../path/session.ts'
import { type PathState, pathStateOf, savePathState } from '../../../path/state.ts'
import type { PathTools } from '../../../path/tools.ts'
import type { PathView } from '../../../path/view.ts'
import type { FlowContext } from '../../flow.ts'

/** The plan of the chat in this turn; null while the country is not known. */
export function viewOf(context: FlowContext, tools: PathTools, state?: PathState): PathView | null {
  const { assistant, language, now } = context
  return openPath(context.state, { tools, messages: assistant.messages, language, now }, state)
}

/** Changes the plan's state, stores it, and sets the reminders as the plan now is. */
export async function changePath(
  context: FlowContext,
  tools: PathTools,
  change: (state: PathState) => void,
): Promise<PathView | null> {
  const state = pathStateOf(context.state)
  change(state)
  return keepPath(context, tools, state)
}

/** Stores the state with the plan that the person sees now. */
export async function keepPath(
  context: FlowContext,
  tools: PathTools,
  state: PathState,
): Promise<PathView | null> {
  savePathState(context.state, state)
  const view = viewOf(context, tools, state)
  const { chat } = context.turn
  const wanted =
    view && state.reminders
      ? wantedReminders(view, chat, timeZoneOf(context.state, view.situation.country))
      : []
  await context.stores.pathReminders.replace(chat, wanted)
  return view
}
