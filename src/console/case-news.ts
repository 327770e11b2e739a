import type { CaseStore } from '../handover/ports.ts'

const LOOK_EVERY_MS = 1000
const MOST_AT_ONCE = 200

/**
 * Tells who listens which cases have changed, by whomever and in whichever process: the history of all cases is the source.
 * Nothing is looked at while nobody listens.
 */
export class CaseNews {
  private readonly listeners = new Set<(caseIds: number[]) => void>()
  private timer: NodeJS.Timeout | null = null
  private last: number | null = null
  private looking = false

  constructor(private readonly cases: () => CaseStore) {}

  /** Gives a function that ends it. */
  listen(listener: (caseIds: number[]) => void): () => void {
    this.listeners.add(listener)
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.stop()
    }
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    this.last = null
  }

  private async look(): Promise<void> {
    if (this.looking) return
    this.looking = true
    try {
      const events = this.last === null ? [] : await this.cases().eventsAfter(this.last, MOST_AT_ONCE)
      this.last = events.at(-1)?.id ?? this.last ?? (await this.cases().latestEventId())
      if (events.length === 0) return
      const caseIds = [...new Set(events.map(({ caseId }) => caseId))]
      for (const listener of this.listeners) listener(caseIds)
    } catch {
      // The storage is busy or closing; the next look catches up.
    } finally {
      this.looking = false
    }
  }
}
