import path from 'node:path'
import { buildApp } from '../../../src/app.ts'
import { createLog } from '../../../src/operations/log.ts'
import { readSettings } from '../../../src/settings.ts'

/**
 * The program with a clock that runs faster, so that a day passes in some minutes. Ends with the process: tests
 * kill it without warning.
 */
const [wallStart, dayStart, speed] = (process.env.DAY_CLOCK ?? '').split(',').map(Number) as [
  number,
  number,
  number,
]
const settings = readSettings(process.env, path.resolve(import.meta.dirname, '../../..'))
const now = () => dayStart + (Date.now() - wallStart) * speed
const telegram = settings.telegram && {
  ...settings.telegram,
  callsPerSecond: null,
  pollSeconds: 2,
  callTimeoutMs: 2000,
  backoff: { firstMs: 20, maxMs: 300 },
  clock: now,
}
const app = await buildApp(
  { ...settings, telegram },
  {
    clock: () => new Date(now()),
    log: createLog('warn'),
    holdMs: () => 0,
  },
)
await app.start()
console.log('is ready')
