import type { Backoff } from './backoff.ts'
import type { Call, CallFailure } from './caller.ts'
import { ALLOWED_UPDATES, type Log } from './options.ts'
import type { Problems } from './problems.ts'
import type { TakeIn } from './take-in.ts'
import { updateIdOf } from './update-schema.ts'
import { wait } from './wait.ts'

const LIMIT = 100
/** An empty answer that comes sooner than this is no long poll: a pause keeps a broken proxy from making us spin. */
const TOO_SOON_MS = 200

/**
 * Fetches updates until the signal is aborted, whatever Telegram answers. An update is confirmed (by asking for the next
 * ones) only after it was taken in. On abort the update under way is finished, the rest stays with Telegram.
 */
export async function pollUpdates(
  deps: {
    call: Call
    takeIn: TakeIn
    /** Hears of the updates that came together, before the first is taken in. */
    meet: (updates: readonly unknown[]) => void
    problems: Problems
    backoff: Backoff
    log: Log
    clock: () => number
    pollSeconds: number
    callTimeoutMs: number
  },
  signal: AbortSignal,
): Promise<void> {
  const { call, takeIn, meet, problems, backoff, log, clock } = deps
  let webhookIsGone = false
  let offset: number | undefined

  async function pauseAfter(failure: CallFailure, method: string): Promise<void> {
    problems.reportFailure(failure, method)
    await wait(failure.kind === 'throttled' ? failure.retryAfterMs : backoff.nextMs(), signal)
  }

  async function removeWebhook(): Promise<void> {
    const removed = await call('deleteWebhook', { drop_pending_updates: false }, { signal })
    if (removed.ok) webhookIsGone = true
    else await pauseAfter(removed.failure, 'deleteWebhook')
  }

  /** Takes in a batch in order; stops at what cannot be stored, so that the next poll brings it again. */
  async function takeInAll(updates: readonly unknown[]): Promise<'done' | 'later'> {
    meet(updates)
    for (const update of updates) {
      if (signal.aborted) return 'done'
      const id = updateIdOf(update)
      if ((await takeIn(update, signal)) === 'later') return 'later'
      if (id !== null) offset = id + 1
    }
    return 'done'
  }

  async function pollOnce(): Promise<void> {
    const startedAt = clock()
    const answer = await call<unknown>(
      'getUpdates',
      { offset, limit: LIMIT, timeout: deps.pollSeconds, allowed_updates: ALLOWED_UPDATES },
      { signal, timeoutMs: deps.pollSeconds * 1000 + deps.callTimeoutMs },
    )
    if (!answer.ok) {
      if (answer.failure.code === 409 && /webhook/i.test(answer.failure.description)) webhookIsGone = false
      return pauseAfter(answer.failure, 'getUpdates')
    }
    const updates = answer.result
    if (!Array.isArray(updates) || (updates.length > 0 && updates.every((one) => updateIdOf(one) === null))) {
      problems.report('server', { method: 'getUpdates', reason: 'no list of updates' })
      return void (await wait(backoff.nextMs(), signal))
    }
    if (updates.length === 0) {
      // All is confirmed. After a week of silence Telegram goes on with an id of its choice, perhaps a lower one.
      offset = undefined
      if (clock() - startedAt < TOO_SOON_MS) await wait(TOO_SOON_MS, signal)
    } else if ((await takeInAll(updates)) === 'later') return void (await wait(backoff.nextMs(), signal))
    backoff.reset()
    problems.solved()
  }

  while (!signal.aborted) {
    try {
      await (webhookIsGone ? pollOnce() : removeWebhook())
    } catch (error) {
      // Nothing above throws; should it ever, the bot still goes on to hear.
      log.error({ reason: String(error) }, 'Fetching updates failed unexpectedly; it goes on.')
      await wait(backoff.nextMs(), signal)
    }
  }
}
