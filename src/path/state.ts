import { z } from 'zod'
import type { ChatState } from '../conversation/chat-state.ts'
import { snapshotSchema } from './compare.ts'
import { FORMS } from './schema.ts'

export const SKIP_REASONS = ['not_needed', 'not_now', 'cannot', 'too_dear', 'other'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

export const OWN_STEPS_MOST = 20
export const OWN_STEP_LENGTH = 160

const ownStepSchema = z.strictObject({
  id: z.string(),
  text: z.string().max(OWN_STEP_LENGTH),
  /** ISO day by which; null for some time. */
  day: z.string().nullable(),
  done: z.string().nullable(),
})

export const pathStateSchema = z.strictObject({
  version: z.literal(1),
  form: z.enum(FORMS).default('sole_trader'),
  /** The wished first day of business. */
  opening: z.string().nullable().default(null),
  /** Day on which each step was ticked off. */
  done: z.record(z.string(), z.string()).default({}),
  skipped: z
    .record(z.string(), z.strictObject({ reason: z.enum(SKIP_REASONS), note: z.string().max(200) }))
    .default({}),
  own: z.array(ownStepSchema).max(OWN_STEPS_MOST).default([]),
  reminders: z.boolean().default(false),
  /** Consultants may see the plan; only an explicit tap sets it. */
  shared: z.boolean().default(false),
  /** The plan that the person saw last. */
  seen: snapshotSchema.nullable().default(null),
})

export type PathState = z.output<typeof pathStateSchema>
export type OwnStep = z.output<typeof ownStepSchema>

/** Steps from an older version of the state to the next; index 0 takes version 0 to 1. */
const MIGRATIONS: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = [
  (old) => ({ ...old, version: 1 }),
]

const NAME = 'path'
/** What could not be read is kept here, so that nothing is lost silently. */
const UNREADABLE = 'path-unreadable'

/** The plan's state in a chat; a new one when there is none. */
export function pathStateOf(chat: ChatState): PathState {
  const stored = chat.flows[NAME]
  if (stored === undefined) return pathStateSchema.parse({ version: 1 })
  const parsed = pathStateSchema.safeParse(migrated(stored))
  if (parsed.success) return parsed.data
  chat.flows[UNREADABLE] = stored
  return pathStateSchema.parse({ version: 1 })
}

export function savePathState(chat: ChatState, state: PathState): void {
  chat.flows[NAME] = state
}

/** Whether the person has ever asked for the plan. */
export function hasPath(chat: ChatState): boolean {
  return chat.flows[NAME] !== undefined
}

function migrated(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null) return stored
  let data = stored as Record<string, unknown>
  const version = typeof data.version === 'number' ? data.version : 0
  for (const migrate of MIGRATIONS.slice(version)) data = migrate(data)
  return data
}
