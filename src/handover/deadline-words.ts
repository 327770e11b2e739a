import path from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { readDataFile } from '../knowledge/data-file.ts'
import { normalise } from '../retrieval/normalise.ts'

const forms = z.string().default('')
const languageSchema = z.strictObject({
  /** Written without spaces: words may touch. */
  spaceless: z.boolean().default(false),
  months: z.array(z.string()).length(12),
  weekdays: z.array(z.string()).length(7),
  relative: z.record(z.string(), z.int()),
  units: z.strictObject({ day: z.string(), week: z.string(), month: z.string() }),
  working: forms,
  next: forms,
  until: forms,
  until_after: forms,
  from: forms,
  from_after: forms,
  ago_before: forms,
  ago_after: forms,
  left: forms,
  cues: z.string(),
  numbers: z.array(z.string()).default([]),
  tens: z.record(z.string(), z.int()).default({}),
})

/** The words of one language, as sources of regular expressions on normalised text; null where it has none. */
export interface DeadlineWords {
  months: string[]
  weekdays: string[]
  relative: [string, number][]
  units: { day: string; week: string; month: string }
  working: string | null
  next: string | null
  until: string | null
  untilAfter: string | null
  from: string | null
  fromAfter: string | null
  agoBefore: string | null
  agoAfter: string | null
  left: string | null
  cues: string
  numbers: [string, number][]
}

export type DeadlineLexicon = Partial<Record<Language, DeadlineWords>>

/** Reads knowledge/deadlines.yaml. Throws DataFileError. */
export async function loadDeadlineWords(knowledgeRoot: string): Promise<DeadlineLexicon> {
  const data = await readDataFile(
    path.join(knowledgeRoot, 'deadlines.yaml'),
    z.partialRecord(z.enum(LANGUAGES), languageSchema),
  )
  return Object.fromEntries(
    Object.entries(data).map(([language, words]) => [language, compile(words, language as Language)]),
  )
}

function compile(data: z.output<typeof languageSchema>, language: Language): DeadlineWords {
  const one = (listed: string) => pattern(listed, language, data.spaceless)
  const optional = (listed: string) => (listed === '' ? null : one(listed))
  return {
    months: data.months.map(one),
    weekdays: data.weekdays.map(one),
    relative: Object.entries(data.relative).map(([word, days]) => [one(word), days]),
    units: { day: one(data.units.day), week: one(data.units.week), month: one(data.units.month) },
    working: optional(data.working),
    next: optional(data.next),
    until: optional(data.until),
    untilAfter: optional(data.until_after),
    from: optional(data.from),
    fromAfter: optional(data.from_after),
    agoBefore: optional(data.ago_before),
    agoAfter: optional(data.ago_after),
    left: optional(data.left),
    cues: one(data.cues),
    numbers: [
      ...data.numbers.map((words, index): [string, number] => [one(words), index + 1]),
      ...Object.entries(data.tens).map(([word, value]): [string, number] => [one(word), value]),
    ],
  }
}

/** "a|b*" → a pattern of whole words; longer ones first, so that "day before yesterday" wins over "yesterday". */
function pattern(listed: string, language: Language, spaceless: boolean): string {
  const words = listed
    .split('|')
    .map((word) => normalise(word, language).trim())
    .filter(Boolean)
    .sort((a, b) => b.length - a.length)
    .map((word) => {
      const open = word.endsWith('*')
      const stem = (open ? word.slice(0, -1) : word)
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/ /g, '\\s+')
      if (spaceless) return stem
      const start = word.startsWith("'") ? '' : '(?<![\\p{L}\\p{M}])'
      return `${start}${stem}${open ? '[\\p{L}\\p{M}]*' : ''}(?![\\p{L}\\p{M}])`
    })
  return `(?:${words.join('|')})`
}
