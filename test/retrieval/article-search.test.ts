import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Embeddings } from '@langchain/core/embeddings'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Article } from '../../src/knowledge/article.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { type ArticleIndexData, buildArticleIndex } from '../../src/retrieval/article-index.ts'
import { ArticleSearch } from '../../src/retrieval/article-search.ts'
import { SmallStepsRetriever } from '../../src/retrieval/langchain-retriever.ts'
import {
  ArticleVectors,
  learnArticleEmbedding,
  openBuiltInVectors,
} from '../../src/retrieval/vector/article-vectors.ts'
import { smallKnowledge } from '../support/small-knowledge.ts'

/** The product gives vectors no share by default; here they have one. */
const WEIGHTS = { hybrid: 0.5, subjects: 0.4, vectors: 0.1 }

let articles: Article[]
let index: ArticleIndexData
let vectors: ArticleVectors | null

beforeAll(async () => {
  articles = (await loadKnowledge(path.join(await smallKnowledge(), 'knowledge'))).articles
  index = buildArticleIndex(articles)
  vectors = await openBuiltInVectors(articles, learnArticleEmbedding(articles), null)
}, 60_000)

const ask = (search: ArticleSearch, text: string, allowed: (article: Article) => boolean = () => true) =>
  search.search([{ text, weight: 1 }], 'en', allowed).articles.map(({ article }) => article.id)

describe('the article search', () => {
  it.each([true, false])('finds the article of a country (with vectors: %s)', (withVectors) => {
    const search = new ArticleSearch(index, articles, {
      weights: WEIGHTS,
      vectors: withVectors ? vectors : null,
    })
    const inItaly = (article: Article) => article.countries.includes('it')
    expect(ask(search, 'when do i have to charge vat', inItaly)[0]).toBe('it/vat')
    expect(ask(search, 'wehn do i hvae to chrage vat', inItaly)[0]).toBe('it/vat')
  })

  it('gives nothing that the filter does not allow', () => {
    const search = new ArticleSearch(index, articles, { vectors, weights: WEIGHTS })
    expect(ask(search, 'vat', (article) => article.area === 'es').every((id) => id.startsWith('es/'))).toBe(
      true,
    )
    expect(ask(search, 'vat', () => false)).toEqual([])
  })

  it('gives the same scores each time', () => {
    const scores = () =>
      new ArticleSearch(index, articles, { vectors, weights: WEIGHTS })
        .search([{ text: 'social contributions', weight: 1 }], 'en', () => true)
        .articles.map(({ score }) => score)
    expect(scores()).toEqual(scores())
  })

  it('a language without articles, or an empty question, finds nothing', () => {
    const search = new ArticleSearch(index, articles, { vectors, weights: WEIGHTS })
    expect(search.search([{ text: 'vat', weight: 1 }], 'bn', () => true).articles).toEqual([])
    expect(search.search([], 'en', () => true).passages.size).toBe(0)
  })
})

/** Counts letters: enough to tell that another embedding is asked and waited for. */
class LetterEmbeddings extends Embeddings {
  asked: string[] = []

  constructor(private readonly fault: 'none' | 'NaN' = 'none') {
    super({})
  }

  override async embedQuery(text: string): Promise<number[]> {
    this.asked.push(text)
    return this.vectorOf(text)
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => this.vectorOf(text))
  }

  private vectorOf(text: string): number[] {
    const counts = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => text.split(letter).length - 1)
    return this.fault === 'NaN' ? counts.with(0, Number.NaN) : counts
  }
}

describe('vectors of articles', () => {
  it('are kept, and a damaged index among them is built anew', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'article-vectors-'))
    const learned = learnArticleEmbedding(articles)
    await openBuiltInVectors(articles, learned, folder)
    expect((await readdir(folder)).sort()).toEqual([
      'vectors.en.hnsw',
      'vectors.en.hnsw.json',
      'vectors.sl.hnsw',
      'vectors.sl.hnsw.json',
    ])
    await writeFile(path.join(folder, 'vectors.en.hnsw'), Buffer.alloc(5000, 0xff))
    const reports: string[] = []
    const again = await openBuiltInVectors(articles, learned, folder, (message) => reports.push(message))
    expect(reports).toEqual([expect.stringContaining('vectors.en.hnsw is not used')])
    expect(
      ask(new ArticleSearch(index, articles, { vectors: again, weights: WEIGHTS }), 'vat rates in spain')[0],
    ).toBe('es/vat')
  })

  it('come from any LangChain embedding, whose query vector is waited for', async () => {
    const embeddings = new LetterEmbeddings()
    const others = await ArticleVectors.open({ articles, embeddings, model: 'letters', folder: null })
    expect(others.embedNow('vat')).toBeNull()
    const search = new ArticleSearch(index, articles, { vectors: others, weights: WEIGHTS })
    const retriever = new SmallStepsRetriever({ search, articles, language: 'en', country: 'si' })
    expect((await retriever.invoke('vat limit'))[0]?.metadata.article).toBe('si/vat')
    expect(embeddings.asked).toContain('vat limit')
  })

  it('that are no numbers are refused', async () => {
    const embeddings = new LetterEmbeddings('NaN')
    await expect(
      ArticleVectors.open({ articles, embeddings, model: 'letters', folder: null }),
    ).rejects.toMatchObject({ code: 'VECTORS_UNUSABLE' })
  })
})

describe('the LangChain retriever', () => {
  const retriever = (more: object = {}) =>
    new SmallStepsRetriever({
      search: new ArticleSearch(index, articles, { vectors, weights: WEIGHTS }),
      articles,
      language: 'en',
      country: 'si',
      ...more,
    })

  it('gives passages with their article, sources and date of review', async () => {
    const [document] = await retriever().invoke('what is the vat limit')
    expect(document?.metadata).toMatchObject({ article: 'si/vat', language: 'en' })
    expect(document?.metadata.review_by).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(document?.metadata.sources[0]).toEqual({
      title: expect.any(String),
      url: expect.stringMatching(/^https?:/),
      seen: expect.stringMatching(/^\d{4}/),
    })
    expect(document?.pageContent).not.toMatch(/\{\{|\[\^/)
  })

  it('keeps to the country, the audience and the limit', async () => {
    const documents = await retriever({ country: 'es', audience: 'founder', limit: 4 }).invoke('vat')
    expect(documents.length).toBeGreaterThan(0)
    expect(documents.length).toBeLessThanOrEqual(4)
    expect(documents.every(({ metadata }) => metadata.article.startsWith('es/'))).toBe(true)
  })

  it('an empty question finds nothing', async () => {
    expect(await retriever().invoke('  ')).toEqual([])
  })
})
