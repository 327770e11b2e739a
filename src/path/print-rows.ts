import type { Language } from '../i18n/languages.ts'
import { formatDate } from '../i18n/numbers.ts'
import type { PlannedStep } from './plan.ts'
import { stepInWords } from './texts.ts'
import type { PathView } from './view.ts'

/** A step in one language of the page. */
export interface PrintedStep {
  language: Language
  title: string
  day: string
  where: string
  papers: string
}

/** A line of the page: the same step in each language, and how much of it is shown. */
export interface PrintRow {
  columns: PrintedStep[]
  whole: boolean
}

/** Lines of text that fit on the sheet at the size of print-page.ts, and letters in a line of one of two columns. */
const SHEET_LINES = 74
const LINE_LETTERS = { one: 118, two: 59 }
/** Room that bold letters take more, in letters, and space between rows, in lines. */
const BOLD_EXTRA = 6
const BETWEEN = 0.45
/** Letters that take about twice the width. */
const WIDE = /[\p{Script=Han}]/gu

/**
 * The open steps as rows that fit on one sheet: as many as possible whole, the later ones by title and day, the rest
 * as a number.
 */
export function printRows(
  view: PathView,
  languages: readonly Language[],
): { rows: PrintRow[]; left: number } {
  const open = view.plan.steps.filter((planned) => planned.state === 'open')
  const columns = open.map((planned) => languages.map((language) => printed(view, planned, language)))
  const letters = languages.length > 1 ? LINE_LETTERS.two : LINE_LETTERS.one
  const heights = columns.map((steps) => ({
    whole: Math.max(...steps.map((step) => linesOf(step, letters, true))),
    short: Math.max(...steps.map((step) => linesOf(step, letters, false))),
  }))
  let shown = heights.length
  while (shown > 0 && sum(heights.slice(0, shown).map((height) => height.short)) > SHEET_LINES) shown--
  let free = SHEET_LINES - sum(heights.slice(0, shown).map((height) => height.short))
  const rows = columns.slice(0, shown).map((steps, index): PrintRow => {
    const more = (heights[index]?.whole ?? 0) - (heights[index]?.short ?? 0)
    const whole = more <= free
    if (whole) free -= more
    else free = 0
    return { columns: steps, whole }
  })
  return { rows, left: columns.length - shown }
}

function printed(view: PathView, planned: PlannedStep, language: Language): PrintedStep {
  const words = stepInWords(planned.step, language, view.tools.figures)
  const day = planned.due && !planned.step.due_about ? planned.due : planned.start
  return {
    language: words.language,
    title: words.title,
    day: formatDate(day, words.language),
    where: words.where,
    papers: words.papers ?? '',
  }
}

/** Lines that a step takes, with the space between rows. */
function linesOf(step: PrintedStep, letters: number, whole: boolean): number {
  const lines = (text: string) => (text === '' ? 0 : Math.ceil(widthOf(text) / letters))
  const title = lines(`${step.title} ${step.day}${'.'.repeat(BOLD_EXTRA)}`)
  return whole ? title + lines(step.where) + lines(step.papers) + BETWEEN : title + BETWEEN
}

function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
