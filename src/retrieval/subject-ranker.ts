import type { QueryPart } from './hybrid.ts'
import { type LinearModel, linearProbabilities } from './linear.ts'
import { type NearestExamplesData, nearestExamples } from './nearest-examples.ts'

/** So many labelled messages vote. */
const NEIGHBOURS = 12
/** How much the nearest messages count beside the linear model; measured in docs/retrieval.md. */
const NEAREST_SHARE = 0.35

/**
 * Tells which subject people mean by how others asked about it: a linear model, which hears the manner of asking, and
 * the nearest messages, weighted by the square of their score.
 */
export class SubjectRanker {
  constructor(
    private readonly model: LinearModel,
    /** Messages labelled by subject; those with other labels do not count. Null leaves the linear model alone. */
    private readonly messages: NearestExamplesData | null,
  ) {}

  /** How probable each of the permitted subjects is; together 1, or nothing for an empty query. */
  probabilities(query: readonly QueryPart[], permitted: ReadonlySet<string>): Map<string, number> {
    const learned = shared(this.learned(query, permitted))
    const near = shared(this.near(query, permitted))
    if (near.size === 0) return learned
    const mixed = [...permitted].map((subject): [string, number] => [
      subject,
      (1 - NEAREST_SHARE) * (learned.get(subject) ?? 0) + NEAREST_SHARE * (near.get(subject) ?? 0),
    ])
    return new Map(mixed)
  }

  private learned(query: readonly QueryPart[], permitted: ReadonlySet<string>): Map<string, number> {
    const sums = new Map<string, number>()
    for (const { text, weight } of query) {
      const probabilities = linearProbabilities(this.model, text)
      this.model.labels.forEach((subject, label) => {
        if (permitted.has(subject))
          sums.set(subject, (sums.get(subject) ?? 0) + weight * (probabilities[label] as number))
      })
    }
    return sums
  }

  private near(query: readonly QueryPart[], permitted: ReadonlySet<string>): Map<string, number> {
    const sums = new Map<string, number>()
    if (!this.messages) return sums
    for (const { text, weight } of query) {
      const found = nearestExamples(this.messages, text, NEIGHBOURS, (label) => permitted.has(label))
      const total = found.reduce((sum, { score }) => sum + score ** 2, 0)
      for (const { label, score } of found)
        sums.set(label, (sums.get(label) ?? 0) + (weight * score ** 2) / total)
    }
    return sums
  }
}

/** Values divided by their sum; none when that is 0. */
function shared(values: Map<string, number>): Map<string, number> {
  const total = [...values.values()].reduce((sum, value) => sum + value, 0)
  return total > 0 ? new Map([...values].map(([key, value]) => [key, value / total])) : new Map()
}
