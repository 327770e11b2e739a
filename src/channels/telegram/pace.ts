import { wait } from './wait.ts'

/** Lets through so many calls per second, a full second's worth at once. */
export interface Pace {
  /** Resolves when a call may go; false when the signal is aborted first. First come, first served. */
  take(signal: AbortSignal): Promise<boolean>
}

export function createPace(callsPerSecond: number | null, clock: () => number): Pace {
  if (callsPerSecond === null) return { take: async (signal) => !signal.aborted }
  const intervalMs = 1000 / callsPerSecond
  // The time at which the bucket is full again: each call moves it on by one interval.
  let fullAt = 0
  return {
    take(signal) {
      const now = clock()
      fullAt = Math.max(fullAt, now) + intervalMs
      const delay = fullAt - now - 1000
      return delay > 0 ? wait(delay, signal) : Promise.resolve(!signal.aborted)
    },
  }
}
