import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { updateToTurn } from '../../src/channels/telegram/update-to-turn.ts'

const NOW = Date.parse('2026-11-26T10:00:00Z')
const FROM = { id: 5, is_bot: false, first_name: 'Ana', language_code: 'uk' }
const PRIVATE = { id: 5, type: 'private' }
const GROUP = { id: -7, type: 'supergroup' }

const message = (fields: object) => ({
  update_id: 42,
  message: { message_id: 9, date: 1_700_000_000, chat: PRIVATE, from: FROM, ...fields },
})
const mapped = (update: object) => updateToTurn(update, NOW)
const turnOf = (update: object) => {
  const result = mapped(update)
  if (result.kind !== 'turn') throw new Error(`not a turn: ${JSON.stringify(result)}`)
  return result.turn
}
const contentOf = (fields: object) => turnOf(message(fields)).content

describe('a private message', () => {
  it('becomes a turn with its origin', () => {
    expect(turnOf(message({ text: 'Kako odprem s.p.?' }))).toEqual({
      id: 'telegram:42',
      chat: 'telegram:5',
      sentAt: '2023-11-14T22:13:20.000Z',
      content: { kind: 'text', text: 'Kako odprem s.p.?' },
      messageRef: '9',
      languageHint: 'uk',
      firstName: 'Ana',
    })
  })

  it('without a time gets the present one', () => {
    expect(turnOf(message({ text: 'x', date: undefined })).sentAt).toBe('2026-11-26T10:00:00.000Z')
  })

  it.each([
    ['/start', 'start', ''],
    ['/START', 'start', ''],
    ['/path next step', 'path', 'next step'],
    ['/me@small_steps_bot', 'me', ''],
    ['/language@Small_Steps_Bot  sl ', 'language', 'sl'],
    ['/help\nme', 'help', 'me'],
  ])('%j is the command %s with arguments %j', (text, name, args) => {
    expect(contentOf({ text })).toEqual({ kind: 'command', name, args })
  })

  it.each(['/', '/ start', 'see /start', '/наруч', '//x'])('%j is text', (text) => {
    expect(contentOf({ text })).toEqual({ kind: 'text', text })
  })

  it('that was forwarded is text', () => {
    const forwarded = { forward_origin: { type: 'hidden_user', date: 1 }, forward_date: 1, text: 'hello' }
    expect(contentOf(forwarded)).toEqual({ kind: 'text', text: 'hello' })
  })

  it('of a megabyte is taken whole', () => {
    const text = 'word '.repeat(200_000)
    expect(contentOf({ text })).toEqual({ kind: 'text', text })
  })

  it('loses the characters that databases refuse', () => {
    expect(contentOf({ text: 'a\u0000b\uD800c' })).toEqual({ kind: 'text', text: 'ab\uFFFDc' })
  })

  it('from a bot is ignored', () => {
    expect(mapped(message({ text: 'x', from: { ...FROM, is_bot: true } })).kind).toBe('ignored')
  })

  it('that was edited says so and tells which one', () => {
    const { message: inner } = message({ text: 'new words', edit_date: 1_700_000_060 })
    const turn = turnOf({ update_id: 43, edited_message: inner })
    expect(turn).toMatchObject({ edited: true, messageRef: '9', sentAt: '2023-11-14T22:14:20.000Z' })
  })

  it('whose live location moved is ignored', () => {
    const { message: inner } = message({ location: { latitude: 1, longitude: 2 } })
    expect(mapped({ update_id: 43, edited_message: inner }).kind).toBe('ignored')
  })
})

