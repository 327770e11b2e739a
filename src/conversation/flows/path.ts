import { isCountry } from '../../knowledge/vocabulary.ts'
import { hasPath } from '../../path/state.ts'
import type { PathTools } from '../../path/tools.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'
import { chooseForm, clearOpening, setReminders, share } from './path/choices.ts'
import { printPath } from './path/print.ts'
import { showAll, showChanges, showPath, showStep } from './path/show.ts'
import { askWhy, skipStep, tickOff, undoStep } from './path/steps.ts'
import { askTyped, takeTyped } from './path/typed.ts'

export interface PathFlowParts {
  tools: () => PathTools
  /** Address under which people reach the server; null: pages come as files only. */
  publicUrl: string | null
  /** A page to print waits; called inside the transaction that stores it. */
  onPrint: () => void
}

/** /path: the person's plan in small steps. */
export function createPathFlow(parts: PathFlowParts): Flow {
  return {
    name: 'path',
    commands: {
      path: async (context, argument) =>
        argument.trim() === 'all' ? showAll(context, parts.tools()) : showPath(context, parts.tools()),
    },
    buttons: { path: (context, argument) => pressed(context, argument, parts) },
    text: (context, text) => takeTyped(context, text, parts.tools()),
    afterTurn: async (context) => (hasPath(context.state) ? showChanges(context, parts.tools()) : []),
  }
}

async function pressed(context: FlowContext, argument: string, parts: PathFlowParts): Promise<Reply[]> {
  const tools = parts.tools()
  const [action = '', value = '', ...rest] = argument.split(':')
  stopTyping(context)
  switch (action) {
    case 'show':
      return showPath(context, tools)
    case 'country':
      if (isCountry(value)) context.state.profile.country = value
      return showPath(context, tools)
    case 'all':
      return showAll(context, tools)
    case 'step':
      return showStep(context, tools, value)
    case 'done':
      return tickOff(context, tools, value)
    case 'undo':
      return undoStep(context, tools, value)
    case 'skip':
      return askWhy(context, tools, value)
    case 'why':
      return skipStep(context, tools, rest.join(':'), value)
    case 'own':
    case 'opening':
      return value === 'clear' ? clearOpening(context, tools) : askTyped(context, action)
    case 'form':
      return chooseForm(context, tools, value)
    case 'remind':
      return setReminders(context, tools, value === 'on')
    case 'share':
      return share(context, tools, value)
    case 'pdf':
      return printPath(context, parts)
    default:
      return [context.reply(context.say('button.stale'))]
  }
}

/** A press of a button of the plan ends the wait for typed words. */
function stopTyping({ state }: FlowContext): void {
  if (state.pending?.kind === 'typing' && state.pending.flow === 'path') state.pending = null
}
