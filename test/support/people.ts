import { PassThrough } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Intake } from '../../src/channels/channel.ts'
import { TerminalChannel } from '../../src/channels/terminal/channel.ts'
import type { PageMessage } from '../../src/channels/web/page-message.ts'
import type { Button } from '../../src/conversation/turn.ts'
import type { BotApiServer } from './bot-api.ts'

/** What a person sees of one message. */
export interface Seen {
  text: string
  buttons: Button[]
  file: string | null
}

/** A person at one channel: types, presses what is to be seen, and reads. */
export interface Person {
  types(text: string): Promise<void>
  presses(button: Button & { data: string }): Promise<void>
  /** All messages of the assistant that are to be seen now, oldest first. */
  sees(): Promise<Seen[]>
}

export class PersonAtTelegram implements Person {
  constructor(
    private readonly api: BotApiServer,
    private readonly chatId: number,
    private readonly languageCode: string,
  ) {}

  async types(text: string): Promise<void> {
    const command = /^\/\w+/.exec(text)
    const entities = command
      ? { entities: [{ type: 'bot_command', offset: 0, length: command[0].length }] }
      : {}
    this.api.pushMessage(this.chatId, { text, ...entities }, { languageCode: this.languageCode })
  }

  async presses(button: Button & { data: string }): Promise<void> {
    const message = this.api
      .sentTo(this.chatId)
      .findLast((one) => buttonsOf(one.replyMarkup).some((own) => 'data' in own && own.data === button.data))
    if (!message) throw new Error(`Nobody can press ${button.data}.`)
    this.api.pressButton(this.chatId, message.messageId, button.data, { languageCode: this.languageCode })
  }

  async sees(): Promise<Seen[]> {
    return this.api.sentTo(this.chatId).map((message) => ({
      text: message.text ?? '',
      buttons: buttonsOf(message.replyMarkup),
      file: message.document?.fileName ?? null,
    }))
  }
}

function buttonsOf(markup: unknown): Button[] {
  const rows = (markup as { inline_keyboard?: { text: string; callback_data?: string; url?: string }[][] })
    ?.inline_keyboard
  return (rows ?? [])
    .flat()
    .map(({ text, callback_data, url }) =>
      url === undefined ? { label: text, data: callback_data ?? '' } : { label: text, url },
    )
}

export class PersonAtWebPage implements Person {
  private cookie = ''
  private count = 0

  constructor(
    private readonly server: FastifyInstance,
    private readonly address: string,
    private readonly language: string,
  ) {}

  async types(text: string): Promise<void> {
    await this.post({ text })
  }

  async presses(button: Button & { data: string }): Promise<void> {
    await this.post({ button: button.data })
  }

  async sees(): Promise<Seen[]> {
    const response = await this.server.inject({ url: '/chat/messages', headers: { cookie: this.cookie } })
    return response.json<PageMessage[]>().map((message) => ({
      text: message.parts.map((part) => part.text).join('\n\n'),
      buttons: message.buttons.flat(),
      file: message.file?.name ?? null,
    }))
  }

  private async post(body: object): Promise<void> {
    this.count++
    const response = await this.server.inject({
      method: 'POST',
      url: '/chat/turns',
      remoteAddress: this.address,
      headers: { cookie: this.cookie },
      payload: { id: `story-${String(this.count).padStart(6, '0')}`, language: this.language, ...body },
    })
    if (response.statusCode !== 202)
      throw new Error(`The page was refused: ${response.statusCode} ${response.body}`)
    const cookie = response.cookies[0]
    if (cookie) this.cookie = `${cookie.name}=${cookie.value}`
  }
}

/** One terminal for one story after the other; what is drawn is read back from its output. */
export class PersonAtTerminal implements Person {
  private readonly input = new PassThrough()
  private readonly seen: Seen[] = []
  private numbered: Button[] = []
  private options: ConstructorParameters<typeof TerminalChannel>[0] | null = null

  channel(intake: Intake, clock: () => Date): TerminalChannel {
    this.options = { input: this.input, output: new PassThrough().resume(), intake, clock, onEnd: () => {} }
    const channel = new TerminalChannel(this.options)
    const deliver = channel.deliver.bind(channel)
    channel.deliver = async (message) => {
      const { parts, buttons, file } = message.reply
      this.numbered.push(...buttons.flat())
      this.seen.push({
        text: parts.map((part) => part.text).join('\n\n'),
        buttons: buttons.flat(),
        file: file?.name ?? null,
      })
      return deliver(message)
    }
    return channel
  }

  /** Somebody else sits down. */
  begin(language: string): void {
    if (this.options) this.options.languageHint = language
    this.seen.length = 0
    this.numbered = []
  }

  async types(text: string): Promise<void> {
    this.numbered = []
    this.input.write(`${text.replace(/\n/g, ' ')}\n`)
  }

  async presses(button: Button & { data: string }): Promise<void> {
    const index = this.numbered.findIndex((own) => 'data' in own && own.data === button.data)
    if (index < 0) throw new Error(`No number presses ${button.data}.`)
    this.numbered = []
    this.input.write(`${index + 1}\n`)
  }

  async sees(): Promise<Seen[]> {
    return [...this.seen]
  }
}
