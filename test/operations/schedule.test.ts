import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/operations/log.ts'
import { type Job, Schedule } from '../../src/operations/schedule.ts'

const MINUTE = 60_000

function scheduleOf(...jobs: Job[]) {
  let now = new Date('2026-11-26T10:00:00.000Z')
  const schedule = new Schedule({ jobs, clock: () => now, log: createLog('silent') })
  return {
    schedule,
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

describe('the schedule', () => {
  it('runs each job at the start, and again when its time is over', async () => {
    const runs: string[] = []
    const note = (name: string, everyMs: number): Job => ({
      name,
      everyMs,
      run: async (now) => void runs.push(`${name} ${now.toISOString().slice(11, 16)}`),
    })
    const { schedule, pass } = scheduleOf(note('often', MINUTE), note('seldom', 10 * MINUTE))
    await schedule.tick()
    pass(MINUTE)
    await schedule.tick()
    await schedule.tick()
    pass(9 * MINUTE)
    await schedule.tick()
    expect(runs).toEqual(['often 10:00', 'seldom 10:00', 'often 10:01', 'often 10:10', 'seldom 10:10'])
  })

  it('a job that fails runs again next time and holds back no other', async () => {
    let failures = 0
    let runs = 0
    const { schedule, pass } = scheduleOf(
      { name: 'bad', everyMs: MINUTE, run: async () => Promise.reject(new Error(`failure ${++failures}`)) },
      { name: 'good', everyMs: MINUTE, run: async () => void runs++ },
    )
    await schedule.tick()
    pass(MINUTE)
    await schedule.tick()
    expect([failures, runs]).toEqual([2, 2])
  })

  it('never runs a job twice at once, and finishes it before it stops', async () => {
    let release = () => {}
    let running = 0
    let finished = 0
    const { schedule, pass } = scheduleOf({
      name: 'slow',
      everyMs: MINUTE,
      run: async () => {
        expect(++running).toBe(1)
        await new Promise<void>((resolve) => {
          release = resolve
        })
        running--
        finished++
      },
    })
    const first = schedule.tick()
    pass(MINUTE)
    const second = schedule.tick()
    const stopped = schedule.stop()
    release()
    await Promise.all([first, second, stopped])
    expect(finished).toBe(1)
  })
})
