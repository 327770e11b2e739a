import type { ReplyPart } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import { divideLine } from './divide-line.ts'
import { type Line, lineSource, parseLine } from './markdown-line.ts'
import { shownLine, sourceLines, styled } from './part-lines.ts'
import { BUBBLE, fits, type Size, sizeOfLine, sum } from './size.ts'

const EMPTY: Size = { length: 0, entities: 0 }

/** How large a part is shown, each line with its line break. */
export function sizeOfPart(part: ReplyPart, language: Language): Size {
  return sizeOfAll(
    sourceLines(part).map((source) => ({ size: sizeOfLine(shownLine(source, part, language)) })),
  )
}

/** A part in pieces that each fit a bubble; the part itself when it fits. */
export function dividePart(part: ReplyPart, language: Language): ReplyPart[] {
  if (fits(sizeOfPart(part, language))) return [part]
  const lines = sourceLines(part).flatMap((source) => fittingLines(source, part, language))
  return groupLines(lines, part, language).map((group) => ({ ...part, text: group.join('\n') }))
}

/** A line in pieces that each fit a bubble. */
function fittingLines(source: string, part: ReplyPart, language: Language): string[] {
  // As it will be read again: written anew, styles that touch each other may come out as more of them.
  const sizeOf = (line: Line) => sizeOfLine(styled(parseLine(lineSource(line)), part, language))
  const pieces: string[] = []
  let rest = parseLine(source)
  while (!fits(sizeOf(rest))) {
    const [beginning, remainder] = divideLine(rest, (line) => fits(sizeOf(line)))
    pieces.push(lineSource(beginning))
    rest = remainder
  }
  return [...pieces, lineSource(rest)]
}

/** Packs lines into groups that fit, divided between paragraphs where a good one is near, else between lines. */
function groupLines(lines: readonly string[], part: ReplyPart, language: Language): string[][] {
  const groups: string[][] = []
  let group: SizedLine[] = []
  let total = EMPTY
  for (const source of lines) {
    const line = { source, size: sizeOfLine(shownLine(source, part, language)) }
    group.push(line)
    total = sum(total, line.size, 1)
    if (fits(total)) continue
    const at = divisionOf(group)
    groups.push(group.slice(0, at).map((one) => one.source))
    group = group.slice(at)
    total = sizeOfAll(group)
  }
  groups.push(group.map((one) => one.source))
  return groups.map(withoutEmptyEnds).filter((one) => one.length > 0)
}

interface SizedLine {
  source: string
  size: Size
}

/** Where to divide a group whose last line is one too many. */
function divisionOf(group: readonly SizedLine[]): number {
  const paragraph = group.findLastIndex((line, index) => line.source === '' && index < group.length - 1)
  const isNear = paragraph > 0 && sizeOfAll(group.slice(0, paragraph)).length > BUBBLE.length / 2
  return isNear ? paragraph : group.length - 1
}

function sizeOfAll(lines: readonly { size: Size }[]): Size {
  return lines.reduce((total, line) => sum(total, line.size, 1), EMPTY)
}

function withoutEmptyEnds(group: string[]): string[] {
  const first = group.findIndex((line) => line !== '')
  const last = group.findLastIndex((line) => line !== '')
  return first < 0 ? [] : group.slice(first, last + 1)
}
