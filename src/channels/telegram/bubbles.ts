import type { Reply, ReplyPart } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import { dividePart, sizeOfPart } from './divide-part.ts'
import { sourceLines } from './part-lines.ts'
import { fits, type Size, sum } from './size.ts'

/**
 * A reply as messages that Telegram takes. Divided between parts where possible; a heading stays with what follows it.
 * The buttons are below the last bubble, a file is the last one. Pure; a bubble is its own only bubble.
 */
export function bubbles(reply: Reply): Reply[] {
  const { file, replacesPressed, ...rest } = reply
  if (reply.copyOf) return [reply]
  const pieces = reply.parts
    .filter((part) => sourceLines(part).length > 0)
    .flatMap((part) => dividePart(part, reply.language))
  const all: Reply[] = pack(pieces, reply.language).map((parts) => ({ ...rest, parts, buttons: [] }))
  if (file) all.push({ ...rest, parts: [], buttons: [], file })
  if (all.length === 0 && reply.buttons.length > 0) all.push({ ...rest, parts: [], buttons: [] })
  const last = all.at(-1)
  if (last) last.buttons = reply.buttons
  if (all[0] && replacesPressed) all[0].replacesPressed = true
  return all
}

function pack(pieces: readonly ReplyPart[], language: Language): ReplyPart[][] {
  const groups: Sized[][] = [[]]
  for (const part of pieces) {
    const piece = { part, size: sizeOfPart(part, language) }
    const group = groups.at(-1) ?? []
    if (group.length === 0 || fits(sizeOfAll([...group, piece]))) group.push(piece)
    else groups.push([...takeHeading(group, piece), piece])
  }
  return groups.map((group) => group.map(({ part }) => part)).filter((group) => group.length > 0)
}

interface Sized {
  part: ReplyPart
  size: Size
}

/** A heading at the end of a full bubble goes over into the next one. */
function takeHeading(group: Sized[], next: Sized): Sized[] {
  const last = group.at(-1)
  if (last?.part.kind !== 'heading' || group.length < 2 || !fits(sizeOfAll([last, next]))) return []
  group.pop()
  return [last]
}

function sizeOfAll(group: readonly Sized[]): Size {
  return group.map(({ size }) => size).reduce((total, size) => sum(total, size, 2))
}
