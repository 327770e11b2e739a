import type { Conversation } from '../conversation/conversation.ts'
import type { Reply, Turn } from '../conversation/turn.ts'
import type { ConsultantConversation } from './consultants/consultant-conversation.ts'

/**
 * Gives each turn to the one it is for: what consultants do in the group, or in their private chat with a case in hand, to
 * the desk; all else to the conversation with persons. Turns of one kind that follow each other stay together.
 */
export function routedConversation(persons: Conversation, consultants: ConsultantConversation): Conversation {
  return {
    async handle(turns, stores) {
      const replies: Reply[] = []
      let waiting: Turn[] = []
      const answerWaiting = async () => {
        if (waiting.length > 0) replies.push(...(await persons.handle(waiting, stores)))
        waiting = []
      }
      for (const turn of turns) {
        // Only Telegram has consultants; a desk that takes a turn must see what came before it done.
        const said = turn.chat.startsWith('telegram:') ? await consultants.handle(turn, stores) : null
        if (said === null) waiting.push(turn)
        else {
          await answerWaiting()
          replies.push(...said)
        }
      }
      await answerWaiting()
      return replies
    },
  }
}
