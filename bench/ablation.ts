import path from 'node:path'
import { parseArgs } from 'node:util'
import { queryParts, readMessage } from '../src/answering/read-message.ts'
import { loadTriage, trainTriageModel } from '../src/answering/triage.ts'
import { readQuestionSets } from '../src/evaluation/question-set.ts'
import type { Language } from '../src/i18n/languages.ts'
import type { Article } from '../src/knowledge/article.ts'
import { loadLexicon } from '../src/knowledge/lexicon.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { buildArticleIndex, searchDocument } from '../src/retrieval/article-index.ts'
import { ArticleSearch } from '../src/retrieval/article-search.ts'
import { DEFAULT_WEIGHTS, HybridIndex, type HybridWeights, type QueryPart } from '../src/retrieval/hybrid.ts'
import type { SearchDocument } from '../src/retrieval/lexical.ts'
import { learnArticleEmbedding, openBuiltInVectors } from '../src/retrieval/vector/article-vectors.ts'
import { DocumentVectors } from '../src/retrieval/vector/document-vectors.ts'
import { readPageSets } from './omos/data.ts'
import { learnFromPages } from './omos/measure.ts'
import { pageDocument } from './omos/page-search.ts'
import { MiniSearchPeer } from './support/minisearch-peer.ts'
import { rankFigures } from './support/ranks.ts'

/** One question with the scores that each ranker gives to each document (the best allowed document 1, or probabilities). */
interface Case {
  group: string
  language: string
  right: boolean[]
  allowed: boolean[]
  /** A factor on the final score, such as for articles that are not written for founders. */
  factor: number[]
  rankers: Record<string, Float32Array>
}

/** Languages in which articles have their full text; in the others title, short answer and questions. */
const FULL = new Set<string>(['en', 'sl', 'es', 'it'])
const NOTHING = Object.fromEntries(
  Object.keys(DEFAULT_WEIGHTS).map((name) => [name, 0]),
) as unknown as HybridWeights
const LEXICAL: Record<string, HybridWeights> = {
  'stems, documents': { ...NOTHING, stemDocument: 1 },
  'stems, passages': { ...NOTHING, stemPassage: 1 },
  'stems, subjects': { ...NOTHING, stemSubject: 1 },
  'pieces, documents': { ...NOTHING, pieceDocument: 1 },
  'pieces, passages': { ...NOTHING, piecePassage: 1 },
  'pieces, subjects': { ...NOTHING, pieceSubject: 1 },
}
const WORDS = { 'stems, documents': 1, 'stems, passages': 0.6, 'stems, subjects': 1 }
const PIECES = { 'pieces, documents': 1, 'pieces, passages': 0.6, 'pieces, subjects': 1 }
const ALL_WORDS = { ...WORDS, ...PIECES }
const share = (weights: Record<string, number>, part: number) => {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, (part * weight) / total]))
}
const lexical = (part: number) => share(ALL_WORDS, part)

const ROWS: { name: string; weights: Record<string, number>; byRank?: boolean }[] = [
  { name: 'MiniSearch (stems, stop words)', weights: { minisearch: 1 } },
  ...Object.keys(LEXICAL).map((name) => ({ name, weights: { [name]: 1 } })),
  { name: 'stems', weights: WORDS },
  { name: 'pieces', weights: PIECES },
  {
    name: 'stems and pieces, no subjects',
    weights: {
      'stems, documents': 1,
      'stems, passages': 0.6,
      'pieces, documents': 1,
      'pieces, passages': 0.6,
    },
  },
  { name: 'stems and pieces (hybrid)', weights: ALL_WORDS },
  { name: 'hybrid, fused by rank', weights: ALL_WORDS, byRank: true },
  { name: 'linear model of subjects alone', weights: { linear: 1 } },
  { name: 'linear model and nearest messages', weights: { subjects: 1 } },
  { name: 'vectors alone', weights: { vectors: 1 } },
  { name: 'hybrid + linear', weights: { ...lexical(0.6), linear: 0.4 } },
  { name: 'hybrid + subjects', weights: { ...lexical(0.6), subjects: 0.4 } },
  { name: 'hybrid + vectors (0.09)', weights: { ...lexical(0.6), vectors: 0.09 } },
  { name: 'hybrid + subjects + vectors (0.09)', weights: { ...lexical(0.6), subjects: 0.4, vectors: 0.09 } },
  { name: 'hybrid + subjects + vectors (0.2)', weights: { ...lexical(0.6), subjects: 0.4, vectors: 0.2 } },
  { name: 'hybrid + subjects + vectors (0.4)', weights: { ...lexical(0.6), subjects: 0.4, vectors: 0.4 } },
  {
    name: 'all, fused by rank',
    weights: { ...lexical(0.6), subjects: 0.4, vectors: 0.09 },
    byRank: true,
  },
]

