import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { LANGUAGES } from '../../src/i18n/languages.ts'
import { COUNTRIES, STATUSES } from '../../src/knowledge/vocabulary.ts'

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())

/** What the person must find after a step. Says nothing of system sentences, which differ by language. */
const expectationSchema = z.strictObject({
  outcome: z.enum(['answered', 'clarify', 'unanswered', 'out_of_scope', 'crisis']).optional(),
  language: z.enum(LANGUAGES).optional(),
  country: z.enum(COUNTRIES).optional(),
  /** One of these articles is the best or second best. */
  article: texts.optional(),
  /** These articles answer, in this order. */
  articles: texts.optional(),
  handover: z.enum(['none', 'normal', 'urgent']).optional(),
  asks_for: z.enum(['country', 'status', 'language']).optional(),
  /** Words and figures that are to be read. */
  shows: texts.optional(),
  hides: texts.optional(),
  /** The first message begins so. */
  begins: z.string().optional(),
  /** Beginnings of the data of buttons. */
  buttons: texts.optional(),
  no_buttons: texts.optional(),
  file: z.string().optional(),
  /** Facts that are kept now; null where nothing may be. */
  remembers: z
    .strictObject({
      country: z.enum(COUNTRIES).nullable().optional(),
      status: z.enum(STATUSES).nullable().optional(),
      municipality: z.string().nullable().optional(),
      stage: z.string().nullable().optional(),
      activity: z.string().nullable().optional(),
      language: z.enum(LANGUAGES).nullable().optional(),
      reads: z.array(z.enum(LANGUAGES)).optional(),
      areas: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
})

const stepSchema = z
  .strictObject({
    /** Typed; a list is sent within a second. */
    says: texts.optional(),
    /** The beginning of the data of a button that is to be seen. */
    presses: z.string().optional(),
    expects: expectationSchema.optional(),
  })
  .refine((step) => (step.says === undefined) !== (step.presses === undefined), 'says or presses')

const CHANNELS = ['telegram', 'web', 'terminal'] as const
export type StoryChannel = (typeof CHANNELS)[number]

const storySchema = z.strictObject({
  story: z.string(),
  /** Language of the person's phone or browser. */
  phone: z.string(),
  /** Channels, where not on all; `because` says why. */
  on: z.array(z.enum(CHANNELS)).default([...CHANNELS]),
  because: z.string().optional(),
  steps: z.array(stepSchema).min(1),
})

export type Story = z.output<typeof storySchema> & { name: string }
export type Expectation = z.output<typeof expectationSchema>

/** All stories of this folder. */
export function readStories(): Story[] {
  const folder = import.meta.dirname
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const parsed = storySchema.safeParse(parse(readFileSync(path.join(folder, file), 'utf8')))
      if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`)
      return { ...parsed.data, name: file.replace('.yaml', '') }
    })
}
