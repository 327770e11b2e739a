import { FEEDBACK_REASONS, type Feedback, type FeedbackReason } from '../../privacy/ports.ts'
import type { GivenAnswer } from '../chat-state.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'
import { givenAnswer } from './given-answers.ts'

/** 👍 and 👎 below an answer, with a reason for those who want; the question is sent along only after a tap of its own. */
export const feedbackFlow: Flow = {
  name: 'feedback',
  buttons: {
    fb: async (context, argument) => {
      const [action = '', ...rest] = argument.split(':')
      const given = givenAnswer(context.state, rest.at(-1) ?? '')
      if (!given) return [context.reply(context.say('button.stale'))]
      switch (action) {
        case 'up':
          return praise(context, given)
        case 'down':
          return blame(context, given)
        case 'why':
          return giveReason(context, given, rest[0] as FeedbackReason)
        case 'share':
          return shareQuestion(context, given)
        default:
          return [context.reply(context.say('button.stale'))]
      }
    },
  },
}

async function praise(context: FlowContext, given: GivenAnswer): Promise<Reply[]> {
  await save(context, given, { verdict: 'up', reason: null })
  return [context.reply(context.say('feedback.thanks'))]
}

async function blame(context: FlowContext, given: GivenAnswer): Promise<Reply[]> {
  await save(context, given, { verdict: 'down' })
  const reasons = FEEDBACK_REASONS.map((reason) => ({
    label: context.say(`feedback.reason_${reason}`),
    data: `fb:why:${reason}:${given.id}`,
  }))
  return [
    context.reply(context.say('feedback.why'), [
      reasons.slice(0, 2),
      reasons.slice(2),
      [{ label: context.say('button.talk_to_person'), data: 'person:ask' }],
    ]),
  ]
}

async function giveReason(
  context: FlowContext,
  given: GivenAnswer,
  reason: FeedbackReason,
): Promise<Reply[]> {
  if (!FEEDBACK_REASONS.includes(reason)) return [context.reply(context.say('button.stale'))]
  await save(context, given, { verdict: 'down', reason })
  return [
    context.reply(context.say('feedback.noted'), [
      [{ label: context.say('feedback.share_question'), data: `fb:share:${given.id}` }],
    ]),
  ]
}

async function shareQuestion(context: FlowContext, given: GivenAnswer): Promise<Reply[]> {
  await save(context, given, { question: given.question })
  return [context.reply(context.say('feedback.question_shared'))]
}

/** What was said before about the same answer stays, as far as it is not changed. */
async function save(context: FlowContext, given: GivenAnswer, changes: Partial<Feedback>): Promise<void> {
  const { feedback } = context.stores
  const before = await feedback.of(context.turn.chat, given.id)
  await feedback.save({
    chat: context.turn.chat,
    answerId: given.id,
    articles: given.articles,
    outcome: given.outcome,
    language: given.language,
    verdict: before?.verdict ?? 'down',
    reason: before?.reason ?? null,
    question: before?.question ?? null,
    ...changes,
    at: context.now.toISOString(),
  })
}
