import type { OutgoingMessage } from '../channel.ts'
import { chatIdOf, threadIdOf } from './chat-id.ts'
import { inlineKeyboard } from './keyboard.ts'
import { renderHtml, renderPlain } from './render.ts'

/** How a bubble goes out. `plain` leaves out the markup, after Telegram did not understand it. */
export interface Form {
  way: 'send' | 'edit' | 'document' | 'copy'
  plain: boolean
}

export interface ApiMethod {
  method: 'sendMessage' | 'editMessageText' | 'sendDocument' | 'copyMessage' | 'editMessageCaption'
  payload: Record<string, unknown>
}

export function firstForm({ reply, pressedMessageRef }: OutgoingMessage): Form {
  if (reply.file) return { way: 'document', plain: false }
  if (reply.copyOf) return { way: 'copy', plain: false }
  const edits = reply.replacesPressed && pressedMessageRef !== null && /^\d+$/.test(pressedMessageRef)
  return { way: edits ? 'edit' : 'send', plain: false }
}

/** The one call that delivers a bubble in a form. */
export function apiMethod(message: OutgoingMessage, chatId: number, form: Form): ApiMethod {
  if (form.way === 'edit') return editOf(message, chatId, Number(message.pressedMessageRef), form.plain)
  if (form.way === 'send')
    return {
      method: 'sendMessage',
      payload: { ...target(message, chatId), ...textPayload(message, form.plain) },
    }
  if (form.way === 'copy') return copyOf(message, chatId, form.plain)
  const file = message.reply.file
  return {
    method: 'sendDocument',
    payload: {
      ...target(message, chatId),
      document: {
        source: Buffer.from(file?.contentBase64 ?? '', 'base64'),
        filename: headerSafe(file?.name ?? 'file'),
      },
      reply_markup: inlineKeyboard(message.reply).markup,
    },
  }
}

function target(message: OutgoingMessage, chatId: number) {
  const threadId = threadIdOf(message.chat)
  return { chat_id: chatId, ...(threadId !== null && { message_thread_id: threadId }) }
}

const CAPTION_LENGTH = 1000

/** A file that stays with Telegram goes on as a copy, with the words of the bubble below it. */
function copyOf(message: OutgoingMessage, chatId: number, plain: boolean): ApiMethod {
  const { chat, messageRef } = message.reply.copyOf ?? { chat: message.chat, messageRef: '0' }
  return {
    method: 'copyMessage',
    payload: {
      ...target(message, chatId),
      from_chat_id: chatIdOf(chat),
      message_id: Number(messageRef),
      ...captionPayload(message, plain),
    },
  }
}

function captionPayload({ reply }: OutgoingMessage, plain: boolean) {
  const words = plain ? renderPlain(reply) : renderHtml(reply)
  const tooLong = words.length > CAPTION_LENGTH
  return {
    caption: tooLong ? renderPlain(reply).slice(0, CAPTION_LENGTH) : words,
    ...(!plain && !tooLong && { parse_mode: 'HTML' }),
    reply_markup: inlineKeyboard(reply).markup,
  }
}

/** The call that makes an existing message into this bubble. */
export function editOf(
  message: OutgoingMessage,
  chatId: number,
  messageId: number,
  plain: boolean,
): ApiMethod {
  if (message.reply.copyOf)
    return {
      method: 'editMessageCaption',
      payload: { chat_id: chatId, message_id: messageId, ...captionPayload(message, plain) },
    }
  const payload = { chat_id: chatId, message_id: messageId, ...textPayload(message, plain) }
  return { method: 'editMessageText', payload }
}

function textPayload({ reply }: OutgoingMessage, plain: boolean) {
  return {
    text: plain ? renderPlain(reply) : renderHtml(reply),
    ...(!plain && { parse_mode: 'HTML' }),
    link_preview_options: { is_disabled: true },
    reply_markup: inlineKeyboard(reply).markup,
  }
}

/** Telegraf writes the name unescaped into a header. */
function headerSafe(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return name.replace(/["\\/\u0000-\u001F]/g, '_').slice(-120) || 'file'
}
