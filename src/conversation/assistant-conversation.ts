import { guessReplyLanguage } from '../answering/choose-language.ts'
import type { Answer } from '../answering/types.ts'
import type { Assistant } from '../assistant.ts'
import { inScript } from '../i18n/messages.ts'
import { maskTurn } from '../privacy/mask-turn.ts'
import type { SensitiveKind } from '../privacy/sensitive-numbers.ts'
import { trimmed } from '../privacy/trim-state.ts'
import type { Stores } from '../storage/ports.ts'
import { type ChatState, parseChatState } from './chat-state.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationSettings, Flow, FlowContext } from './flow.ts'
import { answerText } from './flows/ask.ts'
import { attachmentReply } from './flows/attachments.ts'
import { introduction } from './flows/welcome.ts'
import { type ChatKey, type Reply, type Turn, textReply } from './turn.ts'

/** Messages of a chat that are kept for follow-ups. */
const HISTORY_KEPT = 8

export interface ConversationParts {
  assistant: () => Assistant
  settings: ConversationSettings
  clock: () => Date
  /** In order of precedence for texts. */
  flows: readonly Flow[]
  /** Whether a chat is that of a consultant, who also gets what is written for consultants. */
  isConsultant?: (chat: ChatKey, stores: Stores) => Promise<boolean>
  /** Hears of each answer, for the figures of operators. */
  onAnswer?: (answer: Answer) => void
}

/** The conversation with a person: dispatches each turn to the flow that it belongs to, and stores the state. */
export function createConversation(parts: ConversationParts): Conversation {
  return { handle: (turns, stores) => handleTurns(turns, stores, parts) }
}

async function handleTurns(
  turns: readonly Turn[],
  stores: Stores,
  parts: ConversationParts,
): Promise<Reply[]> {
  const first = turns[0]
  if (!first) return []
  const now = parts.clock()
  const state = trimmed(await openState(first.chat, stores, now), parts.settings.messageRetentionDays, now)
  if (parts.isConsultant)
    state.profile.audience = (await parts.isConsultant(first.chat, stores)) ? 'consultant' : 'founder'
  const replies: Reply[] = []
  for (const turn of mergedTexts(turns)) {
    state.lastSeen = now.toISOString()
    if (turn.languageHint) state.languageHint = turn.languageHint
    const masked = maskTurn(turn)
    const context = contextOf(masked.turn, state, stores, parts, now)
    const intro = await introduction(context)
    const said = await dispatch(context, parts.flows)
    const before = [...intro, ...editedNote(context), ...sensitiveNote(context, masked.kinds)]
    // Whoever is in danger reads the help numbers before anything else.
    const danger = beginsWithNumbers(context)
    replies.push(...(danger ? [...said, ...before] : [...before, ...said]))
    for (const flow of parts.flows) replies.push(...((await flow.afterTurn?.(context)) ?? []))
    remember(context, said)
  }
  await stores.chats.save(first.chat, JSON.stringify(state), now.toISOString())
  return replies.map((reply) => scripted(reply, state.profile.script))
}

/** The stored state. One that cannot be read is kept as it is beside a new one: nothing of a person is dropped silently. */
async function openState(chat: ChatKey, stores: Stores, now: Date): Promise<ChatState> {
  const stored = await stores.chats.get(chat)
  const { state, unreadable } = parseChatState(stored, now.toISOString())
  if (unreadable) state.flows.unreadable = stored
  return state
}

function beginsWithNumbers({ asked, assistant }: FlowContext): boolean {
  if (asked?.answer.outcome === 'crisis') return true
  const reason = asked?.answer.handover?.reason
  return reason !== undefined && assistant.triage.classes[reason]?.help !== undefined
}

function editedNote(context: FlowContext): Reply[] {
  const { edited, content } = context.turn
  return edited && content.kind === 'text' ? [context.reply(context.say('edited.note'))] : []
}

function sensitiveNote(context: FlowContext, kinds: readonly SensitiveKind[]): Reply[] {
  if (kinds.length === 0) return []
  const what = kinds.map((kind) => context.say(`sensitive.${kind}`)).join(', ')
  return [context.reply(context.say('sensitive.note', { what }))]
}

