import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { COUNTRIES, STATUSES } from '../knowledge/vocabulary.ts'

export const KINDS = [
  'plain',
  'condition',
  'trap-country',
  'trap-false-premise',
  'typo',
  'latin',
  'code-switch',
  'voice-like',
  'follow-up',
  'no-country',
  'handover',
  'urgent',
  'contrast',
  'out-of-scope',
  'near-domain',
  'personal-file',
  'opinion',
  'abuse',
  'injection',
] as const

const factSchema = z.strictObject({
  kind: z.enum(['vital', 'okay', 'forbidden']),
  any: z.array(z.string().min(1)).min(1),
})

const questionSchema = z.strictObject({
  id: z.string(),
  lang: z.enum(LANGUAGES),
  text: z.string().min(1),
  profile: z
    .strictObject({
      country: z.enum(COUNTRIES).nullish(),
      status: z.enum(STATUSES).nullish(),
      language: z.enum(LANGUAGES).nullish(),
    })
    .nullish(),
  history: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), text: z.string() })).nullish(),
  kind: z.enum(KINDS),
  split: z.enum(['tune', 'held']),
  note: z.string().optional(),
  expect: z.strictObject({
    outcome: z.enum(['answered', 'clarify', 'unanswered', 'out_of_scope', 'crisis']),
    articles: z.array(z.string()).default([]),
    facts: z.array(factSchema).default([]),
    handover: z.enum(['normal', 'urgent']).nullish(),
  }),
})

export type EvalQuestion = z.output<typeof questionSchema>

/** Reads all question files of a folder; throws with file and line for a line that breaks the format. */
export async function readQuestionSets(folder: string): Promise<EvalQuestion[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const questions: EvalQuestion[] = []
  for (const name of names) {
    const lines = (await readFile(path.join(folder, name), 'utf8')).split('\n')
    lines.forEach((line, index) => {
      if (line.trim() === '') return
      const parsed = questionSchema.safeParse(JSON.parse(line))
      if (!parsed.success)
        throw new Error(
          `${name}:${index + 1} ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
        )
      questions.push(parsed.data)
    })
  }
  return questions
}

export function languagesOf(questions: readonly EvalQuestion[]): Language[] {
  return LANGUAGES.filter((language) => questions.some((question) => question.lang === language))
}
