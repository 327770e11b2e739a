import type { Language } from '../i18n/languages.ts'
import type { Article } from '../knowledge/article.ts'
import { isCountry } from '../knowledge/vocabulary.ts'
import type { ArticleHit, ArticleSearch } from '../retrieval/article-search.ts'
import type { PassageScores } from '../retrieval/hybrid.ts'
import { stopWords } from '../retrieval/stopwords.ts'
import { words } from '../retrieval/tokenise.ts'
import type { MessageReading } from './read-message.ts'

/** One of several questions in a message, with the article that answers it. */
export interface SeparateQuestion {
  question: string
  article: Article
  passages: PassageScores
}

/** Which articles may answer, and in which order they are preferred. */
export interface Candidates {
  allowed: (article: Article) => boolean
  preferred: (hits: ArticleHit[]) => ArticleHit[]
}

/** More than so many questions in one message are read as one story. */
const MOST_QUESTIONS = 4
/** How sure a question must be of its own article to stand alone. */
const CLEAR = { score: 0.45, probability: 0.3, coverage: 0.45, sureProbability: 0.5, words: 2 }

/**
 * The questions of a message that ask about different things, in their order; empty when the message asks one thing.
 * A sentence that only adds to the one before ("and what does it cost?") belongs to it.
 */
export function separateQuestions(
  reading: MessageReading,
  language: Language,
  among: Candidates,
  search: ArticleSearch,
): SeparateQuestion[] {
  const { questions } = reading
  if (questions.length < 2 || questions.length > MOST_QUESTIONS) return []
  const found: SeparateQuestion[] = []
  for (const question of questions) {
    const own = clearAnswer(question, language, among, search)
    const last = found.at(-1)
    if (own && !found.some((other) => sameTopic(other.article, own.article))) found.push(own)
    else if (last) last.question = `${last.question} ${question}`
  }
  return found.length > 1 ? found : []
}

function clearAnswer(
  question: string,
  language: Language,
  among: Candidates,
  search: ArticleSearch,
): SeparateQuestion | null {
  const stop = stopWords(language)
  const content = words(question, language).filter((word) => !stop.has(word))
  if (content.length < CLEAR.words) return null
  const { articles, passages } = search.search([{ text: question, weight: 1 }], language, among.allowed)
  const best = among.preferred(articles)[0]
  if (!best || best.score < CLEAR.score) return null
  // General articles speak of everything a little: for them a question must be surer.
  const needed = isCountry(best.article.area) ? CLEAR.probability : CLEAR.sureProbability
  if (best.probability < needed) return null
  const covered = search.coverage(question, language, best.article) >= CLEAR.coverage
  if (!covered && best.probability < CLEAR.sureProbability) return null
  return { question, article: best.article, passages }
}

/** The same topic of two countries is one question as long as the country is open. */
function sameTopic(one: Article, other: Article): boolean {
  return one.id === other.id || one.topic === other.topic
}
