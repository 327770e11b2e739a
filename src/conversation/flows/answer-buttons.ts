import type { Answer } from '../../answering/types.ts'
import type { FlowContext } from '../flow.ts'
import type { Button } from '../turn.ts'
import { termsShown } from './glossary.ts'

/** Answers in a row that failed before a person is offered without being asked. */
const FAILURES_BEFORE_OFFER = 2

/** What helps on after an answer: a person when one is due, the fact that decides, next questions, simpler words, an opinion. */
export function answerButtons(context: FlowContext, answer: Answer): Button[][] {
  const person: Button = { label: context.say('button.talk_to_person'), data: 'person:ask' }
  const personFirst = isPersonDue(context, answer)
  const buttons: Button[][] = personFirst ? [[person]] : []
  buttons.push(...answer.choices)
  if (answer.asksFor === 'country')
    buttons.push([{ label: context.say('button.rather_not_say'), data: 'set:country:none' }])
  if (answer.outcome !== 'answered' && answer.outcome !== 'unanswered') return buttons
  const id = context.state.lastAnswer?.id ?? ''
  answer.nextQuestions.forEach((question, index) => {
    buttons.push([{ label: question, data: `next:${id}:${index}` }])
  })
  if (answer.outcome === 'unanswered') return buttons
  const words = wordButtons(context, answer, id)
  if (words.length > 0) buttons.push(words)
  const opinion: Button[] = [
    { label: context.say('button.useful'), data: `fb:up:${id}` },
    { label: context.say('button.not_useful'), data: `fb:down:${id}` },
  ]
  buttons.push(personFirst ? opinion : [...opinion, person])
  return buttons
}

function isPersonDue(context: FlowContext, answer: Answer): boolean {
  return (
    answer.handover !== null ||
    answer.outcome === 'unanswered' ||
    answer.outcome === 'crisis' ||
    context.state.failures >= FAILURES_BEFORE_OFFER
  )
}

function wordButtons(context: FlowContext, answer: Answer, id: string): Button[] {
  if (answer.articles.length === 0) return []
  const simpler: Button[] = answer.parts.some((part) => part.kind === 'passage')
    ? [{ label: context.say('button.simpler'), data: `simple:${id}` }]
    : []
  const terms = termsShown(context, answer).map(
    ({ article, index, label }): Button => ({ label: `${label}?`, data: `term:${article}:${index}` }),
  )
  return [...simpler, ...terms]
}
