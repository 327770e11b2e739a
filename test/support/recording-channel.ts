import type { Channel, DeliveryResult, OutgoingMessage } from '../../src/channels/channel.ts'
import type { ChannelName, ChatKey, Reply } from '../../src/conversation/turn.ts'

/** A messenger at the outer edge: records what it is told to deliver, and answers as the test says. */
export class RecordingChannel implements Channel {
  readonly sent: OutgoingMessage[] = []
  readonly typing: ChatKey[] = []
  answer: (message: OutgoingMessage) => Promise<DeliveryResult> = async (message) => ({
    kind: 'delivered',
    messageRefs: [String(message.id)],
  })
  /** Ids of messages that a crash cut off after the messenger had taken them. */
  readonly taken = new Set<number>()

  constructor(readonly name: ChannelName = 'telegram') {}

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  bubbles(reply: Reply): Reply[] {
    return reply.parts.map((part, index) => ({
      ...reply,
      parts: [part],
      buttons: index === reply.parts.length - 1 ? reply.buttons : [],
    }))
  }
  async deliver(message: OutgoingMessage): Promise<DeliveryResult> {
    const result = await this.answer(message)
    if (result.kind === 'delivered') this.sent.push(message)
    return result
  }
  attemptNote(message: OutgoingMessage): string {
    return `before ${message.id}`
  }
  async wasDelivered(message: OutgoingMessage): Promise<boolean> {
    return this.taken.has(message.id)
  }
  showTyping(chat: ChatKey): void {
    this.typing.push(chat)
  }

  textsTo(chat: ChatKey): string[] {
    return this.sent
      .filter((message) => message.chat === chat)
      .flatMap((message) => message.reply.parts.map((part) => part.text))
  }
}
