import type { Language } from '../i18n/languages.ts'
import { type Article, subjectOf } from '../knowledge/article.ts'
import type { ArticleIndexData } from './article-index.ts'
import { HybridIndex, type PassageScores, type QueryPart } from './hybrid.ts'
import type { NearestExamplesData } from './nearest-examples.ts'
import { SubjectRanker } from './subject-ranker.ts'
import type { ArticleVectors } from './vector/article-vectors.ts'
import type { Vector } from './vector/vector-index.ts'

export interface ArticleHit {
  article: Article
  /** 0 to 1: the fused score. */
  score: number
  /** How probable the article's subject is among the allowed ones. */
  probability: number
}

export interface ArticleSearchResult {
  articles: ArticleHit[]
  passages: PassageScores
}

/** Shares of the rankers in the fused score; measured in docs/retrieval.md. */
export interface RankerWeights {
  hybrid: number
  subjects: number
  vectors: number
}

export const RANKER_WEIGHTS: RankerWeights = { hybrid: 0.6, subjects: 0.4, vectors: 0 }

export interface ArticleSearchOptions {
  weights?: RankerWeights
  /** Without them the other rankers share the score. */
  vectors?: ArticleVectors | null
  /** Messages labelled by subject, in each language; without them the linear model alone ranks the subjects. */
  messages?: Partial<Record<Language, NearestExamplesData>>
}

interface Engine {
  hybrid: HybridIndex
  articles: Article[]
  ranker: SubjectRanker
  /** The subject of each article. */
  subjects: string[]
}

/** Finds articles in one language by words, letter pieces, what others asked about their subjects, and vectors. */
export class ArticleSearch {
  private readonly engines = new Map<Language, Engine>()
  private readonly weights: RankerWeights
  readonly vectors: ArticleVectors | null

  constructor(index: ArticleIndexData, articles: readonly Article[], options: ArticleSearchOptions = {}) {
    const { weights = RANKER_WEIGHTS, vectors = null, messages = {} } = options
    this.weights = shared(vectors ? weights : { ...weights, vectors: 0 })
    this.vectors = vectors
    const byId = new Map(articles.map((article) => [article.id, article]))
    for (const [language, data] of Object.entries(index.languages)) {
      const own = data.hybrid.ids.map((id) => byId.get(id)).filter((article) => article !== undefined)
      this.engines.set(language as Language, {
        hybrid: new HybridIndex(data.hybrid),
        articles: own,
        ranker: new SubjectRanker(data.linear, messages[language as Language] ?? null),
        subjects: own.map(subjectOf),
      })
    }
  }

  /** Languages that can be searched. */
  get languages(): Language[] {
    return [...this.engines.keys()]
  }

  /**
   * Articles that fit best, best first, and the passages that fit. `queryVector` is needed only with vectors whose embedding must be
   * waited for; without it they are left out.
   */
  search(
    query: readonly QueryPart[],
    language: Language,
    allowed: (article: Article) => boolean,
    limit = 10,
    queryVector: Vector | null = null,
  ): ArticleSearchResult {
    const engine = this.engines.get(language)
    if (!engine) return { articles: [], passages: new Map() }
    const permitted = engine.articles.map(allowed)
    const found = engine.hybrid.search(
      query,
      (position) => permitted[position] === true,
      engine.articles.length,
    )
    const permittedSubjects = new Set(engine.subjects.filter((_, position) => permitted[position]))
    const probabilities = engine.ranker.probabilities(query, permittedSubjects)
    const scores = new Map(found.documents.map((hit) => [hit.id, hit.score]))
    const nearness = this.nearness(query, language, permitted, queryVector)
    const ranked = engine.articles
      .map((article, position) => {
        const probability = probabilities.get(engine.subjects[position] as string) ?? 0
        const hybrid = scores.get(article.id) ?? 0
        return {
          article,
          probability,
          score:
            this.weights.hybrid * hybrid +
            this.weights.subjects * probability +
            this.weights.vectors * (nearness.get(position) ?? 0),
        }
      })
      .filter((hit, position) => permitted[position] && hit.score > 0.01)
      .sort((a, b) => b.score - a.score)
    return { articles: ranked.slice(0, limit), passages: found.passages }
  }

  /** How near the permitted articles are by their vectors, by position; the nearest 1. */
  private nearness(
    query: readonly QueryPart[],
    language: Language,
    permitted: readonly boolean[],
    queryVector: Vector | null,
  ): Map<number, number> {
    const { vectors } = this
    if (!vectors || this.weights.vectors === 0) return new Map()
    const vector = queryVector ?? weightedSum(query, (text) => vectors.embedNow(text))
    return vector ? vectors.nearest(vector, language, (position) => permitted[position] === true) : new Map()
  }

  /** Share of the information of the query's words that an article's text in the language holds, 0 to 1. */
  coverage(text: string, language: Language, article: Article): number {
    const engine = this.engines.get(language)
    const position = engine?.articles.indexOf(article) ?? -1
    return engine && position >= 0 ? engine.hybrid.coverage(text, position) : 0
  }
}

function weightedSum(
  query: readonly QueryPart[],
  embed: (text: string) => Vector | null,
): Float32Array | null {
  let sum: Float32Array | null = null
  for (const { text, weight } of query) {
    const vector = embed(text)
    if (!vector) return null
    sum ??= new Float32Array(vector.length)
    for (let index = 0; index < sum.length; index++)
      sum[index] = (sum[index] as number) + weight * (vector[index] as number)
  }
  return sum
}

/** Weights that add up to 1, so that thresholds on the score keep their meaning. */
function shared(weights: RankerWeights): RankerWeights {
  const total = weights.hybrid + weights.subjects + weights.vectors
  return {
    hybrid: weights.hybrid / total,
    subjects: weights.subjects / total,
    vectors: weights.vectors / total,
  }
}
