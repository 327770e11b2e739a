import { createHash } from 'node:crypto'
import path from 'node:path'
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import { LANGUAGES, type Language } from '../../i18n/languages.ts'
import type { Article } from '../../knowledge/article.ts'
import { searchDocument } from '../article-index.ts'
import { LatentSemanticEmbeddings, type ParallelText } from './latent-semantic.ts'
import { type Vector, VectorIndex } from './vector-index.ts'

/** A text of an article with a vector of its own. */
interface VectorItem {
  articleId: string
  text: string
}

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

/** Vectors of the articles, one index a language: questions, messages, title, short answer and passages. */
export class ArticleVectors {
  private constructor(
    private readonly languages: ReadonlyMap<Language, { index: VectorIndex; owners: string[] }>,
    private readonly embeddings: EmbeddingsInterface,
  ) {}

  /** Reads the kept indexes and builds what is missing or does not fit. Throws what the embedding throws. */
  static async open(options: ArticleVectorsOptions): Promise<ArticleVectors> {
    const { articles, embeddings, model, folder, report } = options
    const languages = new Map<Language, { index: VectorIndex; owners: string[] }>()
    const dimension = (await embeddings.embedQuery('Small Steps')).length
    for (const language of LANGUAGES) {
      const items = articles.flatMap((article) => itemsOf(article, language))
      if (items.length === 0) continue
      const index = await VectorIndex.open({
        file: folder && path.join(folder, `${language}.hnsw`),
        key: keyOf(model, items),
        dimension,
        count: items.length,
        vectors: () => vectorsOf(items, embeddings),
        report,
      })
      languages.set(language, { index, owners: items.map((item) => item.articleId) })
    }
    return new ArticleVectors(languages, embeddings)
  }

  /** The vector of a query; null when the embedding must be waited for (then use `embed`). */
  embedNow(text: string): Vector | null {
    return this.embeddings instanceof LatentSemanticEmbeddings ? this.embeddings.embed(text) : null
  }

  async embed(text: string): Promise<Vector> {
    return this.embeddings.embedQuery(text)
  }

  /** The cosine of each article's nearest text, of the articles that are near at all. */
  nearest(vector: Vector, language: Language, allowed: (articleId: string) => boolean): Map<string, number> {
    const found = new Map<string, number>()
    const own = this.languages.get(language)
    if (!own || vector.every((value) => value === 0)) return found
    const permitted = new Map<string, boolean>()
    const isAllowed = (position: number) => {
      const id = own.owners[position] as string
      let answer = permitted.get(id)
      if (answer === undefined) {
        answer = allowed(id)
        permitted.set(id, answer)
      }
      return answer
    }
    for (const { position, similarity } of own.index.search(vector, NEIGHBOURS, isAllowed)) {
      const id = own.owners[position] as string
      if (similarity > (found.get(id) ?? 0)) found.set(id, similarity)
    }
    return found
  }
}

/** Texts looked at for one query; several belong to the same article. */
const NEIGHBOURS = 120

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

function itemsOf(article: Article, language: Language): VectorItem[] {
  if (!article.texts[language]) return []
  const { title, summary, questions, examples, passages } = searchDocument(article, language)
  return [
    ...questions,
    ...examples,
    title,
    summary,
    ...passages.map(({ heading, text }) => `${title} ${heading} ${text}`),
  ].map((text) => ({ articleId: article.id, text }))
}

/** Texts handed to the embedding at once; servers limit a request. */
const BATCH = 256

async function vectorsOf(items: readonly VectorItem[], embeddings: EmbeddingsInterface): Promise<Vector[]> {
  if (embeddings instanceof LatentSemanticEmbeddings) return items.map(({ text }) => embeddings.embed(text))
  const vectors: Vector[] = []
  for (let start = 0; start < items.length; start += BATCH)
    vectors.push(
      ...(await embeddings.embedDocuments(items.slice(start, start + BATCH).map(({ text }) => text))),
    )
  return vectors
}

function keyOf(model: string, items: readonly VectorItem[]): string {
  const hash = createHash('sha256')
  for (const { articleId, text } of items) hash.update(`${articleId}\0${text}\0`)
  return `${model} ${hash.digest('hex')}`
}
