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
  const groups: ReplyPart[][] = []
  let group: ReplyPart[] = []
  for (const piece of pieces) {
    if (group.length > 0 && !fits(sizeOfParts([...group, piece], language))) {
      const heading = headingToCarry(group, piece, language)
      groups.push(heading ? group.slice(0, -1) : group)
      group = heading ? [heading] : []
    }
    group.push(piece)
  }
  return group.length > 0 ? [...groups, group] : groups
}

/** A heading at the end of a full bubble goes over into the next one. */
function headingToCarry(group: readonly ReplyPart[], piece: ReplyPart, language: Language): ReplyPart | null {
  const last = group.at(-1)
  if (last?.kind !== 'heading' || group.length < 2) return null
  return fits(sizeOfParts([last, piece], language)) ? last : null
}

function sizeOfParts(parts: readonly ReplyPart[], language: Language): Size {
  const sizes = parts.map((part) => sizeOfPart(part, language))
  return sizes.reduce((total, size) => sum(total, size, 2))
}
