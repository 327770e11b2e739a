import { z } from 'zod'
import { LANGUAGES } from '../i18n/languages.ts'
import { COUNTRIES, STATUSES } from '../knowledge/vocabulary.ts'

export const STAGES = ['idea', 'preparing', 'registered', 'running', 'in_trouble'] as const
export const AREAS_OF_LIFE = [
  'status',
  'housing',
  'income',
  'language',
  'family',
  'health',
  'skills',
  'network',
  'money',
] as const
export const COLOURS = ['green', 'yellow', 'red'] as const
export type Stage = (typeof STAGES)[number]
export type AreaOfLife = (typeof AREAS_OF_LIFE)[number]
export type Colour = (typeof COLOURS)[number]

const profileSchema = z.strictObject({
  country: z.enum(COUNTRIES).nullable().default(null),
  municipality: z.string().max(80).nullable().default(null),
  status: z.enum(STATUSES).nullable().default(null),
  /** ISO day on which the permit ends, as the person said. */
  permitEnds: z.string().nullable().default(null),
  stage: z.enum(STAGES).nullable().default(null),
  activity: z.string().max(120).nullable().default(null),
  language: z.enum(LANGUAGES).nullable().default(null),
  script: z.enum(['Cyrl', 'Latn']).nullable().default(null),
  reads: z.array(z.enum(LANGUAGES)).default([]),
  /** Only the colour is kept, never the story. */
  areas: z.partialRecord(z.enum(AREAS_OF_LIFE), z.enum(COLOURS)).default({}),
  timeZone: z.string().nullable().default(null),
  /** Consultants get the articles written for them; set by the hand-over module. */
  audience: z.enum(['founder', 'consultant']).default('founder'),
})

/** What buttons below an answer need to know of it. */
const givenAnswerSchema = z.strictObject({
  id: z.string(),
  question: z.string(),
  articles: z.array(z.string()),
  next: z.array(z.string()),
  outcome: z.string(),
  language: z.enum(LANGUAGES).default('en'),
  at: z.string().default(''),
})

const pendingSchema = z.discriminatedUnion('kind', [
  /** A question waits for a fact that decides it. */
  z.strictObject({
    kind: z.literal('question'),
    asksFor: z.enum(['country', 'status', 'language']),
    text: z.string(),
  }),
  /** Facts of a message that could be remembered. */
  z.strictObject({
    kind: z.literal('remember'),
    country: z.enum(COUNTRIES).nullable(),
    status: z.enum(STATUSES).nullable(),
  }),
  z.strictObject({ kind: z.literal('forget'), at: z.string() }),
  /** A flow waits for typed text: `flow` names it, `step` says for what. */
  z.strictObject({ kind: z.literal('typing'), flow: z.string(), step: z.string() }),
])

const entrySchema = z.strictObject({
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  at: z.string(),
  /** A question that a button asked; the person did not write it. */
  pressed: z.literal(true).optional(),
})

export const chatStateSchema = z.strictObject({
  version: z.literal(1),
  firstSeen: z.string(),
  lastSeen: z.string(),
  welcomed: z.boolean().default(false),
  consentedAt: z.string().nullable().default(null),
  /** BCP 47 tag of the client. */
  languageHint: z.string().nullable().default(null),
  profile: profileSchema.default(() => profileSchema.parse({})),
  pending: pendingSchema.nullable().default(null),
  history: z.array(entrySchema).default([]),
  /** Questions in a row that found no answer. */
  failures: z.int().default(0),
  lastAnswer: givenAnswerSchema.nullable().default(null),
  /** The ones before it, newest first, so that their buttons still mean what they say. */
  earlierAnswers: z.array(givenAnswerSchema).default([]),
  /** Data of other flows by their name; each checks its own. */
  flows: z.record(z.string(), z.unknown()).default({}),
})

export type ChatState = z.output<typeof chatStateSchema>
export type PersonProfile = ChatState['profile']
export type GivenAnswer = z.output<typeof givenAnswerSchema>

export function newChatState(now: string): ChatState {
  return chatStateSchema.parse({ version: 1, firstSeen: now, lastSeen: now })
}

/** Steps from an older version of the state to the next; index 0 takes version 0 to 1. */
const MIGRATIONS: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = [
  (old) => ({ ...old, version: 1 }),
]

/**
 * The state that was stored, brought to the present version. A state that cannot be read is not dropped silently:
 * the second value says so, and the caller keeps the raw text.
 */
export function parseChatState(
  stored: string | null,
  now: string,
): { state: ChatState; unreadable: boolean } {
  if (stored === null) return { state: newChatState(now), unreadable: false }
  try {
    let data = JSON.parse(stored) as Record<string, unknown>
    const version = typeof data.version === 'number' ? data.version : 0
    for (const migrate of MIGRATIONS.slice(version)) data = migrate(data)
    const parsed = chatStateSchema.safeParse(data)
    if (parsed.success) return { state: parsed.data, unreadable: false }
  } catch {
    // Falls through: the same ending as for a state that breaks the schema.
  }
  return { state: newChatState(now), unreadable: true }
}
