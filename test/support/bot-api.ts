import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Entity, HtmlError, parseTelegramHtml } from './telegram-html.ts'

export interface BotMessage {
  messageId: number
  fromBot: boolean
  text: string | null
  entities: Entity[]
  html: string | null
  replyMarkup: unknown
  document?: { fileName: string; content: Buffer }
  /** The topic in a forum group. */
  threadId?: number
  /** The message that it is a copy of. */
  copyOf?: { chatId: number; messageId: number }
  reaction?: string
}

export interface ApiCall {
  method: string
  payload: Record<string, unknown>
}

/** What goes wrong with a call. `before` and `after` say whether the call takes effect. */
export type Fault =
  | { kind: 'error'; code: number; description?: string; retryAfter?: number; applied?: boolean }
  | { kind: 'drop'; when: 'before' | 'after' }
  | { kind: 'hang'; when: 'before' | 'after' }
  | { kind: 'body'; status: number; body: string; when: 'before' | 'after' }

interface Person {
  id: number
  firstName?: string
  languageCode?: string
}

type Payload = Record<string, unknown>

interface Group {
  isForum: boolean
  mayManageTopics: boolean
  topics: Map<number, { name: string }>
  /** Supergroups count their messages by themselves. */
  nextMessageId: number
}

class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: object,
  ) {
    super(description)
  }
}

/**
 * A Bot API server on the loopback interface that behaves like Telegram's where the bot can notice: offsets that confirm,
 * one poll at a time, one counter of message ids over all private chats, edits that tell whether anything changes.
 */
export class BotApiServer {
  readonly token = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'
  readonly username = 'small_steps_bot'
  readonly calls: ApiCall[] = []
  webhook: { url: string; secretToken: string | undefined; allowedUpdates: unknown } | null = null
  commands: unknown = null
  private server: Server | null = null
  private readonly chats = new Map<number, BotMessage[]>()
  private readonly faults: {
    method: string
    fault: Fault
    left: number
    where: (payload: Payload) => boolean
  }[] = []
  private updates: { update_id: number; [field: string]: unknown }[] = []
  private poll: { wake: () => void; replaced: boolean } | null = null
  private nextUpdateId = 1000
  private nextMessageId = 100
  private readonly blocked = new Set<number>()
  private readonly groups = new Map<number, Group>()
  /** Contents of files by their id. */
  readonly files = new Map<string, Buffer>()

  get root(): string {
    const address = this.server?.address() as AddressInfo | null
    if (!address) throw new Error('The Bot API server is not started.')
    return `http://127.0.0.1:${address.port}`
  }

