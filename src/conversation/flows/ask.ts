import { createHash } from 'node:crypto'
import type { Answer, AskProfile } from '../../answering/types.ts'
import { isCountry, isStatus } from '../../knowledge/vocabulary.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Button, Reply } from '../turn.ts'
import { languageChoice } from './language.ts'

/** Answers in a row that failed before a person is offered without being asked. */
const FAILURES_BEFORE_OFFER = 2

/** Questions and what follows from an answer: a fact that was asked back, the next question, feedback. */
export const askFlow: Flow = {
  name: 'ask',
  buttons: {
    set: async (context, argument) => setFact(context, argument),
    next: async (context, argument) => {
      const text = context.state.lastAnswer?.next[Number(argument)]
      return text ? context.ask(text) : [context.reply(context.say('button.stale'))]
    },
  },
}

/** Answers a text as a question, with what the chat knows, and lets the other flows add to it. */
export async function answerText(
  context: FlowContext,
  text: string,
  flows: readonly Flow[],
  onAnswer?: (answer: Answer) => void,
): Promise<Reply[]> {
  const { state, assistant } = context
  const answer = assistant.answer({
    text,
    profile: askProfile(context),
    history: state.history,
    languageHint: state.languageHint ?? undefined,
  })
  onAnswer?.(answer)
  context.language = answer.language
  state.failures = answer.outcome === 'unanswered' ? state.failures + 1 : 0
  if (answer.asksFor === 'language') {
    state.pending = { kind: 'question', asksFor: 'language', text }
    return [languageChoice(context)]
  }
  if (answer.asksFor === 'country' || answer.asksFor === 'status')
    state.pending = { kind: 'question', asksFor: answer.asksFor, text }
  else if (state.pending?.kind === 'question') state.pending = null
  state.lastAnswer = {
    id: createHash('sha256').update(`${context.turn.id}|${text}`).digest('hex').slice(0, 10),
    question: text.slice(0, 500),
    articles: answer.articles.slice(0, 3),
    next: answer.nextQuestions,
    outcome: answer.outcome,
  }
  const reply: Reply = {
    language: answer.language,
    parts: answer.parts,
    buttons: answerButtons(context, answer),
  }
  const more: Reply[] = []
  for (const flow of flows) more.push(...((await flow.afterAnswer?.(context, answer, reply)) ?? []))
  return [reply, ...more]
}

function askProfile(context: FlowContext): AskProfile {
  const { country, status, language, script, reads } = context.state.profile
  return { country, status, language, script: script ?? undefined, reads }
}

function answerButtons(context: FlowContext, answer: Answer): Button[][] {
  const buttons: Button[][] = [...answer.choices]
  if (answer.asksFor === 'country')
    buttons.push([{ label: context.say('button.rather_not_say'), data: 'set:country:none' }])
  if (answer.outcome === 'answered') {
    answer.nextQuestions.forEach((question, index) => {
      buttons.push([{ label: question, data: `next:${index}` }])
    })
  }
  const person: Button = { label: context.say('button.talk_to_person'), data: 'person:ask' }
  const offered =
    answer.handover !== null ||
    answer.outcome === 'unanswered' ||
    answer.outcome === 'crisis' ||
    context.state.failures >= FAILURES_BEFORE_OFFER
  if (offered) buttons.unshift([person])
  if (answer.outcome === 'answered') {
    const id = context.state.lastAnswer?.id ?? ''
    const feedback: Button[] = [
      { label: context.say('button.useful'), data: `fb:up:${id}` },
      { label: context.say('button.not_useful'), data: `fb:down:${id}` },
    ]
    buttons.push(offered ? feedback : [...feedback, person])
  }
  return buttons
}

/** A fact that was asked back: kept for this talk, and the question that waited is answered without retyping. */
async function setFact(context: FlowContext, argument: string): Promise<Reply[]> {
  const { state } = context
  const [kind, value] = argument.split(':')
  if (kind === 'country' && isCountry(value)) state.profile.country = value
  if (kind === 'status' && isStatus(value)) state.profile.status = value
  const waiting = state.pending?.kind === 'question' ? state.pending.text : null
  state.pending = null
  if (waiting === null) return [context.reply(context.say('welcome.consented'))]
  if (value === 'none') return answerForAllCountries(context, waiting)
  return context.ask(waiting)
}

/** The person will not say where: the answer split by country. */
async function answerForAllCountries(context: FlowContext, text: string): Promise<Reply[]> {
  const { assistant } = context
  const replies: Reply[] = []
  for (const country of ['si', 'es', 'it'] as const) {
    const answer = assistant.answer({
      text,
      profile: { ...askProfile(context), country },
      history: [],
      languageHint: context.state.languageHint ?? undefined,
    })
    if (answer.outcome !== 'answered') continue
    const title = { kind: 'heading' as const, text: context.say(`country.${country}`) }
    const short = answer.parts.filter((part) => part.kind === 'text' || part.kind === 'sources')
    replies.push({ language: answer.language, parts: [title, ...short], buttons: [] })
  }
  return replies.length > 0
    ? replies
    : [
        context.reply(context.say('unanswered.text'), [
          [{ label: context.say('button.talk_to_person'), data: 'person:ask' }],
        ]),
      ]
}
