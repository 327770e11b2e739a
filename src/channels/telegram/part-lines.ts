import type { ReplyPart } from '../../conversation/turn.ts'
import { type Language, RIGHT_TO_LEFT } from '../../i18n/languages.ts'
import { cleanText } from './clean-text.ts'
import { directLine } from './direction.ts'
import { type Line, parseLine } from './markdown-line.ts'

/** The source lines of a part as they are shown: no empty ones at the ends, never two in a row, none among sources. */
export function sourceLines(part: ReplyPart): string[] {
  const lines: string[] = []
  for (const line of cleanText(part.text).split(/\r?\n|\r/)) {
    const text = line.trimEnd()
    const isWanted = text !== '' || (part.kind !== 'sources' && lines.length > 0 && lines.at(-1) !== '')
    if (isWanted) lines.push(text)
  }
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** A source line of a part in the style of the part and with its direction. */
export function shownLine(source: string, part: ReplyPart, replyLanguage: Language): Line {
  return styled(parseLine(source), part, replyLanguage)
}

export function styled(line: Line, part: ReplyPart, replyLanguage: Language): Line {
  const rightToLeft = RIGHT_TO_LEFT.has(part.language ?? replyLanguage)
  const directed = directLine(line, rightToLeft, RIGHT_TO_LEFT.has(replyLanguage))
  const spans = directed.spans.map((span) => ({
    ...span,
    bold: span.bold || part.kind === 'heading',
    italic: span.italic || part.kind === 'note',
  }))
  return { ...directed, spans }
}
