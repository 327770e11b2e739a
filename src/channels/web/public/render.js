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
      renderInline(bullet ? bullet[1] : numbered[2], item)
      list.append(item)
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

function renderInline(text, into) {
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    into.append(text.slice(from, match.index))
    from = match.index + match[0].length
    if (match[1] !== undefined) {
      const strong = document.createElement('strong')
      strong.textContent = match[1]
      into.append(strong)
    } else into.append(link(match[2] ?? match[4], match[3] ?? match[4]))
  }
  into.append(text.slice(from))
}

function link(label, url) {
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.textContent = label
  anchor.target = '_blank'
  anchor.rel = 'noopener noreferrer'
  anchor.dir = 'auto'
  return anchor
}
