import type { Answer } from '../answering/types.ts'
import type { Assistant } from '../assistant.ts'
import type { Language } from '../i18n/languages.ts'
import type { Stores } from '../storage/ports.ts'
import type { ChatState } from './chat-state.ts'
import type { Button, Reply, Turn } from './turn.ts'

/** Settings of the conversation; the texts that users see are made from the same values. */
export interface ConversationSettings {
  /** Messages of a chat are kept this long. */
  messageRetentionDays: number
  /** The situation is kept this long after the last use. */
  profileRetentionMonths: number
  /** Time in which /forget can be undone. */
  forgetGraceSeconds: number
  /** Whether consultants are connected, so that a hand-over reaches somebody. */
  handoverOpen: boolean
}

/** What a flow works with in one turn. `state` may be changed; it is stored after the turn. */
export interface FlowContext {
  state: ChatState
  stores: Stores
  assistant: Assistant
  settings: ConversationSettings
  turn: Turn
  now: Date
  /** Language of the reply. */
  language: Language
  /** The system text of a key in the language of the reply. */
  say(key: string, values?: Record<string, string | number>): string
  /** A reply of one text with buttons. */
  reply(text: string, buttons?: Button[][]): Reply
  /** Answers a text as a question, with the profile and history of the chat. */
  ask(text: string): Promise<Reply[]>
  /** What was asked in this turn and the answer to it; null while nothing was. */
  asked: { text: string; answer: Answer } | null
}

export type FlowHandler = (context: FlowContext, argument: string) => Promise<Reply[]>

/**
 * A part of the conversation: commands (`/path`), buttons by the part of their data before the first colon
 * (`path:done:3` → "path" with "done:3"), and texts that it takes before the question answering does.
 */
export interface Flow {
  name: string
  commands?: Record<string, FlowHandler>
  buttons?: Record<string, FlowHandler>
  /** Null when the text is none of its business. */
  text?: (context: FlowContext, text: string) => Promise<Reply[] | null>
  /** Files, photos and voice: null when they are none of its business. */
  attachment?: (context: FlowContext) => Promise<Reply[] | null>
  /** Called with each answer before it is sent; may add parts and buttons. */
  afterAnswer?: (context: FlowContext, answer: Answer, reply: Reply) => Promise<Reply[]>
  /** Called when a turn is worked on, whatever flow took it; may add replies about what the turn changed. */
  afterTurn?: (context: FlowContext) => Promise<Reply[]>
}
