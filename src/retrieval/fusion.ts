/** Indexes of the highest scores above 0, best first. */
export function topIndexes(
  scores: Float32Array,
  limit: number,
  allowed: (index: number) => boolean = () => true,
): number[] {
  const found: number[] = []
  for (let index = 0; index < scores.length; index++) {
    if ((scores[index] as number) > 0 && allowed(index)) found.push(index)
  }
  found.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
  return found.length > limit ? found.slice(0, limit) : found
}

/** Scores divided by the best allowed one; unchanged when all are 0. */
export function normalisedByBest(scores: Float32Array, allowed: (index: number) => boolean): Float32Array {
  let best = 0
  for (let index = 0; index < scores.length; index++) {
    if (allowed(index) && (scores[index] as number) > best) best = scores[index] as number
  }
  return best > 0 ? scores.map((score) => score / best) : scores
}
