import { formatDate } from '../i18n/numbers.ts'
import type { Article } from '../knowledge/article.ts'
import { datesIn, figureNamesIn, withoutPlaceholders } from '../knowledge/figures.ts'
import { createFigureBook, type FigureBook, timeOf } from './figures.ts'
import { dependenciesOf, inOrder } from './order.ts'
import type { StepText } from './schema.ts'
import type { PathStep } from './steps.ts'

/** Money and shares are figures of an article, never digits in the text of a step. */
const PLAIN_AMOUNT = /\d[\d.,]*\s*(€|EUR|euro|%)/iu

/** All that is wrong with the steps, in words that say what to mend; an empty list when all is well. */
export function checkPathSteps(steps: readonly PathStep[], articles: readonly Article[]): string[] {
  const problems: string[] = []
  const given: Given = {
    articles: new Map(articles.map((article) => [article.id, article])),
    figures: createFigureBook(articles),
    days: new Map(),
  }
  const ids = new Set<string>()
  const byId = new Map(steps.map((step) => [step.id, step]))
  for (const step of steps) {
    const report = (problem: string) => problems.push(`${step.id}: ${problem}`)
    if (ids.has(step.id)) report('the id is there twice')
    ids.add(step.id)
    for (const id of step.depends_on) if (!byId.has(id)) report(`waits for the unknown step ${id}`)
    if (step.due && 'after' in step.due && !byId.has(step.due.after))
      report(`its day follows the unknown step ${step.due.after}`)
    checkSources(step, given, report)
    checkTexts(step, given, report)
  }
  try {
    inOrder(steps, dependenciesOf(steps, byId))
  } catch (error) {
    problems.push((error as Error).message)
  }
  return problems
}

type Report = (problem: string) => void

interface Given {
  articles: ReadonlyMap<string, Article>
  figures: FigureBook
  /** Days that each article states, found once. */
  days: Map<string, ReadonlySet<string>>
}

function checkSources(step: PathStep, given: Given, report: Report): void {
  const { figures } = given
  const article = given.articles.get(step.article)
  if (!article) {
    report(`there is no article ${step.article}`)
    return
  }
  if (step.country && !article.countries.includes(step.country))
    report(`the article ${step.article} is of another country`)
  if (!article.sources.some((source) => source.id === step.source))
    report(`the article ${step.article} has no source ${step.source}`)
  const tell = (work: () => unknown) => {
    try {
      work()
    } catch (error) {
      report((error as Error).message)
    }
  }
  for (const { figure } of step.cost) tell(() => figures.get(step, figure))
  if (step.takes) tell(() => timeOf(step, step.takes?.time ?? 0, figures))
  const { due } = step
  if (!due) return
  if ('within' in due) tell(() => timeOf(step, due.within, figures))
  if ('before_permit_ends' in due) tell(() => timeOf(step, due.before_permit_ends, figures))
  if ('on' in due && 'next_month' in due.on) {
    const { next_month: day } = due.on
    tell(() => figures.get(step, day))
  }
  if ('by' in due && !datesOf(article, given).has(due.by))
    report(`the article does not state the day ${due.by}`)
}

function datesOf(article: Article, { days }: Given): ReadonlySet<string> {
  const known = days.get(article.id)
  if (known) return known
  const texts = Object.values(article.texts)
  const found = new Set(
    texts.flatMap((text) =>
      [text.shortAnswer, ...text.passages.map((passage) => passage.raw)].flatMap(datesIn),
    ),
  )
  days.set(article.id, found)
  return found
}

function checkTexts(step: PathStep, given: Given, report: Report): void {
  const english = step.text.en
  if (!english) {
    report('the English text is missing')
    return
  }
  const local = step.country === null ? (['sl', 'es', 'it'] as const) : [localLanguage(step.country)]
  for (const language of local) if (!step.text[language]) report(`the text in ${language} is missing`)
  const known = given.figures.forTexts(step)
  const article = given.articles.get(step.article)
  const days = article ? datesOf(article, given) : new Set<string>()
  for (const [language, text] of Object.entries(step.text)) {
    const whole = Object.values(text).join(' ')
    for (const name of figureNamesIn(whole))
      if (!known[name]) report(`${language} uses the unknown figure ${name}`)
    for (const day of datesIn(whole))
      if (![...days].some((one) => one.startsWith(day)))
        report(`${language} states ${formatDate(day, 'en')}, the article does not`)
    if (PLAIN_AMOUNT.test(withoutPlaceholders(whole)))
      report(`${language} writes an amount as digits; name a figure`)
    if (marksOf(text) !== marksOf(english)) report(`${language} and en use different figures`)
  }
}

function marksOf(text: StepText): string {
  const whole = Object.values(text).join(' ')
  return [...new Set([...figureNamesIn(whole), ...datesIn(whole)])].sort().join(',')
}

export function localLanguage(country: 'si' | 'es' | 'it'): 'sl' | 'es' | 'it' {
  return country === 'si' ? 'sl' : country
}
