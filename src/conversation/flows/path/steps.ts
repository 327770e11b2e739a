import { reasonButtons } from '../../../path/buttons.ts'
import { type PathState, SKIP_REASONS, type SkipReason } from '../../../path/state.ts'
import type { PathTools } from '../../../path/tools.ts'
import { titleOf } from '../../../path/view.ts'
import type { FlowContext } from '../../flow.ts'
import type { Reply } from '../../turn.ts'
import { changePath, viewOf } from './open.ts'
import { showPath } from './show.ts'

/** A second tap changes nothing: the day of the first one stays. */
export async function tickOff(context: FlowContext, tools: PathTools, id: string): Promise<Reply[]> {
  const view = viewOf(context, tools)
  if (!view || !isKnown(view.state, tools, id)) return [context.reply(context.say('button.stale'))]
  await changePath(context, tools, (state) => {
    const own = state.own.find((one) => one.id === id)
    if (own) own.done ??= view.today
    else state.done[id] ??= view.today
    delete state.skipped[id]
  })
  return showPath(context, tools, [context.say('path.done_note', { title: titleOf(view, id) })])
}

export async function undoStep(context: FlowContext, tools: PathTools, id: string): Promise<Reply[]> {
  const view = viewOf(context, tools)
  if (!view || !isKnown(view.state, tools, id)) return [context.reply(context.say('button.stale'))]
  await changePath(context, tools, (state) => {
    delete state.done[id]
    delete state.skipped[id]
  })
  return showPath(context, tools, [context.say('path.undone', { title: titleOf(view, id) })])
}

export async function askWhy(context: FlowContext, tools: PathTools, id: string): Promise<Reply[]> {
  const view = viewOf(context, tools)
  if (!view || !tools.byId.has(id)) return [context.reply(context.say('button.stale'))]
  return [context.reply(context.say('path.why_skip', { title: titleOf(view, id) }), reasonButtons(view, id))]
}

export async function skipStep(
  context: FlowContext,
  tools: PathTools,
  id: string,
  given: string,
  note = '',
): Promise<Reply[]> {
  const view = viewOf(context, tools)
  const reason: SkipReason | undefined = SKIP_REASONS.find((one) => one === given)
  if (!view || !reason || !tools.byId.has(id)) return [context.reply(context.say('button.stale'))]
  if (reason === 'other' && note === '') {
    context.state.pending = { kind: 'typing', flow: 'path', step: `skip:${id}` }
    return [
      context.reply(context.say('path.type_reason'), [
        [{ label: context.say('path.button_cancel'), data: 'path:show' }],
      ]),
    ]
  }
  await changePath(context, tools, (state) => {
    state.skipped[id] = { reason, note: note.slice(0, 200) }
    delete state.done[id]
  })
  const key = reason === 'cannot' || reason === 'too_dear' ? 'path.skipped_cannot' : 'path.skipped_note'
  const replies = await showPath(context, tools, [context.say(key, { title: titleOf(view, id) })])
  const undo = [{ label: context.say('path.button_undo'), data: `path:undo:${id}` }]
  const person = [{ label: context.say('button.talk_to_person'), data: 'person:ask' }]
  const [first, ...others] = replies
  if (!first) return replies
  const more = key === 'path.skipped_cannot' ? [person, undo] : [undo]
  return [{ ...first, buttons: [...first.buttons, ...more] }, ...others]
}

function isKnown(state: PathState, tools: PathTools, id: string): boolean {
  return tools.byId.has(id) || state.own.some((one) => one.id === id)
}
