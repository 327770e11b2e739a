import { AppError } from '../errors.ts'
import type { PathStep } from './steps.ts'

/** Steps wait for each other in a circle. */
export class PathCycleError extends AppError {
  readonly code = 'PATH_CYCLE'
  constructor(readonly ids: string[]) {
    super(`These steps wait for each other: ${ids.join(', ')}. Remove one depends_on.`)
  }
}

/**
 * What each chosen step waits for. A step that was not chosen hands on what it waits for itself, so that leaving one
 * out never changes the order of the others.
 */
export function dependenciesOf(
  chosen: readonly PathStep[],
  all: ReadonlyMap<string, PathStep>,
): Map<string, string[]> {
  const ids = new Set(chosen.map((step) => step.id))
  const reach = (id: string, seen: Set<string>): string[] => {
    if (ids.has(id)) return [id]
    if (seen.has(id)) return []
    seen.add(id)
    return (all.get(id)?.depends_on ?? []).flatMap((next) => reach(next, seen))
  }
  return new Map(
    chosen.map((step) => [
      step.id,
      [...new Set(step.depends_on.flatMap((id) => reach(id, new Set([step.id]))))].filter(
        (id) => id !== step.id,
      ),
    ]),
  )
}

/** Each step after all that it waits for; among those that could come, in the order of the files. Throws PathCycleError. */
export function inOrder(
  chosen: readonly PathStep[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): PathStep[] {
  const left = [...chosen]
  const placed = new Set<string>()
  const ordered: PathStep[] = []
  while (left.length > 0) {
    const index = left.findIndex((step) => (dependencies.get(step.id) ?? []).every((id) => placed.has(id)))
    const [step] = index < 0 ? [] : left.splice(index, 1)
    if (!step) throw new PathCycleError(left.map((one) => one.id))
    placed.add(step.id)
    ordered.push(step)
  }
  return ordered
}