describe('an attachment', () => {
  it('that is a photo is the largest size', () => {
    const photo = [
      { file_id: 'small', width: 90, height: 60, file_size: 1000 },
      { file_id: 'large', width: 900, height: 600, file_size: 90_000 },
      { file_id: 'middle', width: 300, height: 200, file_size: 9000 },
    ]
    expect(contentOf({ photo, caption: 'my letter' })).toEqual({
      kind: 'attachment',
      what: 'photo',
      fileRef: 'large',
      sizeBytes: 90_000,
      caption: 'my letter',
    })
  })

  it('that is a document keeps name, type and size', () => {
    const document = { file_id: 'd1', file_name: 'račun.pdf', mime_type: 'application/pdf', file_size: 12 }
    expect(contentOf({ document })).toEqual({
      kind: 'attachment',
      what: 'document',
      fileRef: 'd1',
      fileName: 'račun.pdf',
      mimeType: 'application/pdf',
      sizeBytes: 12,
    })
  })

  it.each([
    ['voice', { voice: { file_id: 'f' } }, 'voice', 'f'],
    ['audio', { audio: { file_id: 'f' } }, 'audio', 'f'],
    ['video', { video: { file_id: 'f' } }, 'video', 'f'],
    ['a round video', { video_note: { file_id: 'f' } }, 'video', 'f'],
    ['an animation', { animation: { file_id: 'f' }, document: { file_id: 'copy' } }, 'video', 'f'],
    ['a sticker', { sticker: { file_id: 'f' } }, 'sticker', null],
    ['a location', { location: { latitude: 1, longitude: 2 } }, 'location', null],
    ['a venue', { venue: { title: 'x' }, location: { latitude: 1, longitude: 2 } }, 'location', null],
    ['a contact', { contact: { phone_number: '1' } }, 'contact', null],
    ['a poll', { poll: { id: '1' } }, 'other', null],
    ['dice', { dice: { emoji: '🎲', value: 1 } }, 'other', null],
    ['a story', { story: { id: 1 } }, 'other', null],
    ['something of the future', { hologram: {} }, 'other', null],
  ])('that is %s is recognised', (_, fields, what, fileRef) => {
    expect(contentOf(fields)).toEqual({ kind: 'attachment', what, fileRef })
  })

  it.each([
    { pinned_message: {} },
    { new_chat_members: [{}] },
    { left_chat_member: {} },
    { group_chat_created: true },
    { message_auto_delete_timer_changed: {} },
    { successful_payment: {} },
    { users_shared: {} },
    { write_access_allowed: {} },
    { chat_background_set: {} },
    { video_chat_started: {} },
    {},
  ])('is not what only reports an event: %j', (fields) => {
    expect(mapped(message(fields)).kind).toBe('ignored')
  })
})

describe('a pressed button', () => {
  const query = {
    id: 'q1',
    from: FROM,
    data: 'path:next',
    message: { message_id: 8, chat: PRIVATE, date: 0 },
  }

  it('becomes a turn that names the message with the button', () => {
    expect(mapped({ update_id: 44, callback_query: query })).toEqual({
      kind: 'turn',
      callbackQueryId: 'q1',
      turn: {
        id: 'telegram:44',
        chat: 'telegram:5',
        sentAt: '2026-11-26T10:00:00.000Z',
        content: { kind: 'button', data: 'path:next' },
        messageRef: '8',
        languageHint: 'uk',
        firstName: 'Ana',
      },
    })
  })

  it('without data or message is only answered', () => {
    const expected = { kind: 'ignored', callbackQueryId: 'q1' }
    expect(mapped({ update_id: 44, callback_query: { ...query, data: undefined } })).toEqual(expected)
    expect(mapped({ update_id: 44, callback_query: { ...query, message: undefined } })).toEqual(expected)
  })
})

describe('what is not a private chat', () => {
  it('is a group event when people write in a group', () => {
    expect(mapped(message({ chat: GROUP, text: 'hi @bot' }))).toEqual({
      kind: 'group',
      event: { chatId: -7, added: false, text: 'hi @bot' },
    })
  })

  it('is ignored in a channel', () => {
    expect(mapped(message({ chat: { id: -8, type: 'channel' }, text: 'hi' })).kind).toBe('ignored')
    expect(mapped({ update_id: 1, channel_post: {} }).kind).toBe('ignored')
  })

  const membership = (chat: object, before: string, after: string) => ({
    update_id: 45,
    my_chat_member: { chat, old_chat_member: { status: before }, new_chat_member: { status: after } },
  })

  it('is a group event when the bot is added, and not when its rights change or it is removed', () => {
    expect(mapped(membership(GROUP, 'left', 'member')).kind).toBe('group')
    expect(mapped(membership(GROUP, 'member', 'administrator')).kind).toBe('ignored')
    expect(mapped(membership(GROUP, 'member', 'kicked')).kind).toBe('ignored')
  })

  it('is ignored when a person blocks or unblocks the bot', () => {
    expect(mapped(membership(PRIVATE, 'member', 'kicked')).kind).toBe('ignored')
    expect(mapped(membership(PRIVATE, 'kicked', 'member')).kind).toBe('ignored')
  })
})

describe('an update of an unknown form', () => {
  it('is malformed and tells its id where it has one', () => {
    expect(mapped({ update_id: 7, message: { text: 5 } })).toEqual({ kind: 'malformed', updateId: 7 })
    expect(updateToTurn(null, NOW)).toEqual({ kind: 'malformed', updateId: null })
    expect(mapped({ update_id: 'x' })).toEqual({ kind: 'malformed', updateId: null })
  })

  it('never makes the mapping throw', () => {
    fc.assert(
      fc.property(fc.object({ withUnicodeString: true }), fc.jsonValue(), (fields, value) => {
        updateToTurn({ update_id: 1, ...fields }, NOW)
        updateToTurn({ update_id: 1, message: { message_id: 1, chat: PRIVATE, ...fields } }, NOW)
        updateToTurn(value, NOW)
      }),
    )
  })
})
