import type { Line } from './markdown-line.ts'

const RIGHT_TO_LEFT_MARK = '\u200F'
const LEFT_TO_RIGHT_MARK = '\u200E'
const ISOLATE_LTR = '\u2066'
const ISOLATE_RTL = '\u2067'
const END = '\u2069'

/** Marks, embeddings and isolates that come with a text; ours must stay balanced. */
const DIRECTION_SIGNS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

const LTR_SCRIPTS = '\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Han}\\p{Script=Bengali}'
const RTL_SCRIPTS = '\\p{Script=Arabic}\\p{Script=Hebrew}'
const LTR_CHARACTER = `[0-9${LTR_SCRIPTS}]`
const SPACE = '[ \\u00A0\\u202F]'

/** An address; or words and figures with what joins them: `d.o.o.`, `1.234,50 €`, `+386 1 234`, `Modelo 036`. */
const LTR_RUN = new RegExp(
  [
    '(?:https?:\\/\\/|www\\.)\\S*[^\\s.,;:!?)\\]»،؛؟]',
    `[+€$£#@/−-]?${LTR_CHARACTER}(?:(?:${SPACE}|${SPACE}[&+/–-]${SPACE}|[.,:;/\\\\\\-–_'’@&+=?#%€$~]{1,3})?${LTR_CHARACTER})*` +
      `(?:${SPACE}?[%€$£°‰])?(?:(?<=\\.\\p{L})\\.)?`,
  ].join('|'),
  'gu',
)

const RTL_RUN = new RegExp(
  `[${RTL_SCRIPTS}](?:[${RTL_SCRIPTS}\\p{M}\\u200C\\u200D]|[ \\u00A0.,:،؛؟!«»()0-9-]+(?=[${RTL_SCRIPTS}]))*`,
  'gu',
)

/** Isolates what runs against the direction of a text, so that figures, addresses and names do not flip. */
export function isolateForeign(text: string, rightToLeft: boolean): string {
  const bare = text.replace(DIRECTION_SIGNS, '')
  return rightToLeft
    ? bare.replace(LTR_RUN, (run) => `${ISOLATE_LTR}${run}${END}`)
    : bare.replace(RTL_RUN, (run) => `${ISOLATE_RTL}${run}${END}`)
}

/**
 * A line that reads in its own direction whatever surrounds it. Messengers take the direction of a line from its first
 * letter, so every right-to-left line begins with a mark, and so does a left-to-right one in a right-to-left reply.
 */
export function directLine(line: Line, rightToLeft: boolean, replyIsRightToLeft: boolean): Line {
  if (line.spans.length === 0) return line
  const mark = rightToLeft ? RIGHT_TO_LEFT_MARK : replyIsRightToLeft ? LEFT_TO_RIGHT_MARK : ''
  const spans = line.spans.map((span) => ({ ...span, text: isolateForeign(span.text, rightToLeft) }))
  return { marker: mark + line.marker, spans }
}
