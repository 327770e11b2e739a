import type { Answer, AskProfile, HistoryEntry } from '../../answering/types.ts'
import { isCountry, isStatus } from '../../knowledge/vocabulary.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'
import { answerButtons } from './answer-buttons.ts'
import { givenAnswer, recordAnswer } from './given-answers.ts'
import { languageChoice } from './language.ts'
import { factLabels } from './remember.ts'

/** Questions and what follows from an answer: a fact that was asked back, the next question, feedback. */
export const askFlow: Flow = {
  name: 'ask',
  buttons: {
    set: async (context, argument) => setFact(context, argument),
    next: async (context, argument) => {
      const [id = '', index] = argument.split(':')
      const text = givenAnswer(context.state, id)?.next[Number(index)]
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
    history: historyBefore(context, text),
    languageHint: state.languageHint ?? undefined,
  })
  onAnswer?.(answer)
  context.asked = { text, answer }
  context.language = answer.language
  state.failures = answer.outcome === 'unanswered' ? state.failures + 1 : 0
  if (answer.asksFor === 'language') {
    state.pending = { kind: 'question', asksFor: 'language', text }
    return [languageChoice(context)]
  }
  if (answer.asksFor === 'country' || answer.asksFor === 'status')
    state.pending = { kind: 'question', asksFor: answer.asksFor, text }
  else if (state.pending?.kind === 'question') state.pending = null
  recordAnswer(context, text, answer)
  const reply: Reply = {
    language: answer.language,
    parts: answer.parts,
    buttons: answerButtons(context, answer),
  }
  const more: Reply[] = []
  for (const flow of flows) more.push(...((await flow.afterAnswer?.(context, answer, reply)) ?? []))
  return [reply, ...more]
}

/** The talk before a question; one that is asked anew with a fact is no follow-up of itself. */
function historyBefore({ state }: FlowContext, text: string): HistoryEntry[] {
  const asked = state.history.findLastIndex((entry) => entry.role === 'user')
  return state.history[asked]?.text === text ? state.history.slice(0, asked) : state.history
}

function askProfile(context: FlowContext): AskProfile {
  const { country, status, language, script, reads, audience } = context.state.profile
  return { country, status, language, script: script ?? undefined, reads, audience }
}

/** A fact that was asked back: the person hears that it is kept, and the question that waited is answered at once. */
async function setFact(context: FlowContext, argument: string): Promise<Reply[]> {
  const { state } = context
  const [kind, value] = argument.split(':')
  if (kind === 'country' && isCountry(value)) state.profile.country = value
  if (kind === 'status' && isStatus(value)) state.profile.status = value
  const waiting = state.pending?.kind === 'question' ? state.pending.text : null
  if (state.pending?.kind === 'question') state.pending = null
  if (value === 'none' && waiting !== null) return answerForAllCountries(context, waiting)
  if (waiting === null) return [context.reply(kept(context, kind))]
  const replies = await context.ask(waiting)
  replies[0]?.parts.push({ kind: 'note', text: kept(context, kind) })
  return replies
}

function kept(context: FlowContext, kind: string | undefined): string {
  const { country, status } = context.state.profile
  const fact = kind === 'country' ? { country } : { status }
  const facts = { country: null, town: null, status: null, ...fact }
  return context.say('remember.done', { facts: factLabels(context, facts) })
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