const { values } = parseArgs({ options: { omos: { type: 'string' }, help: { type: 'boolean' } } })
if (values.help) {
  console.log('node --import tsx bench/ablation.ts [--omos DIR]')
} else {
  const root = path.resolve(import.meta.dirname, '..')
  const cases = await articleCases(root)
  printTable('Articles, hit@1/hit@3 in percent', cases)
  printTable('The same by language, hit@1/hit@3 in percent', cases, ({ language }) => language)
  if (values.omos) printTable('Pages with city filter, hit@1/hit@3 in percent', await pageCases(values.omos))
}

async function articleCases(root: string): Promise<Case[]> {
  const { articles } = await loadKnowledge(path.join(root, 'knowledge'))
  const lexicon = await loadLexicon(path.join(root, 'knowledge'))
  const questions = (await readQuestionSets(path.join(root, 'eval', 'questions'))).filter(
    ({ expect }) => expect.articles.length > 0 && ['answered', 'clarify'].includes(expect.outcome),
  )
  const languages = [...new Set(questions.map(({ lang }) => lang))]
  const index = buildArticleIndex(articles)
  const vectors = await openBuiltInVectors(articles, learnArticleEmbedding(articles), null)
  const messages = await labelledMessages(root, articles, languages)
  const bySubject = { hybrid: 0, subjects: 1, vectors: 0 }
  const linear = new ArticleSearch(index, articles, { weights: bySubject })
  const subjects = new ArticleSearch(index, articles, { weights: bySubject, messages })
  const byVectors = new ArticleSearch(index, articles, {
    weights: { hybrid: 0, subjects: 0, vectors: 1 },
    vectors,
  })
  const cases: Case[] = []
  for (const language of languages) {
    const own = articles.filter((article) => article.texts[language])
    const documents = own.map((article) => searchDocument(article, language))
    const position = new Map(own.map(({ id }, at) => [id, at]))
    const rankers = lexicalRankers(documents, language)
    for (const { text, lang, split, profile, expect } of questions.filter((one) => one.lang === language)) {
      const parts = queryParts(readMessage(text, lang, lexicon), lang, lexicon)
      const country = profile?.country
      const allowed = own.map(({ countries }) => !country || countries.includes(country))
      const scored = (search: ArticleSearch) => {
        const scores = new Float32Array(own.length)
        const permitted = (article: { id: string }) => allowed[position.get(article.id) ?? -1] === true
        for (const hit of search.search(parts, language as Language, permitted, own.length).articles)
          scores[position.get(hit.article.id) as number] = hit.score
        return scores
      }
      cases.push({
        language,
        group: `${FULL.has(language) ? 'en, sl, es, it' : 'the other languages'} ${split}`,
        right: own.map(({ id }) => expect.articles.includes(id)),
        allowed,
        factor: own.map(({ audience }) => (audience === 'founder' ? 1 : 0.93)),
        rankers: {
          ...rankers(parts, allowed),
          linear: scored(linear),
          subjects: scored(subjects),
          vectors: scored(byVectors),
        },
      })
    }
  }
  return cases
}

async function labelledMessages(root: string, articles: Article[], languages: readonly Language[]) {
  const triage = await loadTriage(path.join(root, 'knowledge', 'triage'))
  return Object.fromEntries(
    languages.map((language) => [language, trainTriageModel(triage, articles, language).examples]),
  )
}

