import type { CaseStore } from '../handover/ports.ts'

const LOOK_EVERY_MS = 1000
const MOST_AT_ONCE = 200

/**
 * Tells who listens which cases have changed, by whomever and in whichever process: the history of all cases is the source.
 * A case that was erased has no history any more; who has it open is told once. Nothing is looked at while nobody listens.
 */
export class CaseNews {
  private readonly listeners = new Map<(caseIds: number[]) => void, number | null>()
  private timer: NodeJS.Timeout | null = null
  private last: number | null = null
  private looking = false

  constructor(private readonly cases: () => CaseStore) {}

  /** `open`: the case that is on the screen. Gives a function that ends it. */
  listen(listener: (caseIds: number[]) => void, open: number | null = null): () => void {
    this.listeners.set(listener, open)
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
      const caseIds = [...new Set(events.map(({ caseId }) => caseId))]
      if (caseIds.length > 0) for (const listener of this.listeners.keys()) listener(caseIds)
      await this.tellErased()
    } catch {
      // The storage is busy or closing; the next look catches up.
    } finally {
      this.looking = false
    }
  }

  private async tellErased(): Promise<void> {
    for (const [listener, open] of this.listeners) {
      if (open === null || (await this.cases().get(open))) continue
      if (this.listeners.has(listener)) this.listeners.set(listener, null)
      listener([open])
    }
  }
}
