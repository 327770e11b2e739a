import path from 'node:path'
import type { Assistant } from '../../src/assistant.ts'
import { createConversation } from '../../src/conversation/assistant-conversation.ts'
import {
  type ChatState,
  newChatState,
  type PersonProfile,
  parseChatState,
} from '../../src/conversation/chat-state.ts'
import { FLOWS } from '../../src/conversation/flows/index.ts'
import { createPathFlow } from '../../src/conversation/flows/path.ts'
import type { ChatKey, Reply, TurnContent } from '../../src/conversation/turn.ts'
import { loadMessages } from '../../src/i18n/messages.ts'
import type { Knowledge } from '../../src/knowledge/article.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { openPathTools, type PathTools } from '../../src/path/tools.ts'
import type { Storage } from '../../src/storage/ports.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/storage.ts'
import { aTurnOf } from '../support/turns.ts'

export const ROOT = path.resolve(import.meta.dirname, '../..')

let knowledge: Promise<Knowledge> | null = null
let tools: Promise<PathTools> | null = null

/** All articles, read once a file of tests. */
export function realKnowledge(): Promise<Knowledge> {
  knowledge ??= loadKnowledge(path.join(ROOT, 'knowledge'))
  return knowledge
}

/** The real steps, holidays and figures. */
export function realTools(): Promise<PathTools> {
  tools ??= realKnowledge().then(({ articles }) => openPathTools(path.join(ROOT, 'knowledge'), articles))
  return tools
}

/** An assistant that has the articles and system texts and answers every question with the same words. */
export async function quietAssistant(): Promise<Assistant> {
  const real = await realKnowledge()
  const messages = await loadMessages(path.join(ROOT, 'locales'))
  return {
    knowledge: real,
    messages,
    tools: { articles: real.articles, messages, languageModel: null },
    lexicon: { languages: {} },
    triage: { classes: {} },
    answer: () => ({
      outcome: 'answered',
      handover: null,
      language: 'en',
      parts: [{ kind: 'text', text: 'an answer to a question' }],
      articles: [],
      sources: [],
      passageIds: [],
      nextQuestions: [],
      choices: [],
      asksFor: null,
      trace: [],
      country: null,
      messageClass: null,
      factsNamed: { country: null, status: null },
    }),
  } as unknown as Assistant
}

/** One person with a plan, the real flows and a clock that the test moves. */
export class PathTalk {
  now = new Date('2026-11-26T09:00:00.000Z')
  heard: Reply[] = []
  prints = 0
  language = 'en'

  constructor(
    readonly assistant: Assistant,
    readonly tools: PathTools,
    readonly storage: Storage,
    readonly chat: ChatKey = 'web:ana',
    readonly publicUrl: string | null = null,
  ) {}

  static async open(chat: ChatKey = 'web:ana', publicUrl: string | null = null): Promise<PathTalk> {
    return new PathTalk(
      await quietAssistant(),
      await realTools(),
      await openSqliteStorage(null),
      chat,
      publicUrl,
    )
  }

  async isA(profile: Partial<PersonProfile>): Promise<void> {
    const state = newChatState(this.now.toISOString())
    state.welcomed = true
    Object.assign(state.profile, profile)
    await this.save(state)
  }

  async changes(profile: Partial<PersonProfile>): Promise<void> {
    const state = await this.state()
    Object.assign(state.profile, profile)
    await this.save(state)
  }

  async says(text: string): Promise<string> {
    return this.does({ kind: 'text', text })
  }

  async commands(name: string, args = ''): Promise<string> {
    return this.does({ kind: 'command', name, args })
  }

  async presses(data: string): Promise<string> {
    return this.does({ kind: 'button', data })
  }

  get buttons(): string[] {
    return this.heard
      .flatMap((reply) => reply.buttons.flat())
      .flatMap((one) => ('data' in one ? [one.data] : [one.url]))
  }

  get text(): string {
    return this.heard.flatMap((reply) => reply.parts.map((part) => part.text)).join('\n')
  }

  async state(): Promise<ChatState> {
    return parseChatState(await this.storage.stores.chats.get(this.chat), this.now.toISOString()).state
  }

  private async save(state: ChatState): Promise<void> {
    await this.storage.stores.chats.save(this.chat, JSON.stringify(state), this.now.toISOString())
  }

  private async does(content: TurnContent): Promise<string> {
    // A new conversation each time, as after a restart.
    const conversation = createConversation({
      assistant: () => this.assistant,
      settings: {
        messageRetentionDays: 30,
        profileRetentionMonths: 12,
        forgetGraceSeconds: 30,
        handoverOpen: false,
      },
      clock: () => this.now,
      flows: [
        createPathFlow({ tools: () => this.tools, publicUrl: this.publicUrl, onPrint: () => this.prints++ }),
        ...FLOWS,
      ],
    })
    const turn = aTurnOf(content, { chat: this.chat, languageHint: this.language })
    this.heard = await this.storage.transaction((stores) => conversation.handle([turn], stores))
    return this.text
  }
}
