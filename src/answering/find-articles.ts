import type { Language } from '../i18n/languages.ts'
import type { Article } from '../knowledge/article.ts'
import type { Lexicon } from '../knowledge/lexicon.ts'
import { type Country, isCountry, type Status } from '../knowledge/vocabulary.ts'
import type { ArticleHit, ArticleSearch } from '../retrieval/article-search.ts'
import type { PassageScores, QueryPart } from '../retrieval/hybrid.ts'
import { normalise } from '../retrieval/normalise.ts'
import { countriesOf, type MessageReading, queryParts } from './read-message.ts'
import { searchAcross } from './search-across.ts'
import type { Translations } from './translations.ts'
import type { Question } from './types.ts'

export interface Findings {
  hits: ArticleHit[]
  passages: PassageScores
  /** Share of the question's information that the best article holds, 0 to 1. */
  coverage: number
  /** The talk so far was needed to understand the question. */
  followUp: boolean
  query: QueryPart[]
}

/** How much the question before counts beside "And how much?", "And the fee?", other follow-ups, and what may be one. */
const WORDLESS_FOLLOW_UP = 3
const BARE_FOLLOW_UP = 2.5
const FOLLOW_UP = 0.6
const PERHAPS_FOLLOW_UP = 0.25
/** How much an article common to all countries counts beside one of the person's country. */
const GENERAL_SHARE = 0.76
/** What an article for consultants and municipalities counts for everybody else. */
const OTHER_AUDIENCE_SHARE = 0.93
/** What the article on the person's own status gains: the same question has another answer for each status. */
const STATUS_BONUS = 0.1
/** What an article on the topic of a case for a person gains. */
const CASE_BONUS = 0.15
/** The share of the best score from which the country's own article on the same matter comes first. */
const OWN_RULES_SHARE = 0.55
/** From this probability of an article on, a short message has a topic of its own. */
const OWN_TOPIC = 0.4
/** From it on, its only word has one: "cuota" belongs to the contributions whatever was asked before. */
const OWN_WORD = 0.7
/** Below it a message may be anything; what that gains and costs is measured in docs/decisions (the talk so far). */
const VAGUE = 0.25

/** Articles for the question, for one country (and the rules common to all) or for any when it is not known. */
export function findArticles(
  question: Question,
  reading: MessageReading,
  language: Language,
  country: Country | null,
  tools: { search: ArticleSearch; translations: Translations | null; lexicon: Lexicon },
): Findings {
  const allowed = allowedFor(country, question, reading)
  const previous = previousQuestion(question)
  const own = queryParts(reading, language, tools.lexicon)
  const alone = searchAcross(own, language, allowed, tools)
  const ownCoverage = coverageOf(reading, language, alone.articles[0], tools.search)
  const share =
    previous === null ? 0 : shareOfHistory(reading, language, alone.articles[0], ownCoverage, tools)
  if (share === 0 || previous === null)
    return {
      hits: preferred(alone.articles, question, country),
      passages: alone.passages,
      coverage: ownCoverage,
      followUp: false,
      query: own,
    }
  const query = [...own, { text: previous, weight: share }]
  const found = searchAcross(query, language, allowed, tools)
  const combined: MessageReading = { ...reading, questions: [...reading.questions, previous] }
  return {
    hits: preferred(found.articles, question, country),
    passages: found.passages,
    coverage: coverageOf(combined, language, found.articles[0], tools.search),
    followUp: share >= FOLLOW_UP,
    query,
  }
}

/** A message of so few words asks on about the country of the question before, whosever it is. */
const SHORT_FOLLOW_UP = 4

/**
 * The country of the talk so far: for a short follow-up that of the question before; else the last one that the person
 * named as the own, before any that was named of others.
 */
export function countryOfHistory(
  question: Question,
  { contentWords }: Pick<MessageReading, 'contentWords'>,
  language: Language,
  lexicon: Lexicon,
): Country | null {
  const asked = question.history.filter(({ role }) => role === 'user').reverse()
  let last: Country | null = null
  for (const [back, { text }] of asked.entries()) {
    const { countries, ownCountry } = countriesOf(text, language, lexicon)
    const [named] = countries
    if (back === 0 && named && contentWords <= SHORT_FOLLOW_UP) return named
    if (ownCountry) return ownCountry
    last ??= named ?? null
  }
  return last
}

/** Articles that may answer: for the country when it is known, and for the status when it is known. */
export function allowedFor(
  country: Country | null,
  question: Question,
  { notEuCitizen }: Pick<MessageReading, 'notEuCitizen'>,
): (article: Article) => boolean {
  const status = question.profile.status
  return (article) => {
    if (country && !article.countries.includes(country)) return false
    if (notEuCitizen && isForEuCitizens(article)) return false
    if (!status || status === 'unknown' || status === 'other' || article.applies === 'all') return true
    return article.applies.includes(status) || article.applies.includes('other')
  }
}

