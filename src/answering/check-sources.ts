import type { ReplyPart } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Article } from '../knowledge/article.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import { asciiDigits } from '../retrieval/normalise.ts'

/** Something in a reply that no cited article says. */
export interface Ungrounded {
  kind: 'figure' | 'link'
  text: string
}

/**
 * Every figure, date and link of the parts must stand in the articles that the reply cites, in the language in which it
 * is said. Returns what does not; an empty list means that the reply is grounded. It is the same check for
 * composed replies and for what a language model would write.
 */
export function findUngrounded(
  parts: readonly ReplyPart[],
  cited: readonly Article[],
  language: Language,
): Ungrounded[] {
  const found: Ungrounded[] = []
  const evidence = new Map<Language, Set<string>>()
  const links = new Set(cited.flatMap(linksOf))
  for (const part of parts) {
    const partLanguage = part.language ?? language
    let numbers = evidence.get(partLanguage)
    if (!numbers) {
      numbers = new Set(cited.flatMap((article) => numbersOfArticle(article, partLanguage)))
      evidence.set(partLanguage, numbers)
    }
    for (const link of linksIn(part.text)) {
      if (!links.has(link)) found.push({ kind: 'link', text: link })
    }
    if (part.kind === 'sources' || part.kind === 'heading') continue
    for (const number of numbersIn(part.text))
      if (!numbers.has(number)) found.push({ kind: 'figure', text: number })
  }
  return found
}

/** Numbers of a text with their separators ("1,234.56", "15", "080"), without list numbers and links. */
export function numbersIn(text: string): string[] {
  const cleaned = asciiDigits(text)
    .replace(/https?:\/\/[^\s)\]]+/g, ' ')
    .replace(/^\s*\d+\.\s/gm, ' ')
  return (cleaned.match(/\d+(?:[.,:]\d+)*/g) ?? []).map((number) => number.replace(/[.,:]+$/, ''))
}

const known = new WeakMap<Article, Map<Language, string[]>>()

/** Read once for each article and language, since the same ones are cited in many replies. */
function numbersOfArticle(article: Article, language: Language): string[] {
  const ofArticle = known.get(article) ?? new Map<Language, string[]>()
  known.set(article, ofArticle)
  const numbers = ofArticle.get(language) ?? readNumbers(article, language)
  ofArticle.set(language, numbers)
  return numbers
}

function readNumbers(article: Article, language: Language): string[] {
  const texts = [article.texts[language], article.texts.en].filter((text) => text !== undefined)
  return texts
    .flatMap((text) =>
      [
        text.shortAnswer,
        text.title,
        ...text.passages.flatMap((passage) => [passage.heading, passage.raw]),
      ].flatMap((raw) => numbersIn(renderPlaceholders(raw, article.figures, language))),
    )
    .concat(numbersIn(article.reviewBy.replaceAll('-', ' ')).map((part) => String(Number(part))))
}

function linksOf(article: Article): string[] {
  const passages = Object.values(article.texts).flatMap((text) => text.passages)
  return [
    ...article.sources.flatMap((source) => linksIn(source.url)),
    ...passages.flatMap((passage) => linksIn(passage.raw)),
  ]
}

/** Links of a text, without the point or comma of the sentence in which they stand. */
function linksIn(text: string): string[] {
  return (text.match(/https?:\/\/[^\s)\]]+/g) ?? []).map((link) => link.replace(/[.,;:!?]+$/, ''))
}
