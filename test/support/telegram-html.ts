export interface Entity {
  type: string
  offset: number
  length: number
  url?: string
}

export class HtmlError extends Error {}

const NAMES: Record<string, string> = { b: 'bold', i: 'italic', a: 'text_link', code: 'code', pre: 'pre' }
const CHARACTERS: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** Reads HTML as strictly as Telegram does; throws HtmlError where Telegram refuses. */
export function parseTelegramHtml(html: string): { text: string; entities: Entity[] } {
  let text = ''
  const entities: Entity[] = []
  const open: { tag: string; entity: Entity }[] = []
  const token = /<\/?[^>]*>|<|&[a-z]+;|&|[^<&]+/g
  for (const [piece] of html.matchAll(token)) {
    if (piece.startsWith('</')) {
      const last = open.pop()
      if (last?.tag !== piece.slice(2, -1)) throw new HtmlError(`unmatched end tag ${piece}`)
      last.entity.length = text.length - last.entity.offset
      if (last.entity.length > 0) entities.push(last.entity)
    } else if (piece.startsWith('<')) {
      const match = /^<([a-z]+)(?: href="([^"]*)")?>$/.exec(piece)
      const type = NAMES[match?.[1] ?? '']
      if (!match?.[1] || !type) throw new HtmlError(`unsupported start tag ${piece}`)
      const url = match[2] === undefined ? {} : { url: decode(match[2]) }
      open.push({ tag: match[1], entity: { type, offset: text.length, length: 0, ...url } })
    } else if (piece === '&') throw new HtmlError('bare ampersand')
    else text += piece.startsWith('&') ? decode(piece) : piece
  }
  if (open.length > 0) throw new HtmlError("can't find end tag")
  return { text, entities }
}

function decode(text: string): string {
  return text.replace(/&([a-z]+);/g, (whole, name: string) => CHARACTERS[name] ?? whole)
}
