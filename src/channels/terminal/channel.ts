import { randomUUID } from 'node:crypto'
import { createInterface, type Interface } from 'node:readline'
import type { Button, ChatKey, Reply, TurnContent } from '../../conversation/turn.ts'
import { plainText } from '../../knowledge/markdown.ts'
import type { Channel, DeliveryResult, Intake, OutgoingMessage } from '../channel.ts'

export interface TerminalOptions {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
  intake: Intake
  languageHint?: string
  clock: () => Date
  /** The person ended the talk (Ctrl-D or /quit). */
  onEnd: () => void
}

/** A talk in the terminal: one person, lines in, text out. Buttons are numbered; their number presses them. */
export class TerminalChannel implements Channel {
  readonly name = 'terminal'
  private readonly chat: ChatKey
  /** Buttons of all that was said since the person's last line; their numbers go on from reply to reply. */
  private buttons: Button[] = []
  private lines: Interface | null = null

  constructor(
    private readonly options: TerminalOptions,
    chatName = 'me',
  ) {
    this.chat = `terminal:${chatName}`
  }

  async start(): Promise<void> {
    this.lines = createInterface({ input: this.options.input, crlfDelay: Number.POSITIVE_INFINITY })
    // Lines are taken in one after the other, as they were typed.
    let taken: Promise<unknown> = Promise.resolve()
    this.lines.on('line', (line) => {
      taken = taken.then(() => this.take(line))
    })
    this.lines.on('close', () => {
      taken.finally(() => this.options.onEnd())
    })
  }

  async stop(): Promise<void> {
    this.lines?.removeAllListeners('close')
    this.lines?.close()
  }

  bubbles(reply: Reply): Reply[] {
    return [reply]
  }

  async deliver(message: OutgoingMessage): Promise<DeliveryResult> {
    this.options.output.write(this.drawn(message.reply))
    return { kind: 'delivered', messageRefs: [] }
  }

  showTyping(): void {}

  private async take(line: string): Promise<void> {
    const text = line.trim()
    if (text === '') return
    if (text === '/quit') return this.options.onEnd()
    const content = this.contentOf(text)
    this.buttons = []
    await this.options.intake.accept({
      id: `${this.chat}:${randomUUID()}`,
      chat: this.chat,
      sentAt: this.options.clock().toISOString(),
      content,
      ...(this.options.languageHint && { languageHint: this.options.languageHint }),
    })
  }

  private contentOf(text: string): TurnContent {
    const pressed = /^\d{1,2}$/.test(text) ? this.buttons[Number(text) - 1] : undefined
    if (pressed && 'data' in pressed) return { kind: 'button', data: pressed.data }
    const command = /^\/([a-z_]+)(?:\s+(.*))?$/i.exec(text)
    if (command) return { kind: 'command', name: (command[1] ?? '').toLowerCase(), args: command[2] ?? '' }
    return { kind: 'text', text }
  }

  private drawn(reply: Reply): string {
    const parts = reply.parts.map((part) => plainText(part.text)).join('\n\n')
    const before = this.buttons.length
    const own = reply.buttons.flat()
    this.buttons.push(...own)
    const labels = own.map((button, index) =>
      'url' in button ? `[${button.label}: ${button.url}]` : `[${before + index + 1}] ${button.label}`,
    )
    const file = reply.file ? `\n(${reply.file.name})` : ''
    return `\n${parts}${file}\n${labels.length > 0 ? `${labels.join('  ')}\n` : ''}\n`
  }
}
