import { appendText } from './direction.js'

/**
 * Draws the Markdown subset of replies (paragraphs, lists, **bold**, [links](https://…)) with DOM nodes only: text from
 * outside never becomes HTML.
 */
export function renderMarkdown(text, into) {
  let list = null
  let paragraph = null
  const close = () => {
    list = null
    paragraph = null
  }
  for (const line of text.split('\n')) {
    const bullet = /^- (.*)$/.exec(line)
    const numbered = /^(\d+)\. (.*)$/.exec(line)
    if (bullet || numbered) {
      const tag = bullet ? 'ul' : 'ol'
      if (!list || list.tagName.toLowerCase() !== tag) {
        close()
        list = document.createElement(tag)
        if (numbered) list.start = Number(numbered[1])
        into.append(list)
      }
      const item = document.createElement('li')
      list.append(item)
      renderInline(bullet ? bullet[1] : numbered[2], item)
      paragraph = null
    } else if (line.trim() === '') {
      close()
    } else {
      list = null
      if (paragraph) paragraph.append(document.createElement('br'))
      else {
        paragraph = document.createElement('p')
        into.append(paragraph)
      }
      renderInline(line, paragraph)
    }
  }
}

const INLINE = /\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:[^)\s]+)\)|(https?:\/\/[^\s)\]]+[^\s)\].,;:!?])/g

/** The space within an amount ("1 950 EUR", "32 %", "**32** %"): no line ends there. */
const SPACE_IN_AMOUNT = /(\d\**) (?=\**(?:EUR|€|%|\d{3}(?!\d)))/g

function renderInline(line, into) {
  const text = line.replace(SPACE_IN_AMOUNT, '$1\u00A0')
  const rightToLeft = into.closest('[dir]')?.dir === 'rtl'
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    appendText(text.slice(from, match.index), into, rightToLeft)
    from = match.index + match[0].length
    if (match[1] !== undefined) {
      const strong = document.createElement('strong')
      appendText(match[1], strong, rightToLeft)
      into.append(strong)
    } else into.append(link(match[2] ?? match[4], match[3] ?? match[4]))
  }
  appendText(text.slice(from), into, rightToLeft)
}

function link(label, url) {
  const anchor = document.createElement('a')
  anchor.href = url
  appendText(label, anchor)
  anchor.target = '_blank'
  anchor.rel = 'noopener noreferrer'
  anchor.dir = 'auto'
  return anchor
}
