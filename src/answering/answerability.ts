/** How far a line's neighbours count for it: an answer is mostly some lines in a row. */
const NEIGHBOURS = [0.7, 0.4, 0.2]
/** A line must be at least this good beside the best, and so many are enough. */
const SHARE_OF_BEST = 0.5
const MOST = 14

/**
 * Below this share of the question's information a text on the topic mostly lacks the answer. Calibrated on the
 * training half of OMoS-QA in five languages (docs/retrieval.md).
 */
export const ANSWERABLE_FROM = 0.49

/** Whether a text that holds this share of a question's information (0 to 1) is likely to answer it. */
export function isAnswerable(coverage: number): boolean {
  return coverage >= ANSWERABLE_FROM
}

/** Positions of the lines that answer, in order, by the scores of all lines of a text; none when no line scores. */
export function answerLines(scores: readonly number[]): number[] {
  const smooth = scores.map((score, at) =>
    NEIGHBOURS.reduce(
      (sum, share, index) => sum + share * ((scores[at - index - 1] ?? 0) + (scores[at + index + 1] ?? 0)),
      score,
    ),
  )
  const best = Math.max(0, ...smooth)
  if (best === 0) return []
  return [...smooth.keys()]
    .filter((line) => (smooth[line] as number) >= SHARE_OF_BEST * best)
    .sort((a, b) => (smooth[b] as number) - (smooth[a] as number) || a - b)
    .slice(0, MOST)
    .sort((a, b) => a - b)
}
