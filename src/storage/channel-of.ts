import type { ChannelName, ChatKey } from '../conversation/turn.ts'

/** The channel that a chat belongs to: what stands before the first colon of its key. */
export function channelOf(chat: ChatKey): ChannelName {
  return chat.slice(0, chat.indexOf(':')) as ChannelName
}
