import type { TelegramOptions } from './options.ts'
import { isSecret } from './secret.ts'
import type { TakeIn } from './take-in.ts'
import { updateIdOf } from './update-schema.ts'

/** The HTTP status for a webhook call, as `TelegramChannel.handleWebhook` promises. */
export async function answerWebhook(
  deps: { webhook: TelegramOptions['webhook']; takeIn: TakeIn; signal: AbortSignal },
  secretHeader: string | undefined,
  body: unknown,
): Promise<number> {
  if (!deps.webhook) return 404
  if (!isSecret(secretHeader, deps.webhook.secretToken)) return 401
  if (updateIdOf(body) === null) return 400
  if (deps.signal.aborted) return 503
  return (await deps.takeIn(body, deps.signal)) === 'done' ? 200 : 503
}
