import { z } from 'zod'
import { LANGUAGES } from '../i18n/languages.ts'
import { AREAS, AUDIENCES, COUNTRIES, DECIDING_FACTS, STATUSES } from './vocabulary.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as 2026-11-24')
const seen = z.string().regex(/^\d{4}(-\d{2}){0,2}$/, 'write 2026, 2026-04 or 2026-04-17')
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens')
const figureName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'use lower_snake_case')
const articleId = z.string().regex(new RegExp(`^(${AREAS.join('|')})/[a-z0-9-]+$`), 'write area/topic')

export const sourceSchema = z.strictObject({
  id: slug,
  title: z.string().min(3),
  url: z.url({ protocol: /^https?$/ }),
  authority: z.string().min(2),
  language: z.string().min(2),
  seen,
  undated: z.boolean().optional(),
  confidence: z.enum(['official', 'secondary']),
})

const valueFigure = z.strictObject({
  value: z.number(),
  unit: z.string().min(1),
  year: z.int().min(1990).max(2100),
  source: slug.optional(),
  /** A number made up for a worked example; needs no source and the text says that it is an example. */
  example: z.boolean().optional(),
  note: z.string().optional(),
})

const formulaFigure = z.strictObject({
  formula: z.string().min(1),
  unit: z.string().min(1),
  year: z.int().min(1990).max(2100),
  example: z.boolean().optional(),
  note: z.string().optional(),
})

export const figureSchema = z.union([valueFigure, formulaFigure])

export const articleSchema = z.strictObject({
  countries: z.array(z.enum(COUNTRIES)).min(1),
  audience: z.enum(AUDIENCES),
  reviewed: day,
  review_by: day,
  valid_from: day.optional(),
  valid_until: day.optional(),
  sources: z.array(sourceSchema),
  asks: z.array(z.enum(DECIDING_FACTS)).default([]),
  applies: z.union([z.literal('all'), z.array(z.enum(STATUSES)).min(1)]),
  handover: z
    .array(z.strictObject({ when: z.string().min(5), urgency: z.enum(['normal', 'urgent']) }))
    .default([]),
  figures: z.record(figureName, figureSchema).default({}),
  related: z.array(articleId).default([]),
  terms: z
    .array(
      z.strictObject({
        term: z.string().min(1),
        short: z.string().optional(),
        language: z.string().min(2),
        meaning: z.partialRecord(z.enum(LANGUAGES), z.string()),
      }),
    )
    .default([]),
  research: z
    .strictObject({ present: z.array(z.int()), left_out: z.record(z.string(), z.string()).default({}) })
    .optional(),
})

export const frontMatterSchema = z.strictObject({
  title: z.string().min(3),
  short_answer: z.string().min(20),
  questions: z.array(z.string().min(2)).min(6).max(10),
  translated_from: z
    .strictObject({
      language: z.enum(LANGUAGES),
      version: z.union([z.string(), z.number()]).nullable().optional(),
    })
    .optional(),
  checked_by: z.string().nullable().optional(),
})

/** knowledge/examples/<language>/<area>.yaml: everyday messages by article. */
export const examplesSchema = z.record(articleId, z.array(z.coerce.string().min(2)))

/** knowledge/asked/<language>/<area>.yaml: what people ask, by article and by the English heading of its sections. */
export const askedSchema = z.record(articleId, z.record(z.string(), z.string().min(2)))

export type ArticleData = z.output<typeof articleSchema>
export type FigureData = z.output<typeof figureSchema>
export type Source = z.output<typeof sourceSchema>
export type FrontMatter = z.output<typeof frontMatterSchema>
