/** How well right answers are ranked, in percent. */
export interface RankFigures {
  n: number
  hit1: number
  hit3: number
  hit5: number
  mrr10: number
}

/** Figures of 1-based ranks; null is not found. */
export function rankFigures(ranks: readonly (number | null)[]): RankFigures {
  const share = (hit: (rank: number) => number) =>
    rounded(
      (100 * ranks.reduce<number>((sum, rank) => sum + (rank === null ? 0 : hit(rank)), 0)) / ranks.length,
    )
  return {
    n: ranks.length,
    hit1: share((rank) => (rank <= 1 ? 1 : 0)),
    hit3: share((rank) => (rank <= 3 ? 1 : 0)),
    hit5: share((rank) => (rank <= 5 ? 1 : 0)),
    mrr10: share((rank) => (rank <= 10 ? 1 / rank : 0)),
  }
}

export function rankOf(ids: readonly string[], isRight: (id: string) => boolean): number | null {
  const position = ids.findIndex(isRight)
  return position < 0 ? null : position + 1
}

/** Precision, recall and their harmonic mean, in percent. */
export interface Agreement {
  precision: number
  recall: number
  f: number
}

export function agreement(right: number, given: number, wanted: number): Agreement {
  const precision = given > 0 ? right / given : 0
  const recall = wanted > 0 ? right / wanted : 0
  const f = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0
  return { precision: rounded(100 * precision), recall: rounded(100 * recall), f: rounded(100 * f) }
}

export function rounded(value: number): number {
  return Math.round(value * 10) / 10
}

export function shown({ hit1, hit3, hit5, mrr10 }: RankFigures): string {
  return [hit1, hit3, hit5, mrr10].map((value) => value.toFixed(1)).join('/')
}
