import type { Language } from '../i18n/languages.ts'
import type { Passage } from './article.ts'

const REFERENCE = /\[\^([^\]\s]+)\]/g

export interface FrontMatterSplit {
  yaml: string
  body: string
  /** Line (1-based) of the file where the body begins. */
  bodyLine: number
}

/** Splits a language file at its `---` lines; null when it does not begin with front matter. */
export function splitFrontMatter(text: string): FrontMatterSplit | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (lines[0]?.trim() !== '---') return null
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === '---')
  if (end < 0) return null
  return { yaml: lines.slice(1, end).join('\n'), body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 }
}

/** The passages of a body: blocks between empty lines, each with its heading and references. */
export function parsePassages(
  body: string,
  firstLine: number,
  articleId: string,
  language: Language,
): Passage[] {
  const passages: Passage[] = []
  let heading = ''
  let block: string[] = []
  let blockLine = 0

  const close = () => {
    const text = block.join('\n').trim()
    block = []
    if (!text) return
    const sourceIds = [...new Set([...text.matchAll(REFERENCE)].map((match) => match[1] ?? ''))]
    const raw = text
      .replace(REFERENCE, '')
      .replace(/[ \t]+([.,;:])/g, '$1')
      .replace(/[ \t]+$/gm, '')
    const index = passages.length
    passages.push({
      id: `${articleId}#${language}/${index}`,
      articleId,
      language,
      heading,
      index,
      raw,
      sourceIds,
      line: blockLine,
    })
  }

  body.split('\n').forEach((line, offset) => {
    const title = /^##\s+(.+?)\s*#*$/.exec(line)
    if (title) {
      close()
      heading = title[1] ?? ''
    } else if (line.trim() === '') close()
    else {
      if (block.length === 0) blockLine = firstLine + offset
      block.push(line)
    }
  })
  close()
  return passages
}

/** The text as a reader sees it, without Markdown signs; links keep their address in brackets. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, (_, label: string, url: string) =>
      label === url ? url : `${label} (${url})`,
    )
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|[\s(])[*_]([^*_\n]+)[*_](?=[\s).,;:!?]|$)/g, '$1$2')
    .replace(/^- /gm, '• ')
}
