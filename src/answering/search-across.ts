import type { Language } from '../i18n/languages.ts'
import type { Article } from '../knowledge/article.ts'
import type { ArticleHit, ArticleSearch, ArticleSearchResult } from '../retrieval/article-search.ts'
import type { QueryPart } from '../retrieval/hybrid.ts'
import { translatedStems } from '../retrieval/translation.ts'
import type { Translations } from './translations.ts'

/** What the search in English counts beside that in the language of the message; measured in docs/retrieval.md. */
const ENGLISH_SHARE = 0.2
const MOST_HITS = 10
const ALL = 1000

/**
 * Articles that fit a message, by what they say in its language and, through the words learned from the parallel texts,
 * by what they say in English, where most is written about each of them. Passages are those of the message's language.
 */
export function searchAcross(
  query: readonly QueryPart[],
  language: Language,
  allowed: (article: Article) => boolean,
  { search, translations }: { search: ArticleSearch; translations: Translations | null },
): ArticleSearchResult {
  const inEnglish = englishQuery(query, language, translations)
  if (inEnglish.length === 0) return search.search(query, language, allowed, MOST_HITS)
  const own = search.search(query, language, allowed, ALL)
  const across = search.search(inEnglish, 'en', allowed, ALL)
  return { articles: fused(own.articles, across.articles), passages: own.passages }
}

function englishQuery(
  query: readonly QueryPart[],
  language: Language,
  translations: Translations | null,
): QueryPart[] {
  const table = language === 'en' ? undefined : translations?.tables[language]
  if (!table) return []
  return query
    .map(({ text, weight }) => ({
      text: [...translatedStems(table, text, language).keys()].join(' '),
      weight,
    }))
    .filter(({ text }) => text !== '')
}

function fused(own: readonly ArticleHit[], across: readonly ArticleHit[]): ArticleHit[] {
  const hits = new Map<Article, ArticleHit>()
  for (const hit of own) hits.set(hit.article, { ...hit, score: hit.score * (1 - ENGLISH_SHARE) })
  for (const { article, score } of across) {
    const hit = hits.get(article) ?? { article, score: 0, probability: 0 }
    hits.set(article, { ...hit, score: hit.score + score * ENGLISH_SHARE })
  }
  return [...hits.values()].sort((a, b) => b.score - a.score).slice(0, MOST_HITS)
}
