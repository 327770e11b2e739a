import type { Line } from './markdown-line.ts'

/** What Telegram limits: characters on the screen (UTF-16 units) and entities (styles, links, what it links itself). */
export interface Size {
  length: number
  entities: number
}

/** 4096 and 100 are Telegram's limits; some room is left. */
export const BUBBLE: Size = { length: 3900, entities: 90 }

const LINKED_BY_TELEGRAM = /https?:\/\/|www\.|[@#/$]\w|\w\.\w|\d{5,}/g

export function sizeOfLine({ marker, spans }: Line): Size {
  let length = marker.length
  let entities = 0
  for (const span of spans) {
    length += span.text.length
    entities += Number(span.bold) + Number(span.italic)
    entities += span.href === null ? (span.text.match(LINKED_BY_TELEGRAM)?.length ?? 0) : 1
  }
  return { length, entities }
}

/** The size of two things with a separator between them. */
export function sum(a: Size, b: Size, separator: number): Size {
  return { length: a.length + separator + b.length, entities: a.entities + b.entities }
}

export function fits(size: Size): boolean {
  return size.length <= BUBBLE.length && size.entities <= BUBBLE.entities
}
