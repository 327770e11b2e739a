import type { ChatKey } from '../conversation/turn.ts'

/** Why a group cannot serve: it is none of the bot's, no forum, or the bot may not make topics. */
export type GroupProblem = 'no_group' | 'no_forum' | 'no_rights'

export type TopicMade =
  | { kind: 'made'; topic: ChatKey }
  /** The operator has to mend the group; meanwhile consultants work in private chats. */
  | { kind: 'unusable'; problem: GroupProblem; reason: string }
  | { kind: 'later'; retryAfterMs: number; reason: string }

/** What consultants' work needs of the messenger beside messages. Nothing of it throws. */
export interface ConsultantsMessenger {
  /** A topic in the consultants' group, by name. A call that is cut off may leave an empty topic behind. */
  createTopic(name: string, signal: AbortSignal): Promise<TopicMade>
  /** Removes a topic with all that stands in it. `done` also when it is gone already. */
  removeTopic(topic: ChatKey, signal: AbortSignal): Promise<'done' | 'later'>
  /** A mark on a message, in place of the earlier one. `done` also when the message is gone. */
  mark(
    chat: ChatKey,
    messageRef: string,
    mark: 'delivered' | 'failed',
    signal: AbortSignal,
  ): Promise<'done' | 'later'>
}
