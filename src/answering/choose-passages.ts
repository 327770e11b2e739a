import type { Language } from '../i18n/languages.ts'
import { type Article, type ArticleText, headingsOf, type Passage } from '../knowledge/article.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import type { Facet, Lexicon } from '../knowledge/lexicon.ts'
import { plainText } from '../knowledge/markdown.ts'
import type { Status } from '../knowledge/vocabulary.ts'
import type { PassageScores } from '../retrieval/hybrid.ts'
import { normalise } from '../retrieval/normalise.ts'
import { contentStems, translatedStems } from '../retrieval/translation.ts'
import { scoreSections } from './asked-sections.ts'
import { type PassageReading, readPassage, stemsOfPassage } from './passage-reading.ts'
import type { Translations } from './translations.ts'

export interface ChosenPassage {
  passage: Passage
  score: number
}

/** Characters of passages in one reply, and their number. */
export interface PassageBudget {
  characters: number
  most: number
}

const WHOLE_REPLY: PassageBudget = { characters: 1500, most: 4 }
/** For one of several answers in a reply. */
export const SHARED_REPLY: PassageBudget = { characters: 450, most: 1 }
/** A passage must be at least this good beside the best. */
const SHARE_OF_BEST = 0.45
/** What people ask of a section counts more where the passage's own words are in another language. */
const ASKED_SHARE = { same: 0.3, across: 0.6 }

/** The text of an article whose passages are shown: the reply's language, else one that the person reads, else English. */
export function passageText(
  article: Article,
  language: Language,
  reads: readonly Language[],
): ArticleText | null {
  for (const candidate of [language, ...reads, 'en' as const]) {
    const text = article.texts[candidate]
    if (text && text.passages.length > 0) return text
  }
  return null
}

/** What passages are chosen for. */
export interface AskedOfPassages {
  text: string
  /** The part of the text that says what is wanted of the matter: in a follow-up its own words, not those before it. */
  facetsFrom?: string
  language: Language
  hits: PassageScores
  status: Status | null
}

/**
 * The passages of an article that answer the question best, in the order of the article. `hits` score passages in
 * the question's language; where the article has its full text only in another one, the facets of the question (cost,
 * duration, papers …) and words common to both choose.
 */