  /** Listens; with a port, at the same address as before. */
  async start(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy())
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    this.server = server
    return this.root
  }

  async stop(): Promise<void> {
    const server = this.server
    this.server = null
    this.poll?.wake()
    if (!server) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }

  // What people do

  /** Somebody writes; gives the id of the message. */
  pushText(chatId: number, text: string, person: Partial<Person> = {}): number {
    return this.pushMessage(chatId, { text }, person)
  }

  /** Somebody sends a message with these fields. */
  pushMessage(chatId: number, fields: Payload, person: Partial<Person> = {}): number {
    const messageId = this.nextMessageId++
    const text = typeof fields.text === 'string' ? fields.text : null
    this.chatOf(chatId).push({
      messageId,
      fromBot: false,
      text,
      entities: [],
      html: null,
      replyMarkup: undefined,
    })
    this.push({ message: { ...messageBase(chatId, messageId, person), ...fields } })
    return messageId
  }

  pushEdit(chatId: number, messageId: number, fields: Payload): void {
    const base = { ...messageBase(chatId, messageId), edit_date: 1_700_000_100 }
    this.push({ edited_message: { ...base, ...fields } })
  }

  /** Somebody presses a button below a message. */
  pressButton(chatId: number, messageId: number, data: string, person: Partial<Person> = {}): void {
    const { from, chat } = messageBase(chatId, messageId, person)
    this.push({
      callback_query: {
        id: `q${this.nextUpdateId}`,
        from,
        message: { message_id: messageId, chat, date: 0 },
        data,
      },
    })
  }

  /** Any update; gives its id. */
  push(fields: Payload): number {
    const update = { update_id: this.nextUpdateId++, ...fields }
    this.updates.push(update)
    this.poll?.wake()
    return update.update_id
  }

  /** A group of which the bot is a member. */
  addGroup(chatId: number, changes: Partial<Pick<Group, 'isForum' | 'mayManageTopics'>> = {}): void {
    this.chatOf(chatId)
    this.groups.set(chatId, {
      isForum: true,
      mayManageTopics: true,
      topics: new Map(),
      nextMessageId: 1,
      ...changes,
    })
  }

  /** Topics of a group: name by thread. */
  topicsOf(chatId: number): Map<number, string> {
    const topics = this.groups.get(chatId)?.topics ?? new Map<number, { name: string }>()
    return new Map([...topics].map(([thread, { name }]) => [thread, name]))
  }

  deleteTopic(chatId: number, threadId: number): void {
    this.groups.get(chatId)?.topics.delete(threadId)
    this.chats.set(
      chatId,
      this.chatOf(chatId).filter((message) => message.threadId !== threadId),
    )
  }

  /** A member writes in a group, in a topic of it when one is given. */
  pushInGroup(chatId: number, threadId: number | null, fields: Payload, person: Person): number {
    const messageId = this.nextIdIn(chatId)
    const text = typeof fields.text === 'string' ? fields.text : null
    this.chatOf(chatId).push({
      messageId,
      fromBot: false,
      text,
      entities: [],
      html: null,
      replyMarkup: undefined,
      ...(threadId !== null && { threadId }),
    })
    this.push({
      message: { ...groupBase(chatId, threadId, messageId, person), date: 1_700_000_000, ...fields },
    })
    return messageId
  }

  editInGroup(chatId: number, threadId: number, messageId: number, fields: Payload, person: Person): void {
    const base = {
      ...groupBase(chatId, threadId, messageId, person),
      date: 1_700_000_000,
      edit_date: 1_700_000_100,
    }
    this.push({ edited_message: { ...base, ...fields } })
  }

  pressInGroup(chatId: number, threadId: number, messageId: number, data: string, person: Person): void {
    const { from, ...message } = groupBase(chatId, threadId, messageId, person)
    this.push({
      callback_query: { id: `q${this.nextUpdateId}`, from, message: { ...message, date: 0 }, data },
    })
  }

  /** Messages of the bot in a topic, oldest first. */
  sentToTopic(chatId: number, threadId: number): BotMessage[] {
    return this.sentTo(chatId).filter((message) => message.threadId === threadId)
  }

  /** Any message by its id. */
  messageIn(chatId: number, messageId: number): BotMessage | undefined {
    return this.chatOf(chatId).find((message) => message.messageId === messageId)
  }

  block(chatId: number): void {
    this.blocked.add(chatId)
  }

  deleteMessage(chatId: number, messageId: number): void {
    this.chats.set(
      chatId,
      this.chatOf(chatId).filter((message) => message.messageId !== messageId),
    )
  }

  // What can be seen

  /** Messages of the bot in a chat, oldest first. */
  sentTo(chatId: number): BotMessage[] {
    return this.chatOf(chatId).filter((message) => message.fromBot)
  }

  textsTo(chatId: number): string[] {
    return this.sentTo(chatId).map((message) => message.text ?? '')
  }

  callsOf(method: string): ApiCall[] {
    return this.calls.filter((call) => call.method === method)
  }

  /** Updates that the bot has not confirmed. */
  get unconfirmed(): number[] {
    return this.updates.map((update) => update.update_id)
  }

  /** The next calls of a method (`*`: of all) go wrong. */
  fail(method: string, fault: Fault, times = 1, where: (payload: Payload) => boolean = () => true): void {
    this.faults.push({ method, fault, left: times, where })
  }

  clearFaults(): void {
    this.faults.length = 0
  }

  // The API

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const match = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? '')
    const method = match?.[2] ?? ''
    const payload = parsePayload(request, body)
    this.calls.push({ method, payload })
    const fault = this.takeFault(method, payload)
    if (fault && !takesEffect(fault)) return void this.goWrong(fault, request, response)
    let answer: { status: number; body: object }
    try {
      if (match?.[1] !== this.token) throw new Refusal(401, 'Unauthorized')
      answer = { status: 200, body: { ok: true, result: await this.run(method, payload, request) } }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, description, parameters } = error
      answer = {
        status: code,
        body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
      }
    }
    if (fault) return void this.goWrong(fault, request, response)
    send(response, answer.status, JSON.stringify(answer.body))
  }

  private takeFault(method: string, payload: Payload): Fault | null {
    const found = this.faults.find(
      (one) => one.left > 0 && (one.method === method || one.method === '*') && one.where(payload),
    )
    if (!found) return null
    found.left--
    return found.fault
  }

  private goWrong(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
    if (fault.kind === 'drop') request.socket.destroy()
    if (fault.kind === 'body') send(response, fault.status, fault.body)
    if (fault.kind === 'error') {
      const { code, description = `error ${code}`, retryAfter } = fault
      const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }
      send(response, code, JSON.stringify({ ok: false, error_code: code, description, ...parameters }))
    }
  }

  private async run(method: string, payload: Payload, request: IncomingMessage): Promise<unknown> {
    switch (method) {
      case 'getMe':
        return { id: 110201543, is_bot: true, first_name: 'Small Steps', username: this.username }
      case 'getUpdates':
        return this.getUpdates(payload, request)
      case 'setWebhook':
        this.webhook = {
          url: String(payload.url),
          secretToken: payload.secret_token as string | undefined,
          allowedUpdates: payload.allowed_updates,
        }
        if (payload.drop_pending_updates === true) this.updates = []
        return true
      case 'deleteWebhook':
        this.webhook = null
        if (payload.drop_pending_updates === true) this.updates = []
        return true
      case 'getWebhookInfo':
        return { url: this.webhook?.url ?? '', pending_update_count: this.updates.length }
      case 'setMyCommands':
        this.commands = payload.commands
        return true
      case 'answerCallbackQuery':
      case 'sendChatAction':
        return true
      case 'getFile':
        return { file_id: payload.file_id, file_unique_id: 'u', file_path: `files/${payload.file_id}` }
      case 'sendMessage':
        return this.sendMessage(payload)
      case 'sendDocument':
        return this.sendDocument(payload)
      case 'editMessageText':
        return this.editMessageText(payload)
      case 'editMessageCaption':
        return this.editMessageText({ ...payload, text: payload.caption }, true)
      case 'copyMessage':
        return this.copyMessage(payload)
      case 'setMessageReaction':
        return this.setMessageReaction(payload)
      case 'createForumTopic':
        return this.createForumTopic(payload)
      case 'deleteForumTopic':
        this.deleteTopic(this.reachable(payload), this.threadOf(payload) ?? 0)
        return true
      default:
        throw new Refusal(404, 'Not Found: method not found')
    }
  }

  private async getUpdates(payload: Payload, request: IncomingMessage): Promise<unknown> {
    if (this.webhook)
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first",
      )
    if (this.poll) {
      this.poll.replaced = true
      this.poll.wake()
    }
    const offset = typeof payload.offset === 'number' ? payload.offset : 0
    this.updates = this.updates.filter((update) => update.update_id >= offset)
    const limit = typeof payload.limit === 'number' ? payload.limit : 100
    if (this.updates.length === 0) await this.waitForUpdate(Number(payload.timeout ?? 0) * 1000, request)
    return this.updates.slice(0, limit)
  }

  private async waitForUpdate(ms: number, request: IncomingMessage): Promise<void> {
    const poll = { wake: () => {}, replaced: false }
    this.poll = poll
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      request.socket.once('close', resolve)
      poll.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    if (this.poll === poll) this.poll = null
    if (poll.replaced)
      throw new Refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      )
  }

  private sendMessage(payload: Payload): unknown {
    const chatId = this.reachable(payload)
    return this.add(chatId, {
      ...contentOf(payload),
      replyMarkup: payload.reply_markup,
      ...this.topicOf(payload),
    })
  }

  private copyMessage(payload: Payload): unknown {
    const chatId = this.reachable(payload)
    const [from, messageId] = [Number(payload.from_chat_id), Number(payload.message_id)]
    if (!this.messageIn(from, messageId)) throw new Refusal(400, 'Bad Request: message to copy not found')
    const { text, entities, html } = contentOf({ ...payload, text: payload.caption })
    const content = {
      text,
      entities,
      html,
      replyMarkup: payload.reply_markup,
      copyOf: { chatId: from, messageId },
    }
    return this.add(chatId, { ...content, ...this.topicOf(payload) })
  }

  private setMessageReaction(payload: Payload): boolean {
    const message = this.messageIn(this.reachable(payload), Number(payload.message_id))
    if (!message) throw new Refusal(400, 'Bad Request: message to react not found')
    message.reaction = (payload.reaction as { emoji: string }[])[0]?.emoji
    return true
  }

  private createForumTopic(payload: Payload): unknown {
    const chatId = this.reachable(payload)
    const group = this.groups.get(chatId)
    if (!group?.isForum) throw new Refusal(400, 'Bad Request: the chat is not a forum')
    if (!group.mayManageTopics) throw new Refusal(400, 'Bad Request: not enough rights to create a topic')
    const threadId = this.nextIdIn(chatId)
    group.topics.set(threadId, { name: String(payload.name) })
    return { message_thread_id: threadId, name: payload.name }
  }

  private threadOf(payload: Payload): number | null {
    return payload.message_thread_id === undefined ? null : Number(payload.message_thread_id)
  }

  private topicOf(payload: Payload): { threadId?: number } {
    const threadId = this.threadOf(payload)
    if (threadId === null) return {}
    if (!this.groups.get(Number(payload.chat_id))?.topics.has(threadId))
      throw new Refusal(400, 'Bad Request: message thread not found')
    return { threadId }
  }

  private nextIdIn(chatId: number): number {
    const group = this.groups.get(chatId)
    return group ? group.nextMessageId++ : this.nextMessageId++
  }

  private sendDocument(payload: Payload): unknown {
    const chatId = this.reachable(payload)
    const document = payload.document as BotMessage['document']
    if (!document) throw new Refusal(400, 'Bad Request: there is no document in the request')
    return this.add(chatId, {
      text: null,
      entities: [],
      html: null,
      replyMarkup: payload.reply_markup,
      document,
    })
  }

  private editMessageText(payload: Payload, ofCaption = false): unknown {
    const chatId = this.reachable(payload)
    const content = contentOf(payload)
    const message = this.chatOf(chatId).find((one) => one.messageId === payload.message_id)
    if (!message) throw new Refusal(400, 'Bad Request: message to edit not found')
    if (!message.fromBot) throw new Refusal(400, "Bad Request: message can't be edited")
    if (message.text === null || (message.copyOf !== undefined) !== ofCaption)
      throw new Refusal(400, 'Bad Request: there is no text in the message to edit')
    const identity = (one: Pick<BotMessage, 'text' | 'entities' | 'replyMarkup'>) =>
      JSON.stringify([one.text, one.entities, one.replyMarkup ?? null])
    if (identity(message) === identity({ ...content, replyMarkup: payload.reply_markup }))
      throw new Refusal(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      )
    Object.assign(message, content, { replyMarkup: payload.reply_markup })
    return {
      message_id: message.messageId,
      chat: { id: chatId, type: 'private' },
      date: 1,
      text: message.text,
    }
  }

  private add(chatId: number, content: Omit<BotMessage, 'messageId' | 'fromBot'>): unknown {
    const messageId = this.nextIdIn(chatId)
    this.chatOf(chatId).push({ messageId, fromBot: true, ...content })
    return {
      message_id: messageId,
      chat: { id: chatId, type: 'private' },
      date: 1,
      text: content.text ?? undefined,
    }
  }

  private reachable(payload: Payload): number {
    const chatId = Number(payload.chat_id)
    if (this.blocked.has(chatId)) throw new Refusal(403, 'Forbidden: bot was blocked by the user')
    if (!this.chats.has(chatId)) throw new Refusal(400, 'Bad Request: chat not found')
    return chatId
  }

  /** A chat exists for Telegram as soon as somebody wrote, or a test looked at it. */
  private chatOf(chatId: number): BotMessage[] {
    const chat = this.chats.get(chatId) ?? []
    this.chats.set(chatId, chat)
    return chat
  }
}