/** An article on the rights of EU citizens speaks to them and their families, not to holders of work permits. */
function isForEuCitizens({ applies }: Article): boolean {
  return applies !== 'all' && applies.includes('eu_citizen') && !applies.includes('work_permit')
}

/**
 * What is written for consultants and municipalities comes after what is written for founders, and where the country is
 * known, its own rules come before general ones that fit about as well (measured on the tuning questions).
 */
export function preferred(hits: ArticleHit[], question: Question, country: Country | null): ArticleHit[] {
  const forFounders = question.profile.audience !== 'consultant'
  const ownTopic = topicOfStatus(question.profile.status)
  const score = ({ article, score }: ArticleHit) =>
    score * (forFounders && article.audience !== 'founder' ? OTHER_AUDIENCE_SHARE : 1) +
    (article.topic === ownTopic ? STATUS_BONUS : 0)
  return sorted(
    hits.map((hit) => ({ ...hit, score: score(hit) })),
    country,
  )
}

/** The hits with those on the topics of a case for a person a little before the others. */
export function preferredInCase(
  hits: ArticleHit[],
  topics: readonly string[],
  country: Country | null,
): ArticleHit[] {
  if (topics.length === 0) return hits
  const score = ({ article, score }: ArticleHit) => score + (topics.includes(article.topic) ? CASE_BONUS : 0)
  return sorted(
    hits.map((hit) => ({ ...hit, score: score(hit) })),
    country,
  )
}

/** Best first, where the country is known with its own rules before general ones that fit about as well. */
function sorted(hits: ArticleHit[], country: Country | null): ArticleHit[] {
  const weight = ({ area }: Article) => (country && !isCountry(area) ? GENERAL_SHARE : 1)
  const best = hits.sort((a, b) => b.score * weight(b.article) - a.score * weight(a.article))
  return country ? ownRulesFirst(best, country) : best
}

/** The topic of the articles on what a status allows; null for statuses without one. */
export function topicOfStatus(status: Status | null | undefined): string | null {
  switch (status) {
    case 'refugee':
    case 'subsidiary_protection':
    case 'temporary_protection':
    case 'asylum_applicant':
      return 'protection-status'
    case 'student':
    case 'family_permit':
      return 'family-and-student-permits'
    case 'eu_citizen':
      return 'eu-citizens'
    case 'work_permit':
    case 'self_employment_permit':
      return 'residence-self-employment'
    default:
      return null
  }
}

/** An article on rules of the EU gives way to the country's own one that it refers to, when that is among the best too. */
function ownRulesFirst(hits: ArticleHit[], country: Country): ArticleHit[] {
  const best = hits[0]
  if (best?.article.area !== 'eu') return hits
  const own = hits
    .slice(1, 4)
    .find(
      (hit) =>
        hit.article.area === country &&
        best.article.related.includes(hit.article.id) &&
        hit.score >= best.score * OWN_RULES_SHARE,
    )
  return own ? [own, ...hits.filter((hit) => hit !== own)] : hits
}

function previousQuestion(question: Question): string | null {
  const asked = question.history.filter((entry) => entry.role === 'user')
  return asked.at(-1)?.text ?? null
}

/**
 * How much the question before counts beside a message: most for what begins like a follow-up or says next to nothing alone,
 * a little for a short message that fits no article surely, nothing for one with a topic of its own.
 */
function shareOfHistory(
  reading: MessageReading,
  language: Language,
  best: ArticleHit | undefined,
  coverage: number,
  { lexicon }: { lexicon: Lexicon },
): number {
  const probability = best?.probability ?? 0
  const { contentWords } = reading
  if (contentWords === 0) return WORDLESS_FOLLOW_UP
  const linked =
    (lexicon.languages[language]?.followUps.find(normalise(reading.text, language)).length ?? 0) > 0
  if (contentWords === 1) return !linked && probability >= OWN_WORD ? FOLLOW_UP : BARE_FOLLOW_UP
  if (linked && contentWords <= 8) return FOLLOW_UP
  if (probability >= OWN_TOPIC) return 0
  if (contentWords <= 2 || (contentWords <= 5 && coverage < 0.75)) return FOLLOW_UP
  return contentWords <= 12 && probability < VAGUE ? PERHAPS_FOLLOW_UP : 0
}

function coverageOf(
  reading: MessageReading,
  language: Language,
  best: ArticleHit | undefined,
  search: ArticleSearch,
): number {
  if (!best) return 0
  return search.coverage(reading.questions.join(' '), language, best.article)
}
