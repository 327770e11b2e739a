import { LANGUAGES } from '../i18n/languages.ts'
import type { Article, ArticleText, Knowledge, Passage, Problem } from './article.ts'
import { datesIn, figureNamesIn, renderPlaceholders, withoutPlaceholders } from './figures.ts'
import { fullLanguages } from './load.ts'
import { plainText } from './markdown.ts'

/** Longest passage, in characters as shown: one chat bubble that is read without scrolling. */
export const PASSAGE_LIMIT = 600

/**
 * All rules of docs/writing-articles.md that need more than one line of a file to judge, on top of what the
 * loader already found. `today` is an ISO day.
 */
export function checkKnowledge(knowledge: Knowledge, today: string): Problem[] {
  const problems: Problem[] = [...knowledge.problems]
  const ids = new Set(knowledge.articles.map((article) => article.id))
  for (const article of knowledge.articles) {
    const report = reporter(problems, article)
    checkArticle(article, ids, today, report)
    for (const text of textsOf(article)) checkText(article, text, report)
    checkLanguagesAgree(article, report)
  }
  checkQuestionsUnique(knowledge.articles, problems)
  return problems
}

type Report = (severity: Problem['severity'], file: string, line: number | null, message: string) => void

function reporter(problems: Problem[], article: Article): Report {
  return (severity, file, line, message) =>
    problems.push({ severity, file: `${article.id}/${file}`, line, message })
}

function textsOf(article: Article): ArticleText[] {
  return LANGUAGES.flatMap((language) => article.texts[language] ?? [])
}

function checkArticle(article: Article, ids: Set<string>, today: string, report: Report) {
  const error = (message: string) => report('error', 'article.yaml', null, message)
  const sourceIds = article.sources.map((source) => source.id)
  for (const id of duplicates(sourceIds)) error(`source "${id}" is there twice; give each its own id`)
  for (const related of article.related) {
    if (related === article.id) error(`"related" names the article itself`)
    else if (!ids.has(related)) error(`related article "${related}" does not exist; check the id`)
  }
  for (const figure of Object.values(article.figures)) {
    if (figure.sources.length === 0 && !figure.example)
      error(`figure "${figure.name}" has no source; name one, or mark it example: true`)
    for (const source of figure.sources) {
      if (!sourceIds.includes(source)) error(`figure "${figure.name}" names the unknown source "${source}"`)
    }
  }
  if (article.reviewed > today) error(`reviewed ${article.reviewed} lies in the future`)
  if (article.reviewBy <= article.reviewed)
    error(`review_by ${article.reviewBy} must come after reviewed ${article.reviewed}`)
  if (article.reviewBy <= today)
    report('warning', 'article.yaml', null, `is past its review_by ${article.reviewBy}; review it`)
  for (const language of fullLanguages(article.area)) {
    const text = article.texts[language]
    if (!text)
      error(
        `${language}.md is missing; this area has its full text in ${fullLanguages(article.area).join(', ')}`,
      )
    else if (text.passages.length === 0)
      report('error', `${language}.md`, null, 'has no body; this language has the full text')
  }
  checkSourcesUsed(article, report)
}

function checkSourcesUsed(article: Article, report: Report) {
  const used = new Set([
    ...textsOf(article).flatMap((text) => text.passages.flatMap((passage) => passage.sourceIds)),
    ...Object.values(article.figures).flatMap((figure) => figure.sources),
  ])
  for (const source of article.sources) {
    if (!used.has(source.id))
      report('warning', 'article.yaml', null, `source "${source.id}" is used nowhere; use or remove it`)
  }
}

function checkText(article: Article, text: ArticleText, report: Report) {
  const name = `${text.language}.md`
  for (const unknown of unknownFigures(article, text.shortAnswer)) {
    report('error', name, null, `short_answer uses the unknown figure "${unknown}"`)
  }
  for (const question of duplicates(text.questions.map(normalQuestion)))
    report('error', name, null, `question "${question}" is there twice`)
  for (const passage of text.passages) checkPassage(article, passage, name, report)
}

function checkPassage(article: Article, passage: Passage, file: string, report: Report) {
  const error = (message: string) => report('error', file, passage.line, message)
  if (!passage.heading) error('this passage stands before the first ## heading; give it one')
  for (const id of passage.sourceIds) {
    if (!article.sources.some((source) => source.id === id)) error(`[^${id}] is no source of article.yaml`)
  }
  for (const unknown of unknownFigures(article, passage.raw)) error(`unknown figure "${unknown}"`)
  const shown = plainText(renderPlaceholders(passage.raw, article.figures, passage.language))
  if (shown.length > PASSAGE_LIMIT)
    error(`this passage has ${shown.length} characters; divide it (limit ${PASSAGE_LIMIT})`)
  if (passage.sourceIds.length === 0 && statesFigure(article, passage.raw)) {
    error('this passage states figures, dates or digits without a source; end it with [^source]')
  }
}

