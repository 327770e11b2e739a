import type { Line, Span } from './markdown-line.ts'

const SENTENCE_END = /[.!?…؟۔।]["'”»)\]]*\s+|[。！？]["'”»)\]]*/gu
/** Belongs to the character before it. */
const CONTINUES = /^(?:[\uDC00-\uDFFF]|\u200D|\uFE0E|\uFE0F|\p{M}|[\u{1F3FB}-\u{1F3FF}])/u

/**
 * Divides a line into the longest beginning that fits and the rest: after a sentence, else between words, else between
 * characters; inside a link only when the link alone does not fit. Text is not lost, except spaces at the cut.
 */
export function divideLine(line: Line, fitsBubble: (beginning: Line) => boolean): [Line, Line] {
  const text = line.spans.map((span) => span.text).join('')
  const most = longestFitting(line, text.length, fitsBubble)
  const at = outsideLink(line.spans, bestCut(text, most))
  const [before, after] = cut(line.spans, at)
  return [
    { marker: line.marker, spans: trimEnd(before) },
    { marker: '', spans: trimStart(after) },
  ]
}

function longestFitting(line: Line, length: number, fitsBubble: (beginning: Line) => boolean): number {
  let fitting = 1
  let tooLong = length
  while (fitting + 1 < tooLong) {
    const middle = (fitting + tooLong) >> 1
    if (fitsBubble({ marker: line.marker, spans: cut(line.spans, middle)[0] })) fitting = middle
    else tooLong = middle
  }
  return fitting
}

function bestCut(text: string, most: number): number {
  const sentence = lastMatchEnd(SENTENCE_END, text, most)
  if (sentence >= most / 2 && isGoodStart(text.slice(sentence))) return sentence
  for (let at = most; at > most / 2; at--)
    if (/\s/.test(text[at] ?? '') && isGoodStart(text.slice(at).trimStart())) return at
  let at = most
  while (at > 1 && most - at < 64 && !isBetweenCharacters(text, at)) at--
  return at > 1 && most - at < 64 ? at : most
}

function lastMatchEnd(pattern: RegExp, text: string, most: number): number {
  let last = 0
  // Spaces behind the sentence may reach beyond the limit: they are not kept.
  for (const match of text.slice(0, most + 1).matchAll(pattern))
    if (match.index + match[0].trimEnd().length <= most) last = Math.min(match.index + match[0].length, most)
  return last
}

/** The rest must not look like a list item that it was not. */
function isGoodStart(rest: string): boolean {
  return !/^- /.test(rest)
}

function isBetweenCharacters(text: string, at: number): boolean {
  const rest = text.slice(at, at + 4)
  return !CONTINUES.test(rest) && text[at - 1] !== '\u200D' && isGoodStart(rest.trimStart())
}

function outsideLink(spans: readonly Span[], at: number): number {
  let start = 0
  for (const span of spans) {
    const end = start + span.text.length
    if (span.href !== null && start < at && at < end && start > 0) return start
    start = end
  }
  return at
}

function cut(spans: readonly Span[], at: number): [Span[], Span[]] {
  const before: Span[] = []
  const after: Span[] = []
  let start = 0
  for (const span of spans) {
    const inside = at - start
    if (inside > 0) before.push({ ...span, text: span.text.slice(0, inside) })
    if (inside < span.text.length) after.push({ ...span, text: span.text.slice(Math.max(0, inside)) })
    start += span.text.length
  }
  return [before, after]
}

function trimEnd(spans: Span[]): Span[] {
  const last = spans.at(-1)
  if (!last) return spans
  const text = last.text.trimEnd()
  return text ? [...spans.slice(0, -1), { ...last, text }] : trimEnd(spans.slice(0, -1))
}

function trimStart(spans: Span[]): Span[] {
  const first = spans[0]
  if (!first) return spans
  const text = first.text.trimStart()
  return text ? [{ ...first, text }, ...spans.slice(1)] : trimStart(spans.slice(1))
}
