export interface Timing {
  n: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  perSecond: number
}

/** Percentiles of single times; `wallMs` is what all together took. */
export function timing(times: readonly number[], wallMs: number): Timing {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (quantile: number) =>
    hundredths(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? 0)
  return {
    n: times.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    perSecond: Math.round((1000 * times.length) / Math.max(1, wallMs)),
  }
}

/** Times of a function for each item, one after another. */
export function timed<T>(items: readonly T[], work: (item: T) => unknown): Timing {
  const started = performance.now()
  const times = items.map((item) => {
    const before = performance.now()
    work(item)
    return performance.now() - before
  })
  return timing(times, performance.now() - started)
}

export function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