async function pageCases(folder: string): Promise<Case[]> {
  const sets = await readPageSets(folder, (message) => console.error(message))
  const embeddings = learnFromPages(sets)
  const cases: Case[] = []
  for (const { language, pages, questions } of sets) {
    const documents = pages.map(pageDocument)
    const rankers = lexicalRankers(documents, language)
    const vectors = embeddings
      ? await DocumentVectors.open({ documents, embeddings, model: 'pages', file: null })
      : null
    for (const { question, city, pageId, answers } of questions) {
      if (answers.length === 0) continue
      const allowed = pages.map((page) => page.city === city)
      const near = new Float32Array(pages.length)
      if (vectors && embeddings)
        for (const [at, nearness] of vectors.nearest(
          embeddings.embed(question),
          (one) => allowed[one] === true,
        ))
          near[at] = nearness
      cases.push({
        group: language,
        language,
        right: pages.map((page) => page.pageId === pageId),
        allowed,
        factor: pages.map(() => 1),
        rankers: { ...rankers([{ text: question, weight: 1 }], allowed), vectors: near },
      })
    }
  }
  return cases
}

/** The lexical rankers and MiniSearch over documents, as scores by position. */
function lexicalRankers(documents: readonly SearchDocument[], language: string) {
  const data = HybridIndex.build(documents, language)
  const indexes = Object.entries(LEXICAL).map(
    ([name, weights]) => [name, new HybridIndex(data, weights)] as const,
  )
  const positions = new Map(documents.map(({ id }, at) => [id, at]))
  const peer = new MiniSearchPeer(
    documents.map(({ id, title, questions, examples, summary, passages }) => ({
      id,
      title,
      body: [...questions, ...examples, summary, ...passages.map(({ text }) => text)].join('\n'),
    })),
    language,
  )
  return (query: readonly QueryPart[], allowed: readonly boolean[]): Record<string, Float32Array> => {
    const permitted = (at: number) => allowed[at] === true
    const result: Record<string, Float32Array> = {}
    for (const [name, index] of indexes) {
      const scores = new Float32Array(documents.length)
      for (const { id, score } of index.search(query, permitted, documents.length).documents)
        scores[positions.get(id) as number] = score
      result[name] = scores
    }
    const found = peer.search(query.map(({ text }) => text).join(' '), (id) =>
      permitted(positions.get(id) ?? -1),
    )
    const scores = new Float32Array(documents.length)
    found.forEach((id, rank) => {
      scores[positions.get(id) as number] = 1 / (rank + 1)
    })
    result.minisearch = scores
    return result
  }
}

function printTable(
  title: string,
  cases: readonly Case[],
  groupOf: (one: Case) => string = ({ group }) => group,
): void {
  const groups = [...new Set(cases.map(groupOf))].sort()
  console.log(`\n${title}\n`)
  console.log(
    `| | ${groups.map((group) => `${group} (${cases.filter((one) => groupOf(one) === group).length})`).join(' | ')} |`,
  )
  console.log(`|---|${groups.map(() => '---').join('|')}|`)
  for (const { name, weights, byRank = false } of ROWS) {
    const known = Object.keys(weights).filter((ranker) => cases.some(({ rankers }) => ranker in rankers))
    if (known.length < Object.keys(weights).length) continue
    const cells = groups.map((group) => {
      const { hit1, hit3 } = rankFigures(
        cases.filter((one) => groupOf(one) === group).map((one) => rightRank(one, weights, byRank)),
      )
      return `${hit1.toFixed(1)}/${hit3.toFixed(1)}`
    })
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
}

/** Rank of the first right document under the weights; ties count against it. */
function rightRank(one: Case, weights: Record<string, number>, byRank: boolean): number | null {
  const total = new Float32Array(one.right.length)
  for (const [name, weight] of Object.entries(weights)) {
    const scores = one.rankers[name] as Float32Array
    const used = byRank ? reciprocalRanks(scores, one.allowed) : scores
    for (let at = 0; at < total.length; at++)
      total[at] = (total[at] as number) + weight * (used[at] as number) * (one.factor[at] as number)
  }
  const best = Math.max(0, ...total.filter((_, at) => one.right[at] && one.allowed[at]))
  if (best === 0) return null
  return (
    1 +
    total.reduce(
      (count, score, at) => count + (one.allowed[at] && !one.right[at] && score >= best ? 1 : 0),
      0,
    )
  )
}

/** Scores of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): 1 / (60 + rank). */
function reciprocalRanks(scores: Float32Array, allowed: readonly boolean[]): Float32Array {
  const order = [...scores.keys()].filter((at) => allowed[at] && (scores[at] as number) > 0)
  order.sort((a, b) => (scores[b] as number) - (scores[a] as number))
  const result = new Float32Array(scores.length)
  order.forEach((at, rank) => {
    result[at] = 1 / (61 + rank)
  })
  return result
}
