/** A stretch of a line in one style. */
export interface Span {
  text: string
  bold: boolean
  italic: boolean
  href: string | null
}

/** A line of Markdown: `marker` is what a list item begins with on the screen. */
export interface Line {
  marker: string
  spans: Span[]
}

const LINK = /\[([^[\]\n]+)\]\((https?:\/\/(?:[^()\s]|\([^()\s]*\))+)\)/
const BOLD = /\*\*([^*\n]+)\*\*/
const BULLET = /^( *)- +/

/** Reads one line of the subset of Markdown that replies are written in. What is no markup is text. */
export function parseLine(source: string): Line {
  const bullet = BULLET.exec(source)
  const marker = bullet ? `${bullet[1]}• ` : ''
  const text = bullet ? source.slice(bullet[0].length) : source
  return { marker, spans: parseSpans(text, false, null) }
}

/** The Markdown that `parseLine` reads the same line from. */
export function lineSource({ marker, spans }: Line): string {
  return marker.replace('• ', '- ') + spans.map(spanSource).join('')
}

function parseSpans(source: string, bold: boolean, href: string | null): Span[] {
  const spans: Span[] = []
  const add = (text: string) => {
    if (text) spans.push({ text, bold, italic: false, href })
  }
  let rest = source
  while (rest) {
    const next = firstMarkup(rest, bold, href)
    if (!next) break
    add(rest.slice(0, next.index))
    if (next.href !== null) spans.push(...parseSpans(next.inner, bold, next.href))
    else spans.push(...parseSpans(next.inner, true, href))
    rest = rest.slice(next.index + next.length)
  }
  add(rest)
  return spans
}

function firstMarkup(text: string, insideBold: boolean, insideLink: string | null) {
  const link = insideLink === null ? LINK.exec(text) : null
  const bold = insideBold ? null : BOLD.exec(text)
  if (link && (!bold || link.index < bold.index))
    return { index: link.index, length: link[0].length, inner: link[1] ?? '', href: link[2] ?? '' }
  if (bold) return { index: bold.index, length: bold[0].length, inner: bold[1] ?? '', href: null }
  return null
}

function spanSource({ text, bold, href }: Span): string {
  const inner = bold ? `**${text}**` : text
  return href === null ? inner : `[${inner}](${href})`
}
