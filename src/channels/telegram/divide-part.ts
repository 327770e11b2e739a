import type { ReplyPart } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import { divideLine } from './divide-line.ts'
import { type Line, lineSource, parseLine } from './markdown-line.ts'
import { shownLine, sourceLines, styled } from './part-lines.ts'
import { BUBBLE, fits, type Size, sizeOfLine, sum } from './size.ts'

const EMPTY: Size = { length: 0, entities: 0 }

export function sizeOfPart(part: ReplyPart, language: Language): Size {
  return sizeOfLines(sourceLines(part), part, language)
}

/** A part in pieces that each fit a bubble; the part itself when it fits. */
export function dividePart(part: ReplyPart, language: Language): ReplyPart[] {
  if (fits(sizeOfPart(part, language))) return [part]
  const lines = sourceLines(part).flatMap((source) => fittingLines(source, part, language))
  return groupLines(lines, part, language).map((group) => ({ ...part, text: group.join('\n') }))
}

/** A line in pieces that each fit a bubble. */
function fittingLines(source: string, part: ReplyPart, language: Language): string[] {
  const sizeOf = (line: Line) => sizeOfLine(styled(line, part, language))
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
  let group: string[] = []
  for (const line of lines) {
    group.push(line)
    if (fits(sizeOfLines(group, part, language))) continue
    const at = divisionOf(group, part, language)
    groups.push(group.slice(0, at))
    group = group.slice(at)
  }
  groups.push(group)
  return groups.map(withoutEmptyEnds).filter((one) => one.length > 0)
}

/** Where to divide a group whose last line is one too many. */
function divisionOf(group: readonly string[], part: ReplyPart, language: Language): number {
  const paragraph = group.lastIndexOf('', group.length - 2)
  if (paragraph > 0) {
    const { length } = sizeOfLines(group.slice(0, paragraph), part, language)
    if (length > BUBBLE.length / 2) return paragraph
  }
  return group.length - 1
}

function withoutEmptyEnds(group: string[]): string[] {
  const first = group.findIndex((line) => line !== '')
  const last = group.findLastIndex((line) => line !== '')
  return first < 0 ? [] : group.slice(first, last + 1)
}

function sizeOfLines(sources: readonly string[], part: ReplyPart, language: Language): Size {
  const sizes = sources.map((source) => sizeOfLine(shownLine(source, part, language)))
  const [first, ...others] = sizes
  return first ? others.reduce((total, size) => sum(total, size, 1), first) : EMPTY
}
