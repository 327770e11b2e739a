import { createHash } from 'node:crypto'
import path from 'node:path'
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import { LANGUAGES, type Language } from '../../i18n/languages.ts'
import type { Article } from '../../knowledge/article.ts'
import { searchDocument } from '../article-index.ts'
import { DocumentVectors } from './document-vectors.ts'
import { type LatentSemanticData, LatentSemanticEmbeddings, type ParallelText } from './latent-semantic.ts'
import type { Vector } from './vector-index.ts'

export interface ArticleVectorsOptions {
  articles: readonly Article[]
  /** The built-in embedding, or any of LangChain's, such as OpenAIEmbeddings with `encodingFormat: 'float'`. */
  embeddings: EmbeddingsInterface
  /** Names the model and its version; vectors that another one made are not used. */
  model: string
  /** Where indexes are kept; null keeps them in memory only. */
  folder: string | null
  report?: (message: string) => void
}

/** Vectors of the articles, one index a language. */
export class ArticleVectors {
  private constructor(
    private readonly languages: ReadonlyMap<Language, DocumentVectors>,
    private readonly embeddings: EmbeddingsInterface,
  ) {}

  /** Reads the kept indexes and builds what is missing or does not fit. Throws what the embedding throws. */
  static async open(options: ArticleVectorsOptions): Promise<ArticleVectors> {
    const { articles, folder } = options
    const languages = new Map<Language, DocumentVectors>()
    for (const language of LANGUAGES) {
      const documents = articles
        .filter((article) => article.texts[language])
        .map((article) => searchDocument(article, language))
      if (documents.length === 0) continue
      const file = folder && path.join(folder, `vectors.${language}.hnsw`)
      languages.set(language, await DocumentVectors.open({ ...options, documents, file }))
    }
    return new ArticleVectors(languages, options.embeddings)
  }

  /** The vector of a query; null when the embedding must be waited for (then use `embed`). */
  embedNow(text: string): Vector | null {
    return this.embeddings instanceof LatentSemanticEmbeddings ? this.embeddings.embed(text) : null
  }

  async embed(text: string): Promise<Vector> {
    return this.embeddings.embedQuery(text)
  }

  /** How near articles are, by their position among those with a text in the language; the nearest 1. */
  nearest(vector: Vector, language: Language, allowed: (position: number) => boolean): Map<number, number> {
    return this.languages.get(language)?.nearest(vector, allowed) ?? new Map()
  }
}

/** What the built-in embedding learns from the articles; null when they are too few to learn from. */
export function learnArticleEmbedding(articles: readonly Article[]): LatentSemanticData | null {
  const texts = parallelTexts(articles)
  return texts.length < 2 ? null : LatentSemanticEmbeddings.learn(texts).data
}

/** The articles' vectors by the built-in embedding; null without one. */
export async function openBuiltInVectors(
  articles: readonly Article[],
  learned: LatentSemanticData | null,
  folder: string | null,
  report?: (message: string) => void,
): Promise<ArticleVectors | null> {
  if (!learned) return null
  const model = `latent-semantic ${createHash('sha256').update(learned.terms).digest('hex')}`
  return ArticleVectors.open({
    articles,
    embeddings: new LatentSemanticEmbeddings(learned),
    model,
    folder,
    report,
  })
}

/** Texts of the articles side by side in all languages, from which the built-in embedding learns. */
export function parallelTexts(articles: readonly Article[]): ParallelText[] {
  return articles.flatMap((article) => {
    const documents = LANGUAGES.filter((language) => article.texts[language]).map((language) =>
      searchDocument(article, language),
    )
    const full = documents.filter((document) => document.passages.length > 0)
    return [
      documents.map(({ title, summary, questions, examples }) =>
        [title, summary, ...questions, ...examples].join(' '),
      ),
      documents.map(({ summary }) => summary),
      ...sections(full.map(({ passages }) => passages)),
    ].filter((versions) => versions.length > 0)
  })
}

/** Passages under one heading, in each full language. Passages stand in the same order in all of them. */
function sections(versions: readonly { heading: string; text: string }[][]): ParallelText[] {
  const groups = new Map<string, number[]>()
  versions[0]?.forEach(({ heading }, index) => {
    groups.set(heading, [...(groups.get(heading) ?? []), index])
  })
  return [...groups.values()].map((indexes) =>
    versions.map((passages) =>
      indexes.map((index) => `${passages[index]?.heading ?? ''} ${passages[index]?.text ?? ''}`).join(' '),
    ),
  )
}
