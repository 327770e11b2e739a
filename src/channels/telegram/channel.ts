import { createBackoff } from './backoff.ts'
import { bubbles } from './bubbles.ts'
import { createCaller } from './caller.ts'
import { chatIdOf } from './chat-id.ts'
import { createConsultantsApi } from './consultants-api.ts'
import { createDelivery } from './delivery.ts'
import { createProbe } from './delivery-probe.ts'
import { createGroupNotice } from './group-notice.ts'
import { createKnownMessages } from './known-messages.ts'
import type { TelegramChannel, TelegramOptions } from './options.ts'
import { createPace } from './pace.ts'
import { createPauses } from './pauses.ts'
import { pollUpdates } from './poll-updates.ts'
import { createProblems } from './problems.ts'
import { registerCommands, registerWebhook } from './register.ts'
import { createTakeIn, meetMessages } from './take-in.ts'
import { createTyping } from './typing.ts'
import { answerWebhook } from './webhook.ts'

export type { TelegramChannel, TelegramOptions } from './options.ts'

/**
 * Telegram as a channel. `start` resolves at once and never fails: what it needs from Telegram is tried in the
 * background until it succeeds. `stop` may be called at any time and repeatedly; `start` works again afterwards.
 */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, intake, log, webhook } = options
  const clock = options.clock ?? Date.now
  const callTimeoutMs = options.callTimeoutMs ?? 15_000
  const backoffSettings = options.backoff ?? { firstMs: 1000, maxMs: 30_000 }
  const newBackoff = () => createBackoff(backoffSettings)

  const apiRoot = options.apiRoot ?? 'https://api.telegram.org'
  const call = createCaller({ token, apiRoot, callTimeoutMs })
  // One each: that sending works tells nothing about fetching.
  const [intakeProblems, deliveryProblems] = [createProblems(log, clock), createProblems(log, clock)]
  const known = createKnownMessages()
  const pauses = createPauses(clock)
  const pace = createPace(options.callsPerSecond === undefined ? 28 : options.callsPerSecond, clock)
  const probe = createProbe({ call, known, pace, pauses })
  const groupNotice = createGroupNotice({ call, clock, groupText: options.groupText })
  const takeIn = createTakeIn({
    intake,
    call,
    log,
    problems: intakeProblems,
    known,
    groupNotice,
    clock,
    consultantsGroup: options.consultantsGroup ?? null,
  })
  const delivery = createDelivery({
    call,
    probe,
    known,
    pauses,
    problems: deliveryProblems,
    backoff: newBackoff(),
    log,
    callTimeoutMs,
  })

  let running = new AbortController()
  let background: Promise<unknown> | null = null
  const webhookCalls = new Set<Promise<number>>()

  function takeInUntilStopped(signal: AbortSignal): Promise<void> {
    const shared = { call, problems: intakeProblems, backoff: newBackoff() }
    if (webhook) return registerWebhook({ ...shared, webhook }, signal)
    const pollSeconds = options.pollSeconds ?? 25
    const meet = (updates: readonly unknown[]) => meetMessages(updates, known)
    return pollUpdates({ ...shared, takeIn, meet, log, clock, pollSeconds, callTimeoutMs }, signal)
  }

  return {
    name: 'telegram',

    async start() {
      if (background) return
      running = new AbortController()
      const { signal } = running
      for (const { chat, ref } of (await options.metBefore?.()) ?? []) {
        const [chatId, id] = [chatIdOf(chat), Number(ref)]
        if (chatId !== null && Number.isInteger(id)) known.add(chatId, id)
      }
      background = Promise.all([
        takeInUntilStopped(signal),
        registerCommands({ call, backoff: newBackoff() }, signal),
      ])
      log.info({ by: webhook ? 'webhook' : 'polling' }, 'Telegram is starting.')
    },

    async stop() {
      running.abort()
      await Promise.allSettled([background, ...webhookCalls])
      background = null
    },

    async handleWebhook(secretHeader, body) {
      const answer = answerWebhook({ webhook, takeIn, signal: running.signal }, secretHeader, body)
      webhookCalls.add(answer)
      try {
        return await answer
      } finally {
        webhookCalls.delete(answer)
      }
    },

    bubbles,
    ...delivery,
    consultants: createConsultantsApi({
      call,
      token,
      apiRoot,
      group: options.consultantsGroup ?? null,
      pauses,
      log,
    }),
    untilReady: (signal) => pace.take(signal),
    showTyping: createTyping({ call, pauses, clock }),
  }
}
