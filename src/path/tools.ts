import { loadHolidays } from '../calendar/holidays.ts'
import type { Article } from '../knowledge/article.ts'
import { checkPathSteps } from './check.ts'
import { createFigureBook } from './figures.ts'
import type { PlanParts } from './plan.ts'
import { loadPathSteps, type PathStep } from './steps.ts'

/** All that plans are made of and shown with. */
export interface PathTools extends PlanParts {
  byId: ReadonlyMap<string, PathStep>
  articles: readonly Article[]
}

export interface PathReading {
  report: (problem: string) => void
  /** Keeps the steps, so that their many texts are parsed once. */
  kept: <T>(name: string, read: () => Promise<T>) => Promise<T>
}

/**
 * Reads steps and holidays below knowledge/. A step that is wrong (no such source, unknown figure) is reported and
 * left out. Throws PathDataError for a file that breaks its schema.
 */
export async function openPathTools(
  knowledgeRoot: string,
  articles: readonly Article[],
  { report = () => {}, kept = (_, read) => read() }: Partial<PathReading> = {},
): Promise<PathTools> {
  const [all, holidays] = await Promise.all([
    kept('path-steps.bin', () => loadPathSteps(knowledgeRoot)),
    loadHolidays(knowledgeRoot),
  ])
  const problems = checkPathSteps(all, articles)
  for (const problem of problems) report(problem)
  const steps = all.filter((step) => !problems.some((problem) => problem.startsWith(`${step.id}: `)))
  return {
    steps,
    byId: new Map(steps.map((step) => [step.id, step])),
    figures: createFigureBook(articles),
    holidays,
    articles,
  }
}
