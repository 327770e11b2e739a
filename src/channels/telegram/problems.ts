import type { CallFailure } from './caller.ts'
import type { Log } from './options.ts'

export type ProblemKind =
  | 'unauthorised'
  | 'conflict'
  | 'throttled'
  | 'server'
  | 'network'
  | 'refused'
  | 'storage'

/** Kinds of trouble, each logged once and again after an hour at the earliest: Telegram can be away for days. */
export interface Problems {
  report(kind: ProblemKind, facts: object): void
  reportFailure(failure: CallFailure, method: string): void
  /** Says once that it works again after something was reported. */
  solved(): void
}

const QUIET_MS = 60 * 60_000

const ADVICE: Record<ProblemKind, string> = {
  unauthorised:
    'Telegram does not accept the bot token. Copy it again from @BotFather into TELEGRAM_BOT_TOKEN and restart; until then the bot hears nothing.',
  conflict:
    'Somebody else takes the updates of this bot (a second instance or a webhook). Stop the other one; this one goes on trying.',
  throttled: 'Telegram asks for fewer calls; waiting as long as it says.',
  server: 'Telegram gives no usable answer; trying again.',
  network: 'Telegram cannot be reached; trying again. Check the network and TELEGRAM_API_ROOT.',
  refused: 'Telegram refuses a call; trying again.',
  storage:
    'An update cannot be stored; it stays with Telegram and is tried again. Check the disk and the database.',
}

export function createProblems(log: Log, clock: () => number): Problems {
  const loggedAt = new Map<ProblemKind, number>()
  let open = false

  function report(kind: ProblemKind, facts: object): void {
    const now = clock()
    const last = loggedAt.get(kind)
    if (last !== undefined && now - last < QUIET_MS) return
    loggedAt.set(kind, now)
    open = true
    if (kind === 'unauthorised' || kind === 'storage') log.error({ ...facts, problem: kind }, ADVICE[kind])
    else log.warn({ ...facts, problem: kind }, ADVICE[kind])
  }

  return {
    report,
    reportFailure(failure, method) {
      if (failure.kind === 'stopped') return
      report(problemOf(failure), { method, code: failure.code, reason: failure.description })
    },
    solved() {
      if (!open) return
      open = false
      log.info({}, 'Telegram answers again.')
    },
  }
}

function problemOf(failure: CallFailure): ProblemKind {
  if (failure.kind === 'throttled') return 'throttled'
  if (failure.kind === 'refused') {
    // A token of a wrong form makes a path that does not exist.
    if (failure.code === 401 || failure.code === 404) return 'unauthorised'
    return failure.code === 409 ? 'conflict' : 'refused'
  }
  return failure.kind === 'unsent' || !isAnswer(failure) ? 'network' : 'server'
}

/** Something came back, though nothing usable. */
function isAnswer(failure: CallFailure): boolean {
  return failure.code >= 500 || /json|Unexpected|Cannot read/i.test(failure.description)
}
