import { rm } from 'node:fs/promises'
import type { Answer } from '../../src/answering/types.ts'
import { type Assistant, openAssistant } from '../../src/assistant.ts'
import { createConversation } from '../../src/conversation/assistant-conversation.ts'
import { type ChatState, parseChatState } from '../../src/conversation/chat-state.ts'
import type { ConversationSettings } from '../../src/conversation/flow.ts'
import { FLOWS } from '../../src/conversation/flows/index.ts'
import type { ChatKey, Reply, TurnContent } from '../../src/conversation/turn.ts'
import type { Storage } from '../../src/storage/ports.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/storage.ts'
import { smallKnowledge } from './small-knowledge.ts'
import { aTurnOf } from './turns.ts'

export const SETTINGS: ConversationSettings = {
  messageRetentionDays: 30,
  profileRetentionMonths: 12,
  forgetGraceSeconds: 30,
  handoverOpen: false,
}

/** The real assistant with a few articles. Takes some seconds: open one a file. */
export async function smallAssistant(): Promise<Assistant> {
  const root = await smallKnowledge()
  try {
    return await openAssistant({ root, cacheFolder: null, today: () => '2026-11-26' })
  } finally {
    await rm(root, { recursive: true })
  }
}

/** The conversation with its storage and a clock that a test moves. */
export class World {
  now = new Date('2026-11-26T10:00:00.000Z')
  readonly answers: Answer[] = []

  private constructor(
    readonly assistant: Assistant,
    readonly storage: Storage,
    readonly settings: ConversationSettings,
  ) {}

  static async open(assistant: Assistant, settings: Partial<ConversationSettings> = {}): Promise<World> {
    return new World(assistant, await openSqliteStorage(null), { ...SETTINGS, ...settings })
  }

  talk(chat: ChatKey = 'telegram:1', languageHint = 'en'): Talk {
    return new Talk(this, chat, languageHint)
  }

  pass(ms: number): void {
    this.now = new Date(this.now.getTime() + ms)
  }

  async handle(chat: ChatKey, contents: readonly TurnContent[], languageHint: string): Promise<Reply[]> {
    // A new conversation each time, as after a restart: whatever it knows is in the storage.
    const conversation = createConversation({
      assistant: () => this.assistant,
      settings: this.settings,
      clock: () => this.now,
      flows: FLOWS,
      onAnswer: (answer) => this.answers.push(answer),
    })
    const turns = contents.map((content) => aTurnOf(content, { chat, languageHint }))
    return this.storage.transaction((stores) => conversation.handle(turns, stores))
  }
}

/** One person's side of a talk. */
export class Talk {
  /** What the assistant said last. */
  heard: Reply[] = []

  constructor(
    private readonly world: World,
    readonly chat: ChatKey,
    private readonly languageHint: string,
  ) {}

  async says(...texts: string[]): Promise<Reply[]> {
    return this.does(...texts.map((text): TurnContent => ({ kind: 'text', text })))
  }

  async commands(name: string): Promise<Reply[]> {
    return this.does({ kind: 'command', name, args: '' })
  }

  /** Presses the button with this label, or whose data begins so, among those seen last. */
  async presses(wanted: string): Promise<Reply[]> {
    const data = this.buttons.find(
      (button) => button.label === wanted || ('data' in button && button.data.startsWith(wanted)),
    )
    if (!data || !('data' in data))
      throw new Error(`There is no button "${wanted}" among: ${this.buttons.map((b) => b.label).join(' | ')}`)
    return this.pressesOld(data.data)
  }

  /** Presses a button of a message long ago. */
  async pressesOld(data: string): Promise<Reply[]> {
    return this.does({ kind: 'button', data })
  }

  get text(): string {
    return this.heard.flatMap((reply) => reply.parts.map((part) => part.text)).join('\n')
  }

  get buttons() {
    return this.heard.flatMap((reply) => reply.buttons.flat())
  }

  /** Data of the buttons seen last. */
  get choices(): string[] {
    return this.buttons.flatMap((button) => ('data' in button ? [button.data] : []))
  }

  async state(): Promise<ChatState> {
    return parseChatState(await this.world.storage.stores.chats.get(this.chat), '').state
  }

  private async does(...contents: TurnContent[]): Promise<Reply[]> {
    this.heard = await this.world.handle(this.chat, contents, this.languageHint)
    return this.heard
  }
}
