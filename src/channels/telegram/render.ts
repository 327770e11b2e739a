import type { Reply, ReplyPart } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Line, Span } from './markdown-line.ts'
import { shownLine, sourceLines } from './part-lines.ts'

/** Telegram takes no message without text: stands above buttons that come alone. */
const NOTHING = '…'
const MESSAGE_LENGTH = 4096

/** A reply as Telegram's HTML: balanced tags, all else escaped. Buttons and file are not part of it. */
export function renderHtml(reply: Reply): string {
  return render(reply, htmlOfSpan)
}

/** A reply without any markup, for when Telegram does not understand the markup; addresses stand behind their labels. */
export function renderPlain(reply: Reply): string {
  const withAddresses = render(reply, ({ text, href }) =>
    href === null || href === text ? text : `${text} (${href})`,
  )
  if (withAddresses.length <= MESSAGE_LENGTH) return withAddresses
  return visibleText(reply)
}

/** What a person sees of a reply, as Telegram counts it. */
export function visibleText(reply: Reply): string {
  return render(reply, ({ text }) => text)
}

function render(reply: Reply, spanText: (span: Span) => string): string {
  const texts = reply.parts.map((part) => renderPart(part, reply.language, spanText))
  return texts.filter((text) => text.trim() !== '').join('\n\n') || NOTHING
}

function renderPart(part: ReplyPart, language: Language, spanText: (span: Span) => string): string {
  return sourceLines(part)
    .map((source) => renderLine(shownLine(source, part, language), spanText))
    .join('\n')
}

function renderLine({ marker, spans }: Line, spanText: (span: Span) => string): string {
  return marker + spans.map(spanText).join('')
}

function htmlOfSpan({ text, bold, italic, href }: Span): string {
  let html = escapeHtml(text)
  if (href !== null) html = `<a href="${escapeHtml(href)}">${html}</a>`
  if (italic) html = `<i>${html}</i>`
  return bold ? `<b>${html}</b>` : html
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
