import { FORMS } from '../../../path/schema.ts'
import type { PathTools } from '../../../path/tools.ts'
import type { FlowContext } from '../../flow.ts'
import type { Reply } from '../../turn.ts'
import { changePath } from './open.ts'
import { showPath } from './show.ts'

export async function chooseForm(context: FlowContext, tools: PathTools, value: string): Promise<Reply[]> {
  const form = FORMS.find((one) => one === value)
  if (!form) return [context.reply(context.say('button.stale'))]
  await changePath(context, tools, (state) => {
    state.form = form
  })
  return showPath(context, tools, [context.say(`path.form_${form}`)])
}

export async function clearOpening(context: FlowContext, tools: PathTools): Promise<Reply[]> {
  await changePath(context, tools, (state) => {
    state.opening = null
  })
  return showPath(context, tools, [context.say('path.opening_cleared')])
}

/** Reminders only by choice. */
export async function setReminders(context: FlowContext, tools: PathTools, on: boolean): Promise<Reply[]> {
  const view = await changePath(context, tools, (state) => {
    state.reminders = on
  })
  if (!view) return showPath(context, tools)
  return [
    context.reply(context.say(on ? 'path.remind_on' : 'path.remind_off'), [
      [{ label: context.say('path.button_back'), data: 'path:show' }],
    ]),
  ]
}

/** First what a consultant would see, then the tap that allows it. */
export async function share(context: FlowContext, tools: PathTools, value: string): Promise<Reply[]> {
  const back = { label: context.say('path.button_back'), data: 'path:show' }
  if (value !== 'yes' && value !== 'no')
    return [
      context.reply(context.say('path.share_ask'), [
        [{ label: context.say('path.share_yes'), data: 'path:share:yes' }],
        [back],
      ]),
    ]
  const shared = value === 'yes'
  await changePath(context, tools, (state) => {
    state.shared = shared
  })
  const person = { label: context.say('button.talk_to_person'), data: 'person:ask' }
  return [
    context.reply(
      context.say(shared ? 'path.shared' : 'path.unshared'),
      shared ? [[person], [back]] : [[back]],
    ),
  ]
}
