import type { Language } from '../i18n/languages.ts'

export type ChannelName = 'telegram' | 'web' | 'terminal' | 'botframework'

/** One chat with one person: "telegram:12345", "web:<random>". Never shown to other persons. */
export type ChatKey = `${ChannelName}:${string}`

export type AttachmentKind =
  | 'photo'
  | 'document'
  | 'voice'
  | 'audio'
  | 'video'
  | 'sticker'
  | 'location'
  | 'contact'
  | 'other'

/** What a person sent, whatever the messenger. */
export type TurnContent =
  | { kind: 'text'; text: string }
  /** `/start`, `/path next` …; `name` without the slash, lower case. */
  | { kind: 'command'; name: string; args: string }
  /** A press of a button; `data` is what the button was made with. */
  | { kind: 'button'; data: string }
  | {
      kind: 'attachment'
      what: AttachmentKind
      /** How the channel finds the file again; null when there is none (a sticker, a location). */
      fileRef: string | null
      fileName?: string
      mimeType?: string
      sizeBytes?: number
      caption?: string
    }

/** One thing that a person did in a chat, mapped from the messenger at the border. */
export interface Turn {
  /** Unique within the channel; a second delivery has the same id. */
  id: string
  chat: ChatKey
  /** ISO time at which the messenger got it. */
  sentAt: string
  content: TurnContent
  /** The person changed an earlier message; `messageRef` is the one. */
  edited?: boolean
  /** The message in the messenger that this turn came from (for a button: the message that bears it). */
  messageRef?: string
  /** BCP 47 tag of the person's client ("uk", "pt-br"). */
  languageHint?: string
  /** First name for a greeting; not stored. */
  firstName?: string
  /** Who wrote, in a chat of several people; null for somebody who hides behind the group. */
  author?: { id: number; name: string } | null
}

/** A button: an answer that comes back as `data` (at most 64 bytes), or a link. */
export type Button = { label: string; data: string } | { label: string; url: string }

/**
 * A part of a reply that stays together in one bubble. `text` is Markdown of paragraphs, `- ` and `1. ` lists,
 * **bold** and [links](https://…) only; renderers escape all else.
 */
export interface ReplyPart {
  kind: 'text' | 'heading' | 'passage' | 'note' | 'sources'
  text: string
  /** Set when the part is in another language than the reply (passages in a language the person also reads). */
  language?: Language
}

/** What the assistant says in one go. */
export interface Reply {
  language: Language
  /** Serbian readers of Cyrillic get `Cyrl`. */
  script?: 'Cyrl' | 'Latn'
  parts: ReplyPart[]
  /** Rows of buttons below the reply. */
  buttons: Button[][]
  /** A file to send with the reply (a plan as PDF, the exported data). */
  file?: { name: string; mimeType: string; contentBase64: string }
  /** A message of the messenger that is copied into the chat whole: a file that only the messenger holds. Stands alone. */
  copyOf?: { chat: ChatKey; messageRef: string }
  /** Replaces the message that bore the pressed button where the messenger can do that. */
  replacesPressed?: boolean
}

/** A reply of one text part. */
export function textReply(language: Language, text: string, buttons: Button[][] = []): Reply {
  return { language, parts: [{ kind: 'text', text }], buttons }
}