export function choosePassages(
  article: Article,
  text: ArticleText,
  question: AskedOfPassages,
  lexicon: Lexicon,
  translations: Translations | null,
  budget: PassageBudget = WHOLE_REPLY,
): ChosenPassage[] {
  const own = facetsOf(question.facetsFrom ?? question.text, question.language, lexicon)
  const facets = own.length > 0 ? own : facetsOf(question.text, question.language, lexicon)
  const sameLanguage = text.language === question.language
  const fits = sameLanguage ? question.hits : scoresAcross(text, article, question, translations)
  const askedShare = sameLanguage ? ASKED_SHARE.same : ASKED_SHARE.across
  const bySection = sectionScores(article, text, question)
  const ranked = text.passages
    .map((passage) => {
      const words = (fits.get(passage.id) ?? 0) + askedShare * (bySection.get(passage.heading) ?? 0)
      const reading = readPassage(passage, article, lexicon)
      const fit = 0.25 * facetScore(reading, facets) + statusScore(reading, question.status)
      return { passage, score: words + fit }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  return withBeginnings(withinBudget(ranked, article, budget), text)
}

/** How well the question fits what people ask of each section, by the heading in the text that is shown. */
function sectionScores(
  article: Article,
  text: ArticleText,
  { text: question, language }: AskedOfPassages,
): Map<string, number> {
  const own = article.texts[language]
  const scores = own ? scoreSections(own, question) : []
  const headings = scores.length > 0 ? headingsOf(text) : []
  return new Map(headings.map((heading, section) => [heading, scores[section] ?? 0]))
}

/** A list that was divided is shown from its beginning: steps 7 to 9 alone would mislead. */
function withBeginnings(chosen: ChosenPassage[], text: ArticleText): ChosenPassage[] {
  const added = chosen.flatMap(({ passage, score }) =>
    beginningsOf(passage, text).map((beginning) => ({ passage: beginning, score })),
  )
  const all = new Map([...chosen, ...added].map((one) => [one.passage.id, one]))
  return [...all.values()].sort((a, b) => a.passage.index - b.passage.index)
}

/** The passages before one that goes on with a numbered list, back to where the list begins. */
function beginningsOf(passage: Passage, text: ArticleText): Passage[] {
  const first = Number(/^\s*(\d+)\. /.exec(passage.raw)?.[1] ?? 1)
  const before = text.passages.find(
    (other) => other.index === passage.index - 1 && other.heading === passage.heading,
  )
  return first > 1 && before ? [...beginningsOf(before, text), before] : []
}

const UNITS_OF_TIME = ['days', 'weeks', 'months', 'years']
/** What a passage gains or loses by the status that it speaks of. */
const STATUS_FIT = { heading: 0.5, body: 0.2, other: -0.3 }

/** What a question wants to know: cost, duration, papers, where … */
export function facetsOf(text: string, language: Language, lexicon: Lexicon): Facet[] {
  return lexicon.languages[language]?.facets.find(normalise(text, language)) ?? []
}

function facetScore({ headingFacets, bodyFacets, units }: PassageReading, facets: readonly Facet[]): number {
  if (facets.length === 0) return 0
  let score = 0
  for (const facet of facets) {
    if (headingFacets.includes(facet)) score += 1
    else if (bodyFacets.includes(facet)) score += 0.3
    if (facet === 'cost' && units.has('EUR')) score += 0.6
    if (facet === 'duration' && UNITS_OF_TIME.some((unit) => units.has(unit))) score += 0.4
  }
  return score / facets.length
}

/** Passages about the person's own status come first, those about others only last. */
function statusScore({ headingStatuses, bodyStatuses }: PassageReading, status: Status | null): number {
  if (!status || status === 'unknown' || status === 'other') return 0
  if (headingStatuses.includes(status)) return STATUS_FIT.heading
  if (headingStatuses.length > 0) return STATUS_FIT.other
  return bodyStatuses.includes(status) ? STATUS_FIT.body : 0
}

/**
 * Scores from 0 to 1 of passages in another language than the question: by words that are the same in both (local terms,
 * numbers), and into English by the counterparts of the question's words.
 */
function scoresAcross(
  text: ArticleText,
  article: Article,
  question: { text: string; language: Language },
  translations: Translations | null,
): Map<string, number> {
  const same = contentStems(question.text, text.language).filter((stem) => stem.length > 2)
  const table = text.language === 'en' ? translations?.tables[question.language] : undefined
  const wanted = new Map<string, number>(same.map((stem) => [stem, 1]))
  if (table) {
    for (const [stem, weight] of translatedStems(table, question.text, question.language))
      wanted.set(stem, Math.max(wanted.get(stem) ?? 0, weight))
  }
  const scores = text.passages.map((passage) => {
    const { all, heading } = stemsOfPassage(passage, article)
    let score = 0
    for (const [stem, weight] of wanted) {
      if (all.has(stem)) score += weight * (translations?.idf.get(stem) ?? 3) * (heading.has(stem) ? 1.5 : 1)
    }
    return [passage.id, score / Math.sqrt(10 + all.size)] as const
  })
  const best = Math.max(1e-9, ...scores.map(([, score]) => score))
  return new Map(scores.map(([id, score]) => [id, score / best]))
}

function withinBudget(ranked: ChosenPassage[], article: Article, budget: PassageBudget): ChosenPassage[] {
  const best = ranked[0]?.score ?? 0
  const chosen: ChosenPassage[] = []
  let used = 0
  for (const candidate of ranked) {
    if (chosen.length >= budget.most || candidate.score < best * SHARE_OF_BEST) break
    const length = plainText(
      renderPlaceholders(candidate.passage.raw, article.figures, candidate.passage.language),
    ).length
    if (used + length > budget.characters && chosen.length > 0) continue
    chosen.push(candidate)
    used += length
  }
  return chosen.sort((a, b) => a.passage.index - b.passage.index)
}
