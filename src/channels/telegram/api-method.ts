import type { OutgoingMessage } from '../channel.ts'
import { inlineKeyboard } from './keyboard.ts'
import { renderHtml, renderPlain } from './render.ts'

/** How a bubble goes out. `plain` leaves out the markup, after Telegram did not understand it. */
export interface Form {
  way: 'send' | 'edit' | 'document'
  plain: boolean
}

export interface ApiMethod {
  method: 'sendMessage' | 'editMessageText' | 'sendDocument'
  payload: Record<string, unknown>
}

export function firstForm({ reply, pressedMessageRef }: OutgoingMessage): Form {
  if (reply.file) return { way: 'document', plain: false }
  const edits = reply.replacesPressed && pressedMessageRef !== null && /^\d+$/.test(pressedMessageRef)
  return { way: edits ? 'edit' : 'send', plain: false }
}

/** The one call that delivers a bubble in a form. */
export function apiMethod(message: OutgoingMessage, chatId: number, form: Form): ApiMethod {
  if (form.way === 'edit') return editOf(message, chatId, Number(message.pressedMessageRef), form.plain)
  if (form.way === 'send')
    return { method: 'sendMessage', payload: { chat_id: chatId, ...textPayload(message, form.plain) } }
  const file = message.reply.file
  return {
    method: 'sendDocument',
    payload: {
      chat_id: chatId,
      document: {
        source: Buffer.from(file?.contentBase64 ?? '', 'base64'),
        filename: headerSafe(file?.name ?? 'file'),
      },
      reply_markup: inlineKeyboard(message.reply).markup,
    },
  }
}

/** The call that makes an existing message into this bubble. */
export function editOf(
  message: OutgoingMessage,
  chatId: number,
  messageId: number,
  plain: boolean,
): ApiMethod {
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