/** Example figures and list numbers need no source; every other digit does. */
function statesFigure(article: Article, raw: string): boolean {
  const sourced = figureNamesIn(raw).some((name) => (article.figures[name]?.sources.length ?? 0) > 0)
  return sourced || datesIn(raw).length > 0 || digitTokens(raw).length > 0
}

function unknownFigures(article: Article, raw: string): string[] {
  return figureNamesIn(raw).filter((name) => !article.figures[name])
}

function checkLanguagesAgree(article: Article, report: Report) {
  const english = article.texts.en
  if (!english) return
  for (const text of textsOf(article)) {
    if (text.language === 'en') continue
    compareShortAnswers(english, text, report)
    if (text.passages.length > 0 && english.passages.length > 0) compareBodies(english, text, report)
    const made = text.translatedFrom
    const original = made ? article.texts[made.language] : undefined
    if (
      made?.version &&
      original &&
      made.version !== (text.passages.length > 0 ? original.version.full : original.version.short)
    ) {
      report(
        'warning',
        `${text.language}.md`,
        null,
        `is older than ${made.language}.md; compare them, then run: npm run knowledge -- stamp ${article.id}`,
      )
    }
  }
}

function compareShortAnswers(english: ArticleText, text: ArticleText, report: Report) {
  for (const [kind, of] of comparisons) {
    const difference = compare(of(english.shortAnswer), of(text.shortAnswer))
    if (difference)
      report('error', `${text.language}.md`, null, `short_answer: ${kind} differ from en.md: ${difference}`)
  }
}

function compareBodies(english: ArticleText, text: ArticleText, report: Report) {
  const file = `${text.language}.md`
  const counts = [headingCount(english), headingCount(text)]
  if (counts[0] !== counts[1])
    report('error', file, null, `has ${counts[1]} headings, en.md has ${counts[0]}`)
  if (english.passages.length !== text.passages.length) {
    report('error', file, null, `has ${text.passages.length} passages, en.md has ${english.passages.length}`)
    return
  }
  text.passages.forEach((passage, index) => {
    const original = english.passages[index]
    if (!original) return
    for (const [kind, of] of comparisons) {
      const difference = compare(of(original.raw), of(passage.raw))
      if (difference)
        report('error', file, passage.line, `${kind} differ from en.md line ${original.line}: ${difference}`)
    }
    const sources = compare(original.sourceIds, passage.sourceIds)
    if (sources)
      report('error', file, passage.line, `sources differ from en.md line ${original.line}: ${sources}`)
  })
}

const comparisons: readonly [string, (raw: string) => string[]][] = [
  ['figures', figureNamesIn],
  ['dates', datesIn],
  ['links', (raw) => raw.match(/https?:\/\/[^\s)]+/g) ?? []],
  ['digits', digitTokens],
]

/** Plain digits of a text ("2011", "37", "080"), without placeholders, list numbers and links. */
export function digitTokens(raw: string): string[] {
  const text = withoutPlaceholders(raw)
    .replace(/https?:\/\/[^\s)]+/g, ' ')
    .replace(/^\s*\d+\.\s/gm, ' ')
  return text.match(/\d+/g) ?? []
}

function compare(expected: string[], actual: string[]): string | null {
  const missing = [...new Set(expected)].filter((item) => !actual.includes(item))
  const extra = [...new Set(actual)].filter((item) => !expected.includes(item))
  if (missing.length === 0 && extra.length === 0) return null
  return [
    missing.length > 0 ? `lacks ${missing.join(', ')}` : '',
    extra.length > 0 ? `has also ${extra.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('; ')
}

function headingCount(text: ArticleText): number {
  return text.passages.filter((passage, index) => passage.heading !== text.passages[index - 1]?.heading)
    .length
}

function checkQuestionsUnique(articles: Article[], problems: Problem[]) {
  for (const language of LANGUAGES) {
    const seen = new Map<string, string>()
    for (const article of articles) {
      for (const question of new Set(article.texts[language]?.questions.map(normalQuestion) ?? [])) {
        const other = seen.get(question)
        if (other) {
          problems.push({
            severity: 'error',
            file: `${article.id}/${language}.md`,
            line: null,
            message: `question "${question}" stands in ${other} too; make it particular to one`,
          })
        } else seen.set(question, article.id)
      }
    }
  }
}

function normalQuestion(question: string): string {
  return question
    .toLowerCase()
    .replace(/[\s?!.,;:¿¡؟。？，]+/g, ' ')
    .trim()
}

function duplicates(items: string[]): string[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))]
}
