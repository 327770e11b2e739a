import type { Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Article } from '../knowledge/article.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import { sentences } from '../retrieval/article-index.ts'
import { isOftenRomanised, skeletonText } from '../retrieval/latin-text.ts'
import { contentStems, type ParallelText, type TranslationTable } from '../retrieval/translation.ts'

/**
 * What helps to choose passages in English for a question in a language without full texts: words of the language with
 * their English counterparts, and how much each English stem tells.
 */
export interface Translations {
  tables: Partial<Record<Language, TranslationTable>>
  /** Inverse document frequency of English stems over all passages. */
  idf: Map<string, number>
}

/** Titles and short answers, which say the same in every language, and system texts, beside their English. */
export function parallelTexts(
  articles: readonly Article[],
  messages: Messages,
  language: Language,
): ParallelText[] {
  const ofArticles = articles.flatMap((article) => {
    const [own, english] = [article.texts[language], article.texts.en]
    if (!own || !english) return []
    const shown = (text: string, of: Language) => renderPlaceholders(text, article.figures, of)
    const [from, to] = [
      sentences(shown(own.shortAnswer, language)),
      sentences(shown(english.shortAnswer, 'en')),
    ]
    const answers =
      from.length === to.length
        ? from.map((sentence, index) => ({ from: sentence, to: to[index] as string }))
        : [{ from: from.join(' '), to: to.join(' ') }]
    return [{ from: own.title, to: english.title }, ...answers]
  })
  const ofMessages = messages.keys(language).map((key) => ({
    from: withoutValues(messages.raw(language, key) ?? ''),
    to: withoutValues(messages.raw('en', key) ?? ''),
  }))
  const all = [...ofArticles, ...ofMessages]
  if (!isOftenRomanised(language)) return all
  return [...all, ...all.map(({ from, to }) => ({ from: skeletonText(from, language), to }))]
}

function withoutValues(message: string): string {
  return message.replace(/\{[^{}]*\}/g, ' ')
}

/** How much each English stem tells: its inverse document frequency over all passages. */
export function passageIdf(articles: readonly Article[]): Map<string, number> {
  const counts = new Map<string, number>()
  const passages = articles.flatMap((article) => article.texts.en?.passages ?? [])
  for (const passage of passages) {
    for (const stem of new Set(contentStems(`${passage.heading} ${passage.raw}`, 'en')))
      counts.set(stem, (counts.get(stem) ?? 0) + 1)
  }
  return new Map([...counts].map(([stem, count]) => [stem, Math.log(1 + passages.length / count)]))
}
