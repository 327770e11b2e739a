import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'

/** /forget: after a yes, everything about the person is erased when the grace for mis-taps is over. */
export const forgetFlow: Flow = {
  name: 'forget',
  commands: { forget: async (context) => [question(context)] },
  buttons: {
    forget: async (context, argument) => {
      switch (argument) {
        case 'yes':
          return schedule(context)
        case 'undo':
          return undo(context)
        case 'no':
          return [context.reply(context.say('forget.undone'))]
        default:
          return [question(context)]
      }
    },
  },
}

function question(context: FlowContext): Reply {
  return context.reply(context.say('forget.ask', { seconds: context.settings.forgetGraceSeconds }), [
    [
      { label: context.say('forget.button'), data: 'forget:yes' },
      { label: context.say('button.no'), data: 'forget:no' },
    ],
  ])
}

async function schedule(context: FlowContext): Promise<Reply[]> {
  const seconds = context.settings.forgetGraceSeconds
  await context.stores.erasures.schedule({
    chat: context.turn.chat,
    dueAt: context.now.getTime() + seconds * 1000,
    phase: 'asked',
    language: context.language,
  })
  const undoButton = { label: context.say('button.undo'), data: 'forget:undo' }
  return [context.reply(context.say('forget.scheduled', { seconds }), [[undoButton]])]
}

async function undo(context: FlowContext): Promise<Reply[]> {
  const { erasures } = context.stores
  const scheduled = await erasures.of(context.turn.chat)
  if (scheduled?.phase !== 'asked') return [context.reply(context.say('forget.too_late'))]
  await erasures.cancel(context.turn.chat)
  return [context.reply(context.say('forget.undone'))]
}
