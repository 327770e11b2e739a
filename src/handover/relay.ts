import type { ChatKey, Reply, ReplyPart } from '../conversation/turn.ts'
import { LANGUAGE_NAMES, type Language } from '../i18n/languages.ts'
import type { Case } from './case.ts'
import { type DeskContext, say } from './context.ts'
import { plainWords } from './plain-words.ts'
import type { CaseMessage } from './ports.ts'
import { deskChatOf, post, readerOf } from './post.ts'

/**
 * Sends what is held in a case to the other side, in order in each direction: a message that waits for its translation
 * holds back those after it. Each message is put into the outbox once, in the transaction that marks it as sent.
 */
export async function relayHeld(context: DeskContext, caseId: number): Promise<void> {
  const one = await context.stores.cases.get(caseId)
  if (!one) return
  const held = await context.stores.caseMessages.heldOf(caseId)
  await relayAll(
    held.filter(({ from }) => from === 'consultant'),
    (message) => toPerson(context, one, message),
  )
  await relayAll(
    held.filter(({ from }) => from === 'person'),
    (message) => toConsultants(context, one, message),
  )
}

async function relayAll(
  held: readonly CaseMessage[],
  send: (message: CaseMessage) => Promise<'sent' | 'wait'>,
): Promise<void> {
  for (const message of held) {
    if (message.translationState === 'wanted') return
    if ((await send(message)) === 'wait') return
  }
}

async function toConsultants(
  context: DeskContext,
  one: Case,
  message: CaseMessage,
): Promise<'sent' | 'wait'> {
  const chat = await deskChatOf(context, one)
  if (chat === 'later') return 'wait'
  if (chat === null) {
    // Nobody reads yet: it waits for who takes the case. Who holds it without a messenger reads the console.
    if (one.assignedTo === null) return 'wait'
    await context.stores.caseMessages.markSent(message.id, null)
    return 'sent'
  }
  // In private chats only the holder reads on; who was offered the case sees the briefing.
  const isTopic = (await context.stores.caseTopics.of(one.id))?.topic === chat
  if (!isTopic && one.assignedTo === null) return 'wait'
  const language = (await readerOf(context, one))?.languages[0] ?? 'en'
  const reply = await forConsultants(context, one, message, language, isTopic)
  await context.stores.caseMessages.markSent(message.id, await postWithFile(context, chat, reply, message))
  return 'sent'
}

async function forConsultants(
  context: DeskContext,
  one: Case,
  message: CaseMessage,
  language: Language,
  isTopic: boolean,
): Promise<Reply> {
  const name = `**${plainWords(one.personLabel)}${isTopic ? '' : ` · ${one.id}`}**`
  const mark = message.edits === null ? '' : ` (${say(context, language, 'desk.edited')})`
  const shown = message.kind === 'file' ? fileLine(context, message, language) : plainWords(message.text)
  const answer = {
    label: say(context, language, 'desk.button_answer_to', { name: one.personLabel }),
    data: `case:answer:${one.id}`,
  }
  return {
    language,
    parts: [
      { kind: 'text', text: `${name}${mark}\n${shown}`, language: message.language },
      ...translationParts(context, message, language),
    ],
    buttons: isTopic ? [] : [[answer]],
  }
}

async function toPerson(context: DeskContext, one: Case, message: CaseMessage): Promise<'sent' | 'wait'> {
  const author = message.authorId === null ? null : await context.stores.consultants.get(message.authorId)
  const name = author?.name ?? '?'
  const { language } = one
  const from = say(context, language, 'case.from_consultant', { name })
  const mark = message.edits === null ? '' : ` (${say(context, language, 'desk.edited')})`
  const shown = message.kind === 'file' ? fileLine(context, message, language) : plainWords(message.text)
  const translated = message.translation !== null
  const parts: ReplyPart[] = [
    { kind: 'text', text: `**${plainWords(from)}**${mark}` },
    ...(translated ? translationParts(context, message, language) : []),
    ...(translated
      ? [
          {
            kind: 'note' as const,
            text: say(context, language, 'desk.original', { language: LANGUAGE_NAMES[message.language] }),
          },
        ]
      : []),
    ...(!translated && message.language !== language
      ? [
          {
            kind: 'note' as const,
            text: say(context, language, 'case.written_in', { language: LANGUAGE_NAMES[message.language] }),
          },
        ]
      : []),
    { kind: 'text', text: shown, ...(message.language !== language && { language: message.language }) },
  ]
  const asks = one.asksSince !== null && one.lastConsultantAt === message.at
  if (asks) parts.push({ kind: 'note', text: say(context, language, 'case.next_goes_to', { name }) })
  const write = { label: say(context, language, 'case.button_write_to', { name }), data: 'person:write' }
  const aside = { label: say(context, language, 'case.button_ask_assistant'), data: 'person:aside' }
  const reply: Reply = { language, parts, buttons: [asks ? [aside] : [write]] }
  await context.stores.caseMessages.markSent(
    message.id,
    await postWithFile(context, one.chat, reply, message),
  )
  return 'sent'
}

/** A file goes as a copy that the messenger makes, with the words below it; it never passes through here. */
async function postWithFile(
  context: DeskContext,
  chat: ChatKey,
  reply: Reply,
  message: CaseMessage,
): Promise<number> {
  const { origin } = message
  const copyable =
    message.kind === 'file' && origin && origin.chat.startsWith('telegram:') && chat.startsWith('telegram:')
  return post(context, chat, copyable ? { ...reply, copyOf: origin } : reply)
}

function fileLine(context: DeskContext, { file, text }: CaseMessage, language: Language): string {
  const what = say(context, language, 'desk.file', {
    what: file?.what ?? 'other',
    name: file?.name ?? 'none',
  })
  return text === '' ? what : `${what}\n${plainWords(text)}`
}

/** The translation with what it may have got wrong; the original always stands beside it. */
function translationParts(context: DeskContext, message: CaseMessage, language: Language): ReplyPart[] {
  const { translation } = message
  if (!translation) {
    if (message.translationState !== 'failed') return []
    const name = LANGUAGE_NAMES[message.language]
    return [{ kind: 'note', text: say(context, language, 'desk.not_translated', { language: name }) }]
  }
  const parts: ReplyPart[] = [
    {
      kind: 'note',
      text: say(context, language, 'desk.translated', { language: LANGUAGE_NAMES[message.language] }),
    },
    {
      kind: 'text',
      text: plainWords(translation.text),
      ...(translation.language !== language && { language: translation.language }),
    },
  ]
  if (translation.doubts.length > 0)
    parts.push({
      kind: 'note',
      text: say(context, language, 'desk.translation_doubts', {
        parts: plainWords(translation.doubts.join(', ')),
      }),
    })
  return parts
}
