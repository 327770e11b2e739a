import type { Article, ArticleText, Passage } from '../../src/knowledge/article.ts'
import type { Area } from '../../src/knowledge/vocabulary.ts'
import { buildArticleIndex } from '../../src/retrieval/article-index.ts'
import { ArticleSearch } from '../../src/retrieval/article-search.ts'

export interface OwnText {
  title: string
  shortAnswer: string
  questions?: string[]
  /** Passages by their heading. */
  passages?: [heading: string, raw: string][]
}

/** A small article in English, with one official and one other source; `changes` are its facts. */
export function anArticle(id: string, english: OwnText, changes: Partial<Article> = {}): Article {
  const [area, topic] = id.split('/') as [Area, string]
  return {
    id,
    area,
    topic,
    countries: area === 'si' || area === 'es' || area === 'it' ? [area] : ['si', 'es', 'it'],
    audience: 'founder',
    reviewed: '2026-11-01',
    reviewBy: '2027-05-01',
    validFrom: null,
    validUntil: null,
    sources: [
      { ...SOURCE, id: 'blog', title: 'A blog', url: 'https://blog.example/page', confidence: 'secondary' },
      { ...SOURCE, id: 'office', title: 'The office', url: 'https://office.example/page' },
    ],
    asks: [],
    applies: 'all',
    handover: [],
    figures: {},
    related: [],
    terms: [],
    research: null,
    ...changes,
    texts: { en: anArticleText(id, english), ...changes.texts },
  }
}

const SOURCE = {
  authority: 'Office',
  language: 'en',
  seen: '2026-11',
  confidence: 'official' as const,
}

export function anArticleText(
  id: string,
  own: OwnText,
  language: ArticleText['language'] = 'en',
): ArticleText {
  return {
    language,
    title: own.title,
    shortAnswer: own.shortAnswer,
    questions: own.questions ?? [own.title],
    examples: [],
    asked: [],
    passages: (own.passages ?? []).map(
      ([heading, raw], index): Passage => ({
        id: `${id}#${language}/${index}`,
        articleId: id,
        language,
        heading,
        index,
        raw,
        sourceIds: ['office'],
        line: index + 1,
      }),
    ),
    translatedFrom: null,
    checkedBy: null,
    version: { short: 'a', full: 'b' },
    file: `knowledge/${id}/${language}.md`,
  }
}

export function aFigure(name: string, value: number, unit: string, sources = ['office']) {
  return { [name]: { name, value, unit, year: 2026, sources, example: false } }
}

export function searchIn(articles: readonly Article[]): ArticleSearch {
  return new ArticleSearch(buildArticleIndex(articles), articles)
}
