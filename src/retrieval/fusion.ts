/** The `k` of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009). */
const RANK_CONSTANT = 60

/**
 * Adds `weight / (60 + rank)` for each item that scores above 0, best first. Equal scores share the better rank
 * so that the order of items in memory decides nothing.
 */
export function addReciprocalRanks(
  into: Float32Array,
  scores: Float32Array,
  weight: number,
  allowed: (index: number) => boolean,
  depth = 200,
): void {
  const ranked = topIndexes(scores, depth, allowed)
  let rank = 0
  ranked.forEach((index, position) => {
    if (position === 0 || scores[index] !== scores[ranked[position - 1] as number]) rank = position + 1
    into[index] = (into[index] as number) + weight / (RANK_CONSTANT + rank)
  })
}

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
