import { z } from 'zod'
import { AREAS_OF_LIFE, COLOURS, STAGES } from '../conversation/chat-state.ts'
import { ACTIVITIES } from '../conversation/flows/situation/steps.ts'
import { LANGUAGES } from '../i18n/languages.ts'
import { STATUSES } from '../knowledge/vocabulary.ts'

const stepId = z.string().regex(/^(si|es|it|common)\/[a-z0-9-]+$/, 'write file/step, such as si/tax-number')
/** A figure of the step's own article by its name, or of another as "si/vat#limit". */
const figureRef = z
  .string()
  .regex(/^([a-z]+\/[a-z0-9-]+#)?[a-z][a-z0-9_]*$/, 'write a figure, or article#figure')
const amount = z.union([z.int().min(0), figureRef])
const monthDay = z.string().regex(/^\d\d-\d\d$/, 'write MM-DD')

export const FORMS = ['sole_trader', 'company'] as const
export type BusinessForm = (typeof FORMS)[number]

export const HELPERS = ['you', 'adviser', 'accountant', 'notary', 'lawyer', 'social_worker'] as const

/**
 * All conditions must hold. A list means: one of these. A status that is not known counts as `unknown`, a stage as
 * `idea`; a line of business that is not known fulfils no `activity` and each `activity_not`.
 */
const conditionsSchema = z.strictObject({
  status: z.array(z.enum(STATUSES)).min(1).optional(),
  stage: z.array(z.enum(STAGES)).min(1).optional(),
  activity: z.array(z.enum(ACTIVITIES)).min(1).optional(),
  activity_not: z.array(z.enum(ACTIVITIES)).min(1).optional(),
  form: z.enum(FORMS).optional(),
  areas: z.partialRecord(z.enum(AREAS_OF_LIFE), z.array(z.enum(COLOURS)).min(1)).optional(),
  permit_ends: z.literal(true).optional(),
})

/** Time from the day on which the person begins until the step is done. A plain number is our estimate, a figure is official. */
const takesSchema = z.strictObject({ time: amount, count: z.enum(['working', 'calendar']) })

/** A day that law or office sets. */
const dueSchema = z.union([
  /** So long after another step at the latest. */
  z.strictObject({ within: figureRef, after: stepId }),
  /** A day of the month, quarter or year that follows another step. */
  z.strictObject({
    on: z.union([
      z.strictObject({ next_month: figureRef }),
      z.strictObject({ next_of: z.array(monthDay).min(1) }),
      z.strictObject({ next_year: monthDay }),
    ]),
    after: stepId,
  }),
  /** So long before the permit ends, at the latest on its last day. */
  z.strictObject({ before_permit_ends: amount }),
  /** A fixed day, which must stand in the article. */
  z.strictObject({ by: z.string().regex(/^\d{4}-\d\d-\d\d$/) }),
])

export const textSchema = z.strictObject({
  title: z.string().min(2).max(90),
  what: z.string().min(5),
  where: z.string().min(2),
  papers: z.string().min(2).optional(),
  done: z.string().min(2),
})

const costSchema = z.strictObject({
  figure: figureRef,
  per: z.enum(['once', 'month', 'year', 'stays']).default('once'),
})

export const stepSchema = z.strictObject({
  id: stepId,
  article: z.string(),
  source: z.string(),
  when: conditionsSchema.default({}),
  depends_on: z.array(stepId).default([]),
  /** Comes before all that could be done as well: what is red, the right to start, help in trouble. */
  first: z.boolean().default(false),
  who: z.enum(HELPERS).default('you'),
  takes: takesSchema.optional(),
  /** Done in the same visit as what it depends on: costs no day of its own. */
  same_day: z.boolean().default(false),
  /** Costs run from this step on: with a wished opening day it is done as late as possible. */
  near_opening: z.boolean().default(false),
  /** The first day of business. */
  opening: z.boolean().default(false),
  cost: z.array(costSchema).default([]),
  due: dueSchema.optional(),
  /** The day of `due` is for planning only: the article gives no fixed one. */
  due_about: z.boolean().default(false),
  text: z.partialRecord(z.enum(LANGUAGES), textSchema),
})

export const pathFileSchema = z.strictObject({
  /** Place for YAML anchors. */
  anchors: z.unknown().optional(),
  steps: z.array(stepSchema).min(1),
})

/** knowledge/paths/texts/<language>.yaml: texts of one language by step, for translators. */
export const textFileSchema = z.record(stepId, textSchema)

export type StepText = z.output<typeof textSchema>
export type StepDue = z.output<typeof dueSchema>
export type StepConditions = z.output<typeof conditionsSchema>
