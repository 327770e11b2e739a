import type { Language } from '../i18n/languages.ts'
import { formatDate, formatEuro, formatNumber, formatPercent, withoutDoubledPoint } from '../i18n/numbers.ts'
import type { Figure } from './article.ts'
import { evaluateFormula, namesInFormula } from './formula.ts'
import type { FigureData } from './schema.ts'

const PLACEHOLDER = /\{\{\s*([^}]+?)\s*\}\}/g
const ISO_DATE = /^\d{4}-\d{2}(-\d{2})?$/

/**
 * The figures of an article with formulas worked out. `report` is told of each that cannot be computed;
 * those are left out.
 */
export function resolveFigures(
  data: Record<string, FigureData>,
  report: (name: string, message: string) => void,
): Record<string, Figure> {
  const resolved: Record<string, Figure> = {}
  const underWay = new Set<string>()

  const resolve = (name: string): Figure => {
    const done = resolved[name]
    if (done) return done
    const figure = data[name]
    if (!figure) throw new Error(`there is no figure "${name}"`)
    if (underWay.has(name)) throw new Error(`the figure "${name}" is computed from itself`)
    underWay.add(name)
    const result: Figure =
      'value' in figure
        ? {
            name,
            value: figure.value,
            unit: figure.unit,
            year: figure.year,
            sources: figure.source ? [figure.source] : [],
            example: figure.example ?? false,
          }
        : {
            name,
            value: evaluateFormula(figure.formula, (part) => resolve(part).value),
            unit: figure.unit,
            year: figure.year,
            sources: [...new Set(namesInFormula(figure.formula).flatMap((part) => resolve(part).sources))],
            example: figure.example ?? namesInFormula(figure.formula).some((part) => resolve(part).example),
          }
    underWay.delete(name)
    resolved[name] = result
    return result
  }

  for (const name of Object.keys(data)) {
    try {
      resolve(name)
    } catch (error) {
      underWay.clear()
      report(name, error instanceof Error ? error.message : String(error))
    }
  }
  return resolved
}

/** The text with every {{figure}} and {{date}} written as readers of the language expect. */
export function renderPlaceholders(raw: string, figures: Record<string, Figure>, language: Language): string {
  const shown = raw.replace(PLACEHOLDER, (whole, name: string) => {
    if (ISO_DATE.test(name)) return formatDate(name, language)
    const figure = figures[name]
    return figure ? formatFigure(figure, language) : whole
  })
  return withoutDoubledPoint(shown)
}

export function formatFigure(figure: Figure, language: Language): string {
  if (figure.unit === 'EUR') return formatEuro(figure.value, language)
  if (figure.unit === 'percent') return formatPercent(figure.value, language)
  // A year is never grouped, nor is a code such as an activity class.
  if (figure.unit === 'year' || figure.unit === 'code') return String(figure.value)
  return formatNumber(figure.value, language)
}

/** Names of figures (not dates) in a text. */
export function figureNamesIn(raw: string): string[] {
  return [...raw.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '').filter((name) => !ISO_DATE.test(name))
}

/** Dates in a text, as ISO. */
export function datesIn(raw: string): string[] {
  return [...raw.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '').filter((name) => ISO_DATE.test(name))
}

/** The text without its placeholders, for checks on plain digits. */
export function withoutPlaceholders(raw: string): string {
  return raw.replace(PLACEHOLDER, ' ')
}
