import { answerLines, isAnswerable } from '../../src/answering/answerability.ts'
import { LatentSemanticEmbeddings } from '../../src/retrieval/vector/latent-semantic.ts'
import { MiniSearchPeer } from '../support/minisearch-peer.ts'
import {
  type Agreement,
  agreement,
  type RankFigures,
  rankFigures,
  rankOf,
  rounded,
} from '../support/ranks.ts'
import type { Page, PageQuestion, PageSet } from './data.ts'
import { PageSearch } from './page-search.ts'

export interface SystemFigures {
  city: RankFigures
  allPages: RankFigures
  msPerQuestion: number
}

export interface LanguageFigures {
  language: string
  split: string
  product: SystemFigures
  minisearch: SystemFigures
  /** Chosen answer lines of answerable questions, their page given; lines of all questions counted together. */
  lines: Agreement
  /** Abstaining on questions that their page does not answer; null when the set has none. */
  abstention: Agreement | null
}

export interface CrossFigures {
  question: string
  pages: string
  /** Hits among the first, of the pages of the question's city. */
  lexicalHit1: number
  /** By the built-in embedding, learned from the pages of the other cities only. */
  vectorHit1: number
  vectorHit5: number
}

/** The built-in embedding as the product learns it: from the same content in all its languages. */
export function learnFromPages(
  sets: readonly PageSet[],
  included: (page: Page) => boolean = () => true,
): LatentSemanticEmbeddings | null {
  const versions = new Map<string, string[]>()
  for (const { pages } of sets)
    for (const page of pages.filter(included))
      versions.set(page.pageId, [...(versions.get(page.pageId) ?? []), page.lines.join(' ')])
  return versions.size < 2 ? null : LatentSemanticEmbeddings.learn([...versions.values()])
}

export async function measureLanguage(
  set: PageSet,
  embeddings: LatentSemanticEmbeddings | null,
): Promise<LanguageFigures[]> {
  const search = await PageSearch.build(set.pages, set.language, embeddings)
  const peer = new MiniSearchPeer(
    set.pages.map(({ pageId, lines: [title = '', ...lines] }) => ({
      id: pageId,
      title,
      body: lines.join('\n'),
    })),
    set.language,
  )
  const cityOf = new Map(set.pages.map((page) => [page.pageId, page.city]))
  const product = rankAll(set.questions, (question, city) => search.rank(question, city))
  const minisearch = rankAll(set.questions, (question, city) =>
    peer.search(question, (id) => city === null || cityOf.get(id) === city),
  )
  const splits = [...new Set(set.questions.map((question) => question.split))].sort()
  const groups = splits.length > 1 ? ['all', ...splits] : ['all']
  return groups.map((split) => {
    const chosen = (question: PageQuestion) => split === 'all' || question.split === split
    const questions = set.questions.filter(chosen)
    return {
      language: set.language,
      split,
      product: systemFigures(product, chosen),
      minisearch: systemFigures(minisearch, chosen),
      lines: lineAgreement(questions, search),
      abstention: abstention(questions, search),
    }
  })
}

interface Ranked {
  question: PageQuestion
  inCity: number | null
  inAll: number | null
  ms: number
}

/** Ranks of the right pages of all answerable questions, and the time of the search within a city. */
function rankAll(
  questions: readonly PageQuestion[],
  rank: (question: string, city: string | null) => string[],
): Ranked[] {
  return questions
    .filter(({ answers }) => answers.length > 0)
    .map((question) => {
      const isRight = (id: string) => id === question.pageId
      const started = performance.now()
      const inCity = rankOf(rank(question.question, question.city), isRight)
      const ms = performance.now() - started
      return { question, inCity, inAll: rankOf(rank(question.question, null), isRight), ms }
    })
}

function systemFigures(all: readonly Ranked[], chosen: (question: PageQuestion) => boolean): SystemFigures {
  const ranked = all.filter(({ question }) => chosen(question))
  const ms = ranked.reduce((sum, one) => sum + one.ms, 0) / Math.max(1, ranked.length)
  return {
    city: rankFigures(ranked.map(({ inCity }) => inCity)),
    allPages: rankFigures(ranked.map(({ inAll }) => inAll)),
    msPerQuestion: Math.round(ms * 100) / 100,
  }
}

function lineAgreement(questions: readonly PageQuestion[], search: PageSearch): Agreement {
  let right = 0
  let given = 0
  let wanted = 0
  for (const { question, pageId, answers } of questions) {
    if (answers.length === 0) continue
    const chosen = answerLines(search.lineScores(question, pageId))
    right += chosen.filter((line) => answers.includes(line)).length
    given += chosen.length
    wanted += new Set(answers).size
  }
  return agreement(right, given, wanted)
}

function abstention(questions: readonly PageQuestion[], search: PageSearch): Agreement | null {
  const unanswerable = questions.filter(({ answers }) => answers.length === 0)
  if (unanswerable.length === 0) return null
  const abstained = questions.filter(
    ({ question, pageId }) => !isAnswerable(search.coverage(question, pageId)),
  )
  const right = abstained.filter(({ answers }) => answers.length === 0).length
  return agreement(right, abstained.length, unanswerable.length)
}

/** Questions of each language against the pages of each other one. */
export async function measureAcross(sets: readonly PageSet[]): Promise<CrossFigures[]> {
  const cities = [...new Set(sets.flatMap(({ pages }) => pages.map((page) => page.city)))]
  const unseen = new Map(
    cities.map((city) => [city, learnFromPages(sets, (page) => cities.length === 1 || page.city !== city)]),
  )
  const figures: CrossFigures[] = []
  for (const target of sets) {
    const search = await PageSearch.build(target.pages, target.language, null)
    const directions = target.pages.map((page) => ({
      ...page,
      vector: unseen.get(page.city)?.embed(page.lines.join(' ')) ?? new Float32Array(),
    }))
    const nearest = ({ question, city }: PageQuestion) => {
      const vector = unseen.get(city)?.embed(question) ?? new Float32Array()
      return directions
        .filter((page) => page.city === city)
        .map((page) => ({ id: page.pageId, likeness: dot(vector, page.vector) }))
        .sort((a, b) => b.likeness - a.likeness)
        .map(({ id }) => id)
    }
    for (const source of sets) {
      const asked = source.questions.filter(({ answers }) => answers.length > 0)
      if (source === target || asked.length === 0) continue
      const ranks = (rank: (question: PageQuestion) => string[]) =>
        rankFigures(asked.map((one) => rankOf(rank(one), (id) => id === one.pageId)))
      const byVector = ranks(nearest)
      figures.push({
        question: source.language,
        pages: target.language,
        lexicalHit1: rounded(ranks(({ question, city }) => search.rank(question, city)).hit1),
        vectorHit1: byVector.hit1,
        vectorHit5: byVector.hit5,
      })
    }
  }
  return figures
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}
