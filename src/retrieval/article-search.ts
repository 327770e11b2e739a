import type { Language } from '../i18n/languages.ts'
import type { Article } from '../knowledge/article.ts'
import type { ArticleIndexData } from './article-index.ts'
import { HybridIndex, type QueryPart } from './hybrid.ts'
import { type LinearModel, linearProbabilities } from './linear.ts'
import type { ArticleVectors } from './vector/article-vectors.ts'
import type { Vector } from './vector/vector-index.ts'

export interface ArticleHit {
  article: Article
  /** 0 to 1: the fused score. */
  score: number
  /** The linear ranker's probability among the allowed articles. */
  probability: number
}

export interface PassageHit {
  passageId: string
  score: number
}

export interface ArticleSearchResult {
  articles: ArticleHit[]
  passages: PassageHit[]
}

/** Shares of the rankers in the fused score; measured in docs/retrieval.md. A share of 0 costs nothing. */
export interface RankerWeights {
  hybrid: number
  linear: number
  vectors: number
}

export const RANKER_WEIGHTS: RankerWeights = { hybrid: 0.55, linear: 0.45, vectors: 0 }

export interface ArticleSearchOptions {
  weights?: RankerWeights
  /** Without them the other rankers share the score. */
  vectors?: ArticleVectors | null
}

interface Engine {
  hybrid: HybridIndex
  articles: Article[]
  linear: LinearModel
  /** Position of the article of each label of the linear model; -1 where it is no longer there. */
  labelPositions: number[]
}

/** Finds articles in one language by words, letter pieces, the linear ranker and vectors. */
export class ArticleSearch {
  private readonly engines = new Map<Language, Engine>()
  private readonly weights: RankerWeights
  readonly vectors: ArticleVectors | null

  constructor(index: ArticleIndexData, articles: readonly Article[], options: ArticleSearchOptions = {}) {
    const { weights = RANKER_WEIGHTS, vectors = null } = options
    this.weights = shared(vectors ? weights : { ...weights, vectors: 0 })
    this.vectors = vectors
    const byId = new Map(articles.map((article) => [article.id, article]))
    for (const [language, data] of Object.entries(index.languages)) {
      const own = data.hybrid.ids.map((id) => byId.get(id)).filter((article) => article !== undefined)
      const positions = new Map(own.map((article, position) => [article.id, position]))
      this.engines.set(language as Language, {
        hybrid: new HybridIndex(data.hybrid),
        articles: own,
        linear: data.linear,
        labelPositions: data.linear.labels.map((label) => positions.get(label) ?? -1),
      })
    }
  }

  /** Languages that can be searched. */
  get languages(): Language[] {
    return [...this.engines.keys()]
  }

  /**
   * Articles and passages that fit best, best first. `queryVector` is needed only with vectors whose embedding must be
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
    if (!engine) return { articles: [], passages: [] }
    const permitted = engine.articles.map(allowed)
    const found = engine.hybrid.search(
      query,
      (position) => permitted[position] === true,
      engine.articles.length,
    )
    const probabilities = probabilitiesOf(query, engine, permitted)
    const scores = new Map(found.documents.map((hit) => [hit.id, hit.score]))
    const nearness = this.nearness(query, language, permitted, queryVector)
    const ranked = engine.articles
      .map((article, position) => {
        const probability = probabilities[position] as number
        const hybrid = scores.get(article.id) ?? 0
        return {
          article,
          probability,
          score:
            this.weights.hybrid * hybrid +
            this.weights.linear * probability +
            this.weights.vectors * (nearness.get(position) ?? 0),
        }
      })
      .filter((hit, position) => permitted[position] && hit.score > 0.01)
      .sort((a, b) => b.score - a.score)
    return {
      articles: ranked.slice(0, limit),
      passages: found.passages.map((hit) => ({ passageId: hit.id, score: hit.score })),
    }
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

/** The linear ranker's probabilities, shared among the permitted articles. */
function probabilitiesOf(query: readonly QueryPart[], engine: Engine, permitted: boolean[]): Float32Array {
  const all = new Float32Array(engine.articles.length)
  for (const part of query) {
    const probabilities = linearProbabilities(engine.linear, part.text)
    engine.labelPositions.forEach((position, label) => {
      if (permitted[position])
        all[position] = (all[position] as number) + (probabilities[label] as number) * part.weight
    })
  }
  const mass = all.reduce((sum, value) => sum + value, 0)
  return mass > 0 ? all.map((value) => value / mass) : all
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
  const total = weights.hybrid + weights.linear + weights.vectors
  return {
    hybrid: weights.hybrid / total,
    linear: weights.linear / total,
    vectors: weights.vectors / total,
  }
}
