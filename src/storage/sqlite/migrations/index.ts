import type { Migration } from 'kysely'
import { first } from './2026-11-26-first.ts'
import { handover } from './2026-11-26-handover.ts'
import { privacy } from './2026-11-26-privacy.ts'
import { steps } from './2026-11-26-steps.ts'
import { webConsole } from './2026-11-26-web-console.ts'
import { inboxMessageRefs } from './2026-11-27-inbox-message-refs.ts'

/** In the order of their names; never edited after they have landed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '2026-11-26-first': first,
  '2026-11-26-handover': handover,
  '2026-11-26-privacy': privacy,
  '2026-11-26-steps': steps,
  '2026-11-26-web-console': webConsole,
  '2026-11-27-inbox-message-refs': inboxMessageRefs,
}
