import { AppError } from '../errors.ts'
import type { Article, Figure } from '../knowledge/article.ts'
import type { PathStep } from './steps.ts'

/** A step names a figure that no article has. */
export class PathFigureError extends AppError {
  readonly code = 'PATH_FIGURE_UNKNOWN'
  constructor(
    readonly step: string,
    readonly figure: string,
  ) {
    super(`Step ${step} names the figure ${figure}, which its article does not have. Name an existing one.`)
  }
}

/** Figures of all articles, so that a step never holds an amount of its own. */
export interface FigureBook {
  /** Throws PathFigureError. */
  get(step: PathStep, reference: string): Figure
  /** All figures that the texts of a step may use, by the names used there. */
  forTexts(step: PathStep): Record<string, Figure>
}

export function createFigureBook(articles: readonly Article[]): FigureBook {
  const byArticle = new Map(articles.map((article) => [article.id, article.figures]))
  const all: Record<string, Figure> = {}
  for (const [id, figures] of byArticle)
    for (const [name, figure] of Object.entries(figures)) all[`${id}#${name}`] = figure
  return {
    get(step, reference) {
      const figure = all[reference.includes('#') ? reference : `${step.article}#${reference}`]
      if (!figure) throw new PathFigureError(step.id, reference)
      return figure
    },
    // Those of all articles lie behind the own ones, so that thousands are not copied for each text.
    forTexts: (step) => Object.assign(Object.create(all) as typeof all, byArticle.get(step.article)),
  }
}

/** A figure, or a plain number of days, as days or months to add to a day. */
export function timeOf(
  step: PathStep,
  time: number | string,
  figures: FigureBook,
): { days: number; months: number } {
  if (typeof time === 'number') return { days: time, months: 0 }
  const { value, unit } = figures.get(step, time)
  if (unit.startsWith('month')) return { days: 0, months: value }
  if (unit.startsWith('year')) return { days: 0, months: value * 12 }
  if (unit.startsWith('week')) return { days: value * 7, months: 0 }
  if (unit.startsWith('hour')) return { days: Math.ceil(value / 24), months: 0 }
  if (unit.startsWith('day')) return { days: value, months: 0 }
  throw new PathFigureError(step.id, `${time} as a time`)
}
