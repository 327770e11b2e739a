import type { ChatKey, Reply } from '../../conversation/turn.ts'
import type { Channel, DeliveryResult, OutgoingMessage } from '../channel.ts'

/** What an open page is told. */
export type PageEvent = { kind: 'message'; message: OutgoingMessage } | { kind: 'typing' }
export type PageListener = (event: PageEvent) => void

/**
 * The web chat. Pages fetch what they missed from the outbox and hear of new messages through listeners, so a message
 * counts as delivered once it lies in the outbox.
 */
export class WebChannel implements Channel {
  readonly name = 'web'
  private readonly listeners = new Map<ChatKey, Set<PageListener>>()

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.listeners.clear()
  }

  /** Tells `listener` of what happens in a chat until the returned function is called. */
  listen(chat: ChatKey, listener: PageListener): () => void {
    const own = this.listeners.get(chat) ?? new Set()
    own.add(listener)
    this.listeners.set(chat, own)
    return () => {
      own.delete(listener)
      if (own.size === 0 && this.listeners.get(chat) === own) this.listeners.delete(chat)
    }
  }

  bubbles(reply: Reply): Reply[] {
    return [reply]
  }

  async deliver(message: OutgoingMessage): Promise<DeliveryResult> {
    this.tell(message.chat, { kind: 'message', message })
    return { kind: 'delivered', messageRefs: [String(message.id)] }
  }

  async wasDelivered(): Promise<boolean> {
    return true
  }

  showTyping(chat: ChatKey): void {
    this.tell(chat, { kind: 'typing' })
  }

  private tell(chat: ChatKey, event: PageEvent): void {
    for (const listener of this.listeners.get(chat) ?? []) listener(event)
  }
}