/** Texts that came in one burst are one message; commands and buttons stand alone. */
function mergedTexts(turns: readonly Turn[]): Turn[] {
  const merged: Turn[] = []
  for (const turn of turns) {
    const last = merged.at(-1)
    if (last?.content.kind === 'text' && turn.content.kind === 'text' && !turn.edited && !last.edited) {
      merged[merged.length - 1] = {
        ...turn,
        content: { kind: 'text', text: `${last.content.text}\n${turn.content.text}` },
      }
    } else merged.push(turn)
  }
  return merged
}

function contextOf(
  turn: Turn,
  state: FlowContext['state'],
  stores: Stores,
  parts: ConversationParts,
  now: Date,
): FlowContext {
  const assistant = parts.assistant()
  const text = turn.content.kind === 'text' ? turn.content.text : ''
  const language = guessReplyLanguage(
    { text, profile: state.profile, history: state.history, languageHint: state.languageHint ?? undefined },
    assistant.tools.languageModel,
  )
  const context: FlowContext = {
    state,
    stores,
    assistant,
    settings: parts.settings,
    turn,
    now,
    language,
    say: (key, values) => assistant.messages.text(context.language, key, values),
    reply: (said, buttons = []) => textReply(context.language, said, buttons),
    ask: (question) => answerText(context, question, parts.flows, parts.onAnswer),
    asked: null,
  }
  return context
}

async function dispatch(context: FlowContext, flows: readonly Flow[]): Promise<Reply[]> {
  const { content } = context.turn
  switch (content.kind) {
    case 'command': {
      const handler = flows.map((flow) => flow.commands?.[content.name]).find((found) => found !== undefined)
      if (handler) return handler(context, content.args)
      return [context.reply(context.say('help.text'))]
    }
    case 'button': {
      const [prefix = '', ...rest] = content.data.split(':')
      const handler = flows.map((flow) => flow.buttons?.[prefix]).find((found) => found !== undefined)
      return handler ? handler(context, rest.join(':')) : [context.reply(context.say('button.stale'))]
    }
    case 'attachment': {
      for (const flow of flows) {
        const taken = await flow.attachment?.(context)
        if (taken) return taken
      }
      return attachmentReply(context, content)
    }
    case 'text': {
      for (const flow of flows) {
        const taken = await flow.text?.(context, content.text)
        if (taken) return taken
      }
      return context.ask(content.text)
    }
    default:
      return content satisfies never
  }
}

/** Keeps what was asked last and what was said to it, for follow-ups; a question asked by a button counts as well. */
function remember(context: FlowContext, replies: readonly Reply[]): void {
  const { state, asked, now } = context
  if (!asked) return
  const at = now.toISOString()
  const lastAsked = state.history.filter((entry) => entry.role === 'user').at(-1)
  const text = asked.text.slice(0, 2000)
  // A question that waited for a fact is asked anew with it.
  const pressed = context.turn.content.kind === 'text' ? {} : { pressed: true as const }
  if (lastAsked?.text !== text) state.history.push({ role: 'user', text, at, ...pressed })
  const said = replies
    .flatMap((reply) => reply.parts.filter((part) => part.kind === 'text').map((part) => part.text))
    .join('\n')
  if (said) state.history.push({ role: 'assistant', text: said.slice(0, 1500), at })
  state.history = state.history.slice(-HISTORY_KEPT)
}

function scripted(reply: Reply, script: 'Cyrl' | 'Latn' | null): Reply {
  if (reply.language !== 'bs' || script !== 'Cyrl') return reply
  const turned = (text: string) => inScript(text, 'bs', 'Cyrl')
  return {
    ...reply,
    script: 'Cyrl',
    parts: reply.parts.map((part) =>
      part.language || part.kind === 'sources' ? part : { ...part, text: turned(part.text) },
    ),
    buttons: reply.buttons.map((row) => row.map((button) => ({ ...button, label: turned(button.label) }))),
  }
}