function messageBase(chatId: number, messageId: number, person: Partial<Person> = {}) {
  const { id = chatId, firstName = 'Ana', languageCode = 'en' } = person
  return {
    message_id: messageId,
    date: 1_700_000_000,
    chat: { id: chatId, type: 'private', first_name: firstName },
    from: { id, is_bot: false, first_name: firstName, language_code: languageCode },
  }
}

function groupBase(chatId: number, threadId: number | null, messageId: number, person: Person) {
  return {
    message_id: messageId,
    chat: { id: chatId, type: 'supergroup', is_forum: true },
    from: {
      id: person.id,
      is_bot: false,
      first_name: person.firstName ?? 'Ana',
      language_code: person.languageCode ?? 'en',
    },
    ...(threadId !== null && { message_thread_id: threadId, is_topic_message: true }),
  }
}

function contentOf(payload: Payload): Pick<BotMessage, 'text' | 'entities' | 'html'> {
  const source = String(payload.text ?? '')
  const html = payload.parse_mode === 'HTML' ? source : null
  const { text, entities } = html === null ? { text: source, entities: [] } : parseHtml(html)
  if (text.trim() === '') throw new Refusal(400, 'Bad Request: message text is empty')
  if (text.length > 4096) throw new Refusal(400, 'Bad Request: message is too long')
  checkKeyboard(payload.reply_markup)
  return { text, entities, html }
}

