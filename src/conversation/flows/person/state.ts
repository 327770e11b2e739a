import { z } from 'zod'
import type { CaseFile } from '../../../handover/ports.ts'
import { COUNTRIES } from '../../../knowledge/vocabulary.ts'
import type { FlowContext } from '../../flow.ts'

const beforeSchema = z.object({
  /** Id of the answer, as in `lastAnswer`. */
  id: z.string(),
  at: z.string(),
  question: z.string(),
  outcome: z.string(),
  /** The country of the answer, which the message may have named. */
  country: z.enum(COUNTRIES).nullable().default(null),
  reason: z.string().nullable(),
  urgency: z.enum(['normal', 'urgent']),
  trace: z.array(z.string()),
  articles: z.array(z.string()),
  passageIds: z.array(z.string()),
  sources: z.array(z.object({ title: z.string(), url: z.string(), seen: z.string() })),
  text: z.string(),
})

const draftSchema = z.object({
  reason: z.string(),
  urgency: z.enum(['normal', 'urgent']),
  question: z.string(),
  /** Letters of the parts that the person left out. */
  leftOut: z.array(z.string()),
  /** The person's own, else that of the answer, else what the person said when asked. */
  country: z.enum(COUNTRIES).nullable().default(null),
  /** The person was asked for the country. */
  countryAsked: z.boolean(),
})

const keptSchema = z.object({
  text: z.string(),
  file: z.custom<CaseFile>().nullable(),
  messageRef: z.string().nullable(),
})

const schema = z.object({
  before: beforeSchema.nullable().default(null),
  draft: draftSchema.nullable().default(null),
  /** The next message goes to this case. */
  writing: z.int().nullable().default(null),
  /** What waits for the person to say for whom it is. */
  kept: keptSchema.nullable().default(null),
  /** When something was last sent to a case: the other pictures of an album follow at once. */
  lastSentAt: z.string().nullable().default(null),
})

export type PersonState = z.output<typeof schema>
export type AnswerGiven = z.output<typeof beforeSchema>
export type Draft = z.output<typeof draftSchema>

const checked = new WeakSet<PersonState>()

/** What this flow remembers of a chat; what is older than messages are kept is gone. */
export function personState({ state, settings, now }: FlowContext): PersonState {
  const present = state.flows.person as PersonState | undefined
  // Checked once a turn; what is changed in it later must stay.
  if (present && checked.has(present)) return present
  const parsed = schema.safeParse(state.flows.person ?? {})
  const found = parsed.success ? parsed.data : schema.parse({})
  const oldest = new Date(now.getTime() - settings.messageRetentionDays * 86_400_000).toISOString()
  if (found.before && found.before.at < oldest) found.before = null
  state.flows.person = found
  checked.add(found)
  return found
}

/** An answer of yesterday is not what somebody asks a person about today. */
const SAME_TALK_MS = 24 * 60 * 60_000

export function isOfThisTalk({ now }: FlowContext, { at }: Pick<AnswerGiven, 'at'>): boolean {
  return now.getTime() - Date.parse(at) < SAME_TALK_MS
}
