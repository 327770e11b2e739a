import type { Log } from '../operations/log.ts'
import type { Job } from '../operations/schedule.ts'
import { type ErasureParts, eraseDue } from './erase-due.ts'
import { applyRetention, type RetentionSettings } from './retention.ts'

const SECOND_MS = 1000
const QUARTER_HOUR_MS = 900_000
const DAY_MS = 86_400_000

/** What must be erased without anybody asking again: chats after /forget, and what is older than the settings say. */
export function privacyJobs(parts: ErasureParts & { settings: RetentionSettings; log: Log }): Job[] {
  const { storage, settings, log } = parts
  return [
    { name: 'erasures', everyMs: SECOND_MS, run: (now) => eraseDue(parts, now) },
    { name: 'traces in files', everyMs: QUARTER_HOUR_MS, run: () => storage.purgeErased() },
    {
      name: 'retention',
      everyMs: DAY_MS,
      run: async (now) => {
        const done = await applyRetention(storage, settings, now)
        if (done.chatsErased + done.chatsTrimmed > 0) log.info(done, 'old chats were erased or shortened')
      },
    },
  ]
}
