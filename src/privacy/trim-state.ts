import type { ChatState } from '../conversation/chat-state.ts'

const DAY_MS = 86_400_000

/** The state without what was said longer ago than messages are kept; the situation stays. */
export function trimmed(state: ChatState, messageRetentionDays: number, now: Date): ChatState {
  const oldest = new Date(now.getTime() - messageRetentionDays * DAY_MS).toISOString()
  return {
    ...state,
    history: state.history.filter((entry) => entry.at >= oldest),
    lastAnswer: state.lastAnswer && state.lastAnswer.at >= oldest ? state.lastAnswer : null,
    earlierAnswers: state.earlierAnswers.filter((answer) => answer.at >= oldest),
    pending: state.lastSeen >= oldest ? state.pending : null,
    flows: state.lastSeen >= oldest ? state.flows : withoutPerson(state.flows),
  }
}

/** What was said before somebody asked for a person. */
function withoutPerson({ person: _, ...rest }: ChatState['flows']): ChatState['flows'] {
  return rest
}
