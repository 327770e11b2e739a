import type { Language } from '../i18n/languages.ts'
import type { Source } from './schema.ts'
import { type Area, type Audience, type Country, isCountry, type Status, type Urgency } from './vocabulary.ts'

/** A named amount, rate, limit or deadline; `value` is computed where the article gives a formula. */
export interface Figure {
  name: string
  value: number
  unit: string
  year: number
  /** Ids of the sources that state it; of all parts for a computed one. */
  sources: string[]
  /** Made up for a worked example; the text says so. */
  example: boolean
}

export interface Term {
  term: string
  short?: string | undefined
  language: string
  meaning: Partial<Record<Language, string>>
}

/** A piece of an article that stands alone: a paragraph or a list. */
export interface Passage {
  /** "si/vat#sl/12": article, language, position. */
  id: string
  articleId: string
  language: Language
  heading: string
  /** Position of the passage in its text; equal in all full languages of an article. */
  index: number
  /** Markdown with {{figures}} and without [^references]. */
  raw: string
  sourceIds: string[]
  line: number
}

/** An article in one language. Without `passages` it is a short version. */
export interface ArticleText {
  language: Language
  title: string
  shortAnswer: string
  questions: string[]
  /** Everyday messages that the article answers (knowledge/examples); the search learns from them. */
  examples: string[]
  /** For each section what people ask when it answers them (knowledge/asked); empty where nobody has written it. */
  asked: string[]
  passages: Passage[]
  translatedFrom: { language: Language; version: string | null } | null
  checkedBy: string | null
  /** Hash of what translations are made from: the front matter, and the whole file. */
  version: { short: string; full: string }
  file: string
}

export interface Article {
  id: string
  area: Area
  topic: string
  countries: Country[]
  audience: Audience
  reviewed: string
  reviewBy: string
  validFrom: string | null
  validUntil: string | null
  sources: Source[]
  asks: string[]
  applies: 'all' | Status[]
  handover: { when: string; urgency: Urgency }[]
  figures: Record<string, Figure>
  related: string[]
  terms: Term[]
  research: { present: number[]; leftOut: Record<string, string> } | null
  texts: Partial<Record<Language, ArticleText>>
}

/** Headings of the sections of a text in their order, which is the same in all languages of an article. */
export function headingsOf(text: ArticleText): string[] {
  return [...new Set(text.passages.map(({ heading }) => heading))]
}

/** What articles of several countries on one topic have in common ("country/vat"); any other article stands alone. */
export function subjectOf({ id, area, topic }: Pick<Article, 'id' | 'area' | 'topic'>): string {
  return isCountry(area) ? `country/${topic}` : id
}

/** Something wrong with the knowledge on disk: where, what, and what to do. */
export interface Problem {
  severity: 'error' | 'warning'
  file: string
  line: number | null
  message: string
}

/** All that can be served, and all that is wrong. Articles with an error in article.yaml are left out. */
export interface Knowledge {
  articles: Article[]
  problems: Problem[]
}

export function describeProblem(problem: Problem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`
  return `${problem.severity === 'error' ? 'ERROR' : 'warning'} ${place} ${problem.message}`
}
