import { z } from 'zod'

/** The parts of Telegram's updates that the channel reads; all else passes unchecked. */
const user = z.looseObject({
  id: z.number(),
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
})

const chat = z.looseObject({ id: z.number().int(), type: z.string() })

const file = z.looseObject({
  file_id: z.string(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: z.number().optional(),
})

const photo = z.looseObject({
  file_id: z.string(),
  file_size: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
})

/** Where in a forum group a message stands. */
const place = {
  message_thread_id: z.number().int().optional(),
  is_topic_message: z.boolean().optional(),
}

const message = z.looseObject({
  ...place,
  message_id: z.number().int(),
  date: z.number().optional(),
  edit_date: z.number().optional(),
  chat,
  from: user.optional(),
  /** Set for an administrator who writes as the group. */
  sender_chat: chat.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.array(photo).optional(),
  document: file.optional(),
  voice: file.optional(),
  audio: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  animation: file.optional(),
  reply_to_message: z.looseObject({ from: user.optional() }).optional(),
})

const callbackQuery = z.looseObject({
  id: z.string(),
  from: user,
  data: z.string().optional(),
  message: z.looseObject({ ...place, message_id: z.number().int(), chat }).optional(),
})

const membership = z.looseObject({ status: z.string() })
const myChatMember = z.looseObject({ chat, old_chat_member: membership, new_chat_member: membership })

export const updateSchema = z.looseObject({
  update_id: z.number().int(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: callbackQuery.optional(),
  my_chat_member: myChatMember.optional(),
})

export type TelegramUpdate = z.infer<typeof updateSchema>
export type TelegramMessage = z.infer<typeof message>
export type TelegramCallbackQuery = z.infer<typeof callbackQuery>
export type TelegramMembership = z.infer<typeof myChatMember>

/** The id of whatever came as an update; null when it has none. */
export function updateIdOf(update: unknown): number | null {
  const id = (update as { update_id?: unknown } | null | undefined)?.update_id
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null
}
