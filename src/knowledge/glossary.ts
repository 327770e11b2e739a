import type { Language } from '../i18n/languages.ts'
import type { Article, Term } from './article.ts'
import { AREAS, type Area } from './vocabulary.ts'

/** A local term of an area, with what all its articles say of it. */
export interface GlossaryEntry {
  area: Area
  term: string
  short: string | undefined
  meaning: Partial<Record<Language, string>>
  /** Where it is explained, first the article that gave the meaning. */
  explainedIn: { article: string; index: number }[]
}

/** The terms of the articles in one place, by area and alphabet; a term of several articles once. */
export function glossaryOf(articles: readonly Article[]): GlossaryEntry[] {
  const entries = new Map<string, GlossaryEntry>()
  for (const article of articles)
    for (const [index, term] of article.terms.entries()) addTerm(entries, article, term, index)
  return [...entries.values()].sort(
    (a, b) => AREAS.indexOf(a.area) - AREAS.indexOf(b.area) || a.term.localeCompare(b.term),
  )
}

function addTerm(entries: Map<string, GlossaryEntry>, article: Article, term: Term, index: number): void {
  const key = `${article.area} ${term.term.toLowerCase()}`
  const known = entries.get(key)
  const place = { article: article.id, index }
  if (!known) {
    const { term: name, short, meaning } = term
    entries.set(key, { area: article.area, term: name, short, meaning: { ...meaning }, explainedIn: [place] })
    return
  }
  known.meaning = { ...term.meaning, ...known.meaning }
  known.short ??= term.short
  known.explainedIn.push(place)
}

/** A line for each term: name, short form, meaning in a language (else English), articles. */
export function glossaryLines(entries: readonly GlossaryEntry[], language: Language): string[] {
  return entries.map(({ area, term, short, meaning, explainedIn }) => {
    const name = short ? `${term} (${short})` : term
    const places = explainedIn.map(({ article }) => article).join(' ')
    return `${area}  ${name}: ${meaning[language] ?? meaning.en ?? ''}  [${places}]`
  })
}
