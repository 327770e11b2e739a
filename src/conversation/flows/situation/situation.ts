import { z } from 'zod'
import type { Flow, FlowContext } from '../../flow.ts'
import type { Reply } from '../../turn.ts'
import { areaAdvice } from './area-advice.ts'
import { dropFact, hasValue, setFact, setTypedFact } from './facts.ts'
import { overview } from './overview.ts'
import { stepQuestion } from './question.ts'
import { areaOf, isStep, STEPS, type Step, stepAfter } from './steps.ts'

const checkSchema = z.strictObject({ running: z.boolean().default(false) })

/**
 * /me: a short check of the whole situation, one question at a time. Every question can be skipped and every answer
 * changed; where the person is stands in the buttons and the state, so a restart in the middle changes nothing.
 */
export const situationFlow: Flow = {
  name: 'situation',
  commands: { me: async (context) => [overview(context)] },
  buttons: {
    me: async (context, argument) => {
      const [action, step, ...value] = argument.split(':')
      if (action === 'read') return readArticle(context, argument.slice('read:'.length))
      if (action === 'start' || action === 'show' || action === 'stop') return stop(context)
      if (action === 'go') return begin(context)
      if (action === 'later') return [context.reply(context.say('situation.later_is_good'))]
      if (!isStep(step)) return [context.reply(context.say('button.stale'))]
      if (action === 'set') return answerStep(context, step, value.join(':'))
      if (action === 'skip') return leaveStep(context, step)
      if (action === 'change') return change(context, step)
      if (action === 'drop') return drop(context, step)
      return [context.reply(context.say('button.stale'))]
    },
  },
  text: async (context, text) => {
    const { pending } = context.state
    if (pending?.kind !== 'typing' || pending.flow !== 'situation') return null
    context.state.pending = null
    const step = pending.step === 'municipality' ? 'municipality' : 'activity'
    return setTypedFact(context.state.profile, step, text) ? leaveStep(context, step) : null
  },
}

/** The first question that has no answer yet. */
function begin(context: FlowContext): Reply[] {
  context.state.flows.situation = { running: true }
  const open = STEPS.find((step) => !hasValue(context.state.profile, step))
  return open ? [replacing(stepQuestion(context, open, true))] : stop(context)
}

function answerStep(context: FlowContext, step: Step, value: string): Reply[] {
  if (!setFact(context.state.profile, step, value)) return [context.reply(context.say('button.stale'))]
  if (step === 'reads') return [replacing(stepQuestion(context, step, isRunning(context)))]
  const area = areaOf(step)
  const advice = area ? areaAdvice(context, area) : null
  const next = leaveStep(context, step)
  return advice ? [advice, ...next.map((reply) => ({ ...reply, replacesPressed: false }))] : next
}

/** To the next question while the check runs, else back to the overview. */
function leaveStep(context: FlowContext, step: Step): Reply[] {
  const next = isRunning(context) ? stepAfter(step) : null
  return next ? [replacing(stepQuestion(context, next, true))] : stop(context)
}

function change(context: FlowContext, step: Step): Reply[] {
  context.state.flows.situation = { running: false }
  return [stepQuestion(context, step, false)]
}

function drop(context: FlowContext, step: Step): Reply[] {
  dropFact(context.state.profile, step)
  return stop(context)
}

function stop(context: FlowContext): Reply[] {
  context.state.flows.situation = { running: false }
  if (context.state.pending?.kind === 'typing' && context.state.pending.flow === 'situation')
    context.state.pending = null
  return [overview(context)]
}

async function readArticle(context: FlowContext, id: string): Promise<Reply[]> {
  const article = context.assistant.knowledge.articles.find((one) => one.id === id)
  const title = article?.texts[context.language]?.title ?? article?.texts.en?.title
  return title ? context.ask(title) : [context.reply(context.say('button.stale'))]
}

/** The next question takes the place of the one that was answered, where a button was pressed. */
function replacing(reply: Reply): Reply {
  return { ...reply, replacesPressed: true }
}

function isRunning(context: FlowContext): boolean {
  return checkSchema.catch({ running: false }).parse(context.state.flows.situation ?? {}).running
}
