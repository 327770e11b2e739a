import { messageOf } from '../errors.ts'
import type { Log } from './log.ts'

export interface Job {
  name: string
  everyMs: number
  run(now: Date): Promise<unknown>
}

export interface ScheduleParts {
  jobs: readonly Job[]
  clock: () => Date
  log: Log
}

/**
 * Runs jobs again and again: each at once at the start, so that what fell due while the program was off is caught up,
 * then whenever its time is over. A job never runs twice at once; one that fails is logged and runs again next time.
 */
export class Schedule {
  private readonly lastRun = new Map<string, number>()
  private timer: NodeJS.Timeout | null = null
  private running: Promise<void> | null = null

  constructor(private readonly parts: ScheduleParts) {}

  start(): void {
    const shortest = Math.min(...this.parts.jobs.map((job) => job.everyMs))
    this.timer ??= setInterval(() => void this.tick(), shortest)
    void this.tick()
  }

  /** Finishes the jobs under way. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    await this.running
  }

  /** Runs what is due; a tick while jobs run waits for these and does nothing more. */
  async tick(): Promise<void> {
    this.running ??= this.runDue().finally(() => {
      this.running = null
    })
    await this.running
  }

  private async runDue(): Promise<void> {
    const { jobs, clock, log } = this.parts
    for (const job of jobs) {
      const now = clock()
      const last = this.lastRun.get(job.name)
      if (last !== undefined && now.getTime() - last < job.everyMs) continue
      this.lastRun.set(job.name, now.getTime())
      try {
        await job.run(now)
      } catch (error) {
        log.error({ job: job.name, cause: messageOf(error) }, 'a job failed')
      }
    }
  }
}
