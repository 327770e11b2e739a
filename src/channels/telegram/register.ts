import type { Backoff } from './backoff.ts'
import type { Call } from './caller.ts'
import { MENU_COMMANDS } from './menu-commands.ts'
import { ALLOWED_UPDATES } from './options.ts'
import type { Problems } from './problems.ts'
import { wait } from './wait.ts'

/** Tells Telegram where to call, until it is accepted or the signal is aborted. Waiting updates are kept. */
export async function registerWebhook(
  deps: { call: Call; problems: Problems; backoff: Backoff; webhook: { url: string; secretToken: string } },
  signal: AbortSignal,
): Promise<void> {
  const { call, problems, backoff, webhook } = deps
  const payload = {
    url: webhook.url,
    secret_token: webhook.secretToken,
    allowed_updates: ALLOWED_UPDATES,
    drop_pending_updates: false,
  }
  while (!signal.aborted) {
    const set = await call('setWebhook', payload, { signal })
    if (set.ok) return problems.solved()
    problems.reportFailure(set.failure, 'setWebhook')
    await wait(set.failure.kind === 'throttled' ? set.failure.retryAfterMs : backoff.nextMs(), signal)
  }
}

/** Sets the command menu; tried a few times, since the bot works without it. */
export async function registerCommands(
  deps: { call: Call; backoff: Backoff },
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; attempt < 5 && !signal.aborted; attempt++) {
    const set = await deps.call('setMyCommands', { commands: MENU_COMMANDS }, { signal })
    if (set.ok || set.failure.kind === 'refused') return
    await wait(set.failure.kind === 'throttled' ? set.failure.retryAfterMs : deps.backoff.nextMs(), signal)
  }
}
