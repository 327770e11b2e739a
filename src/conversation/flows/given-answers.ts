import { createHash } from 'node:crypto'
import type { Answer } from '../../answering/types.ts'
import type { ChatState, GivenAnswer } from '../chat-state.ts'
import type { FlowContext } from '../flow.ts'

/** Answers whose buttons still work. */
const ANSWERS_KEPT = 8

/** Keeps what the buttons below an answer need. */
export function recordAnswer({ state, turn, now }: FlowContext, text: string, answer: Answer): void {
  if (state.lastAnswer)
    state.earlierAnswers = [state.lastAnswer, ...state.earlierAnswers].slice(0, ANSWERS_KEPT - 1)
  state.lastAnswer = {
    id: createHash('sha256').update(`${turn.id}|${text}`).digest('hex').slice(0, 10),
    question: text.slice(0, 500),
    articles: answer.articles.slice(0, 3),
    next: answer.nextQuestions,
    outcome: answer.outcome,
    language: answer.language,
    at: now.toISOString(),
  }
}

/** The answer that a button belongs to; null when it was too long ago. */
export function givenAnswer(state: ChatState, id: string): GivenAnswer | null {
  const answers = state.lastAnswer ? [state.lastAnswer, ...state.earlierAnswers] : []
  return answers.find((answer) => answer.id === id) ?? null
}
