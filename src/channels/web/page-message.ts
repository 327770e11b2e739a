import { directionOf, type Language } from '../../i18n/languages.ts'
import type { OutgoingMessage } from '../channel.ts'

/** A message as the page gets it. */
export interface PageMessage {
  id: number
  language: string
  direction: 'ltr' | 'rtl'
  parts: { kind: string; text: string; language: string; direction: 'ltr' | 'rtl' }[]
  buttons: ({ label: string; data: string } | { label: string; url: string })[][]
  file: { name: string; mimeType: string; contentBase64: string } | null
  turnId: string | null
}

export function pageMessage(message: OutgoingMessage): PageMessage {
  const { reply } = message
  return {
    id: message.id,
    language: tagOf(reply.language, reply.script),
    direction: directionOf(reply.language),
    parts: reply.parts.map((part) => ({
      kind: part.kind,
      text: part.text,
      language: tagOf(part.language ?? reply.language, part.language ? undefined : reply.script),
      direction: directionOf(part.language ?? reply.language),
    })),
    buttons: reply.buttons,
    file: reply.file ?? null,
    turnId: message.turnId,
  }
}

export function tagOf(language: Language, script: 'Cyrl' | 'Latn' | null | undefined): string {
  return script === 'Cyrl' ? 'sr-Cyrl' : language
}
