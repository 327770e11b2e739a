/** Pauses that double with each failure in a row, with jitter so that many bots do not come back at once. */
export interface Backoff {
  nextMs(): number
  reset(): void
}

export function createBackoff({ firstMs, maxMs }: { firstMs: number; maxMs: number }): Backoff {
  let failures = 0
  return {
    nextMs() {
      const full = Math.min(maxMs, firstMs * 2 ** Math.min(failures++, 20))
      return Math.ceil(full * (0.5 + Math.random() / 2))
    },
    reset() {
      failures = 0
    },
  }
}
