import type { AttachmentKind, TurnContent } from '../../conversation/turn.ts'
import { cleanText } from './clean-text.ts'
import type { TelegramMessage } from './update-schema.ts'

type FileField = 'animation' | 'document' | 'voice' | 'audio' | 'video' | 'video_note'

/** In order: an animation comes with a copy of itself as document. */
const FILE_FIELDS: readonly [FileField, AttachmentKind][] = [
  ['animation', 'video'],
  ['voice', 'voice'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['document', 'document'],
]

/** Content without a file of its own. A venue comes with a copy as location. */
const FILELESS_FIELDS: readonly [string, AttachmentKind][] = [
  ['sticker', 'sticker'],
  ['location', 'location'],
  ['contact', 'contact'],
]

/** Fields about a message, not of it. */
const ABOUT =
  /^(message_id|message_thread_id|from|sender_.*|business_.*|date|edit_date|chat|forward_.*|is_.*|reply_.*|external_reply|quote|via_bot|has_.*|media_group_id|author_signature|entities|caption.*|link_preview_options|effect_id|show_caption_above_media|direct_messages_topic|suggested_post_info|paid_star_count|guest_.*)$/

/** What Telegram reports in the form of a message: a pinned message, a changed title, a payment … */
const SERVICE =
  /^(new_chat_.*|left_chat_.*|delete_chat_photo|.*_created|migrate_.*|pinned_message|.*_payment|invoice|.*_shared|connected_website|write_access_allowed|passport_data|proximity_alert_triggered|boost_added|chat_background_set|.*_(changed|edited|closed|reopened|hidden|unhidden|scheduled|started|ended|invited|completed|added|removed|set|refunded|done|approved|declined|paid|failed)|giveaway.*|gift|unique_gift|web_app_data|users_shared)$/

/** What a message says; null when it only reports an event. */
export function contentOf(message: TelegramMessage): TurnContent | null {
  if (message.text !== undefined) return textContent(cleanText(message.text))
  return attachment(message)
}

function textContent(text: string): TurnContent {
  const match = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text.trim())
  if (!match) return { kind: 'text', text }
  return { kind: 'command', name: (match[1] ?? '').toLowerCase(), args: (match[2] ?? '').trim() }
}

function attachment(message: TelegramMessage): TurnContent | null {
  const caption = message.caption ? { caption: cleanText(message.caption) } : {}
  const picture = largestPhoto(message)
  if (picture)
    return {
      kind: 'attachment',
      what: 'photo',
      fileRef: picture.file_id,
      ...(picture.file_size !== undefined && { sizeBytes: picture.file_size }),
      ...caption,
    }
  for (const [field, what] of FILE_FIELDS) {
    const file = message[field]
    if (file)
      return {
        kind: 'attachment',
        what,
        fileRef: file.file_id,
        ...(file.file_name !== undefined && { fileName: cleanText(file.file_name) }),
        ...(file.mime_type !== undefined && { mimeType: file.mime_type }),
        ...(file.file_size !== undefined && { sizeBytes: file.file_size }),
        ...caption,
      }
  }
  for (const [field, what] of FILELESS_FIELDS)
    if (message[field] !== undefined) return { kind: 'attachment', what, fileRef: null, ...caption }
  // Polls, dice, stories, and what Telegram will invent next.
  const isSomething = Object.keys(message).some((key) => !ABOUT.test(key) && !SERVICE.test(key))
  return isSomething ? { kind: 'attachment', what: 'other', fileRef: null, ...caption } : null
}

function largestPhoto(message: TelegramMessage) {
  const areaOf = (photo: { width?: number; height?: number }) => (photo.width ?? 0) * (photo.height ?? 0)
  const [first, ...others] = message.photo ?? []
  return others.reduce((best, photo) => (best && areaOf(photo) < areaOf(best) ? best : photo), first)
}
