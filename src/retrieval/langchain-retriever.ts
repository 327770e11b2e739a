import { Document } from '@langchain/core/documents'
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers'
import type { Language } from '../i18n/languages.ts'
import type { Article, Passage } from '../knowledge/article.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import { plainText } from '../knowledge/markdown.ts'
import type { Audience, Country, Status } from '../knowledge/vocabulary.ts'
import type { ArticleHit, ArticleSearch } from './article-search.ts'
import type { PassageScores } from './hybrid.ts'

export interface SmallStepsRetrieverInput extends BaseRetrieverInput {
  search: ArticleSearch
  articles: readonly Article[]
  /** Language of the question, and of the documents where the article has its full text in it. */
  language: Language
  /** Only articles of this country and those common to all. */
  country?: Country | null
  /** Only articles that apply to this status. */
  status?: Status | null
  audience?: Audience | null
  /** Documents given at most. */
  limit?: number
}

export interface PassageMetadata extends Record<string, unknown> {
  article: string
  language: Language
  title: string
  heading: string
  /** Score of the article, comparable within one query only. */
  score: number
  sources: { title: string; url: string; seen: string }[]
  review_by: string
}

const PASSAGES_OF_AN_ARTICLE = 3

/**
 * The product's search as a LangChain retriever. Where an article has no full text in the language, its short answer
 * stands for it.
 *
 * @example
 * const { tools } = await openAssistant({ root: '.', cacheFolder: 'data/cache', today: () => '2026-11-26' })
 * const retriever = new SmallStepsRetriever({
 *   search: tools.search,
 *   articles: tools.articles,
 *   language: 'en',
 *   country: 'si',
 * })
 * const documents = await retriever.invoke('What does it cost to register as a sole trader?')
 * documents[0]?.metadata.article // 'si/register-sole-trader'
 */
export class SmallStepsRetriever extends BaseRetriever<PassageMetadata> {
  lc_namespace = ['small-steps', 'retrievers']
  private readonly input: SmallStepsRetrieverInput

  static override lc_name(): string {
    return 'SmallStepsRetriever'
  }

  constructor(input: SmallStepsRetrieverInput) {
    super(input)
    this.input = input
  }

  /** Passages of the best articles, best article first. Never throws for what is asked; an empty question finds nothing. */
  override async _getRelevantDocuments(query: string): Promise<Document<PassageMetadata>[]> {
    if (query.trim() === '') return []
    const { search, language, limit = 6 } = this.input
    const vector = search.vectors ? await search.vectors.embed(query) : null
    const found = search.search(
      [{ text: query, weight: 1 }],
      language,
      (article) => this.allows(article),
      limit,
      vector,
    )
    return found.articles.flatMap((hit) => documentsOf(hit, language, found.passages)).slice(0, limit)
  }

  private allows(article: Article): boolean {
    const { country, status, audience } = this.input
    return (
      (!country || article.countries.includes(country)) &&
      (!audience || article.audience === audience) &&
      (!status || article.applies === 'all' || article.applies.includes(status))
    )
  }
}

function documentsOf(
  hit: ArticleHit,
  language: Language,
  passageScores: PassageScores,
): Document<PassageMetadata>[] {
  const { article } = hit
  const text = article.texts[language]
  if (!text) return []
  const best = text.passages
    .filter((passage) => passageScores.has(passage.id))
    .sort((a, b) => (passageScores.get(b.id) ?? 0) - (passageScores.get(a.id) ?? 0))
    .slice(0, PASSAGES_OF_AN_ARTICLE)
  if (best.length === 0) return [documentOf(hit, language, text.title, null, text.shortAnswer)]
  return best.map((passage) => documentOf(hit, language, text.title, passage, passage.raw))
}

function documentOf(
  { article, score }: ArticleHit,
  language: Language,
  title: string,
  passage: Passage | null,
  raw: string,
): Document<PassageMetadata> {
  const cited = passage && passage.sourceIds.length > 0 ? new Set(passage.sourceIds) : null
  return new Document({
    pageContent: plainText(renderPlaceholders(raw, article.figures, language)),
    metadata: {
      article: article.id,
      language,
      title,
      heading: passage?.heading ?? '',
      score,
      sources: article.sources
        .filter((source) => !cited || cited.has(source.id))
        .map(({ title: name, url, seen }) => ({ title: name, url, seen })),
      review_by: article.reviewBy,
    },
  })
}
