/** Indexes of the highest scores above 0, best first, the earlier of two equal ones first; `limit` of them at most. */
export function topIndexes(
  scores: Float32Array,
  limit: number,
  allowed: (index: number) => boolean = () => true,
): number[] {
  const best: number[] = []
  let least = 0
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] as number
    if (score <= least || !allowed(index)) continue
    best.splice(placeOf(score, best, scores), 0, index)
    if (best.length > limit) best.pop()
    if (best.length === limit) least = scores[best[limit - 1] as number] ?? 0
  }
  return best
}

/** Where a score belongs among indexes that are sorted by their scores, behind equal ones. */
function placeOf(score: number, sorted: readonly number[], scores: Float32Array): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((scores[sorted[middle] as number] as number) >= score) low = middle + 1
    else high = middle
  }
  return low
}

/** Scores divided by the best allowed one; unchanged when all are 0. */
export function normalisedByBest(scores: Float32Array, allowed: (index: number) => boolean): Float32Array {
  let best = 0
  for (let index = 0; index < scores.length; index++) {
    if (allowed(index) && (scores[index] as number) > best) best = scores[index] as number
  }
  return best > 0 ? scores.map((score) => score / best) : scores
}
