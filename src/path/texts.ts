import type { Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import { formatDate } from '../i18n/numbers.ts'
import type { Article } from '../knowledge/article.ts'
import { formatFigure, renderPlaceholders } from '../knowledge/figures.ts'
import type { FigureBook } from './figures.ts'
import type { StepText } from './schema.ts'
import type { PathStep } from './steps.ts'

/** A step in words, with its figures, in the language that it could be had in. */
export interface StepInWords extends StepText {
  language: Language
}

/** The texts of a step in a language; in English where translators have not been. */
export function stepInWords(step: PathStep, language: Language, figures: FigureBook): StepInWords {
  const own = step.text[language]
  const text = own ?? (step.text.en as StepText)
  const spoken: Language = own ? language : 'en'
  const known = figures.forTexts(step)
  const render = (raw: string) => renderPlaceholders(raw, known, spoken)
  return {
    language: spoken,
    title: render(text.title),
    what: render(text.what),
    where: render(text.where),
    ...(text.papers !== undefined && { papers: render(text.papers) }),
    done: render(text.done),
  }
}

/** What a step costs, each amount with the year that it holds for. */
export function costLines(
  step: PathStep,
  language: Language,
  figures: FigureBook,
  messages: Messages,
): string[] {
  return step.cost.map(({ figure: name, per }) => {
    const figure = figures.get(step, name)
    return messages.text(language, `path.cost_${per}`, {
      amount: formatFigure(figure, language),
      year: String(figure.year),
    })
  })
}

/** "about 2 weeks" or what the office says; null for what takes a visit. */
export function durationText(
  step: PathStep,
  language: Language,
  figures: FigureBook,
  messages: Messages,
): string | null {
  if (!step.takes) return null
  const { time, count } = step.takes
  if (typeof time === 'number') return messages.text(language, `path.takes_about_${count}`, { days: time })
  const figure = figures.get(step, time)
  if (figure.unit.startsWith('month'))
    return messages.text(language, 'path.takes_months', { months: figure.value })
  return messages.text(language, `path.takes_${count}`, { days: figure.value })
}

/** The source of a step as a link, with the date on which it was seen. */
export function sourceLine(
  step: PathStep,
  language: Language,
  articles: readonly Article[],
  messages: Messages,
): string {
  const source = articles
    .find((article) => article.id === step.article)
    ?.sources.find((one) => one.id === step.source)
  if (!source) return ''
  const seen = messages.text(language, 'answer.source_seen', { date: formatDate(source.seen, language) })
  return `[${source.title.replace(/[[\]]/g, '')}](${source.url}) (${seen})`
}