function parseHtml(html: string) {
  try {
    return parseTelegramHtml(html)
  } catch (error) {
    if (error instanceof HtmlError)
      throw new Refusal(400, `Bad Request: can't parse entities: ${error.message}`)
    throw error
  }
}

function checkKeyboard(markup: unknown): void {
  const rows = (markup as { inline_keyboard?: { text: string; callback_data?: string }[][] } | undefined)
    ?.inline_keyboard
  for (const button of rows?.flat() ?? []) {
    if (!button.text) throw new Refusal(400, 'Bad Request: text buttons are unallowed in the inline keyboard')
    if (Buffer.byteLength(button.callback_data ?? '') > 64)
      throw new Refusal(400, 'Bad Request: BUTTON_DATA_INVALID')
  }
}

function takesEffect(fault: Fault): boolean {
  return fault.kind === 'error' ? fault.applied === true : fault.when === 'after'
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function parsePayload(request: IncomingMessage, body: Buffer): Payload {
  const type = request.headers['content-type'] ?? ''
  const boundary = /boundary=(.+)$/.exec(type)?.[1]
  if (boundary) return parseMultipart(body.toString('latin1'), boundary)
  return body.length > 0 ? (JSON.parse(body.toString()) as Payload) : {}
}

function parseMultipart(body: string, boundary: string): Payload {
  const payload: Payload = {}
  for (const part of body.split(`--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n')
    if (end < 0) continue
    const headers = Buffer.from(part.slice(0, end), 'latin1').toString()
    const content = Buffer.from(part.slice(end + 4).replace(/\r\n$/, ''), 'latin1')
    const name = / name="([^"]*)"/.exec(headers)?.[1] ?? ''
    const fileName = /filename="([^"]*)"/.exec(headers)?.[1]
    if (fileName !== undefined) payload[name] = { fileName, content }
    else if (name === 'reply_markup') payload[name] = JSON.parse(content.toString())
    else payload[name] = content.toString()
  }
  return payload
}
