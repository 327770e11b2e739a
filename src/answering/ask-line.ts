import { z } from 'zod'
import { isLanguage } from '../i18n/languages.ts'
import { isCountry, isStatus } from '../knowledge/vocabulary.ts'
import type { Answerer } from './pipeline.ts'
import { answerAsPlainText } from './plain-text.ts'
import type { Question, SourceRef } from './types.ts'

const profileSchema = z.looseObject({
  country: z.unknown().optional(),
  status: z.unknown().optional(),
  language: z.unknown().optional(),
})

/** What `npm run ask -- --jsonl` reads on a line and `POST /api/ask` takes; fields that it does not know are left. */
export const askSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string(),
  profile: profileSchema.nullish(),
  history: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), text: z.string() })).nullish(),
})

export interface AskResult {
  id?: string | number | undefined
  outcome: string
  handover: { reason: string; urgency: string } | null
  language: string
  text: string
  articles: string[]
  sources: SourceRef[]
  ms: number
}

export interface AskFailure {
  id: string | number | null
  error: { code: string; message: string }
}

/** Answers one question of the fixed interface; a wrong one gives a coded error and never throws. */
export function askOne(input: unknown, answerer: Answerer): AskResult | AskFailure {
  const parsed = askSchema.safeParse(input)
  if (!parsed.success) {
    const id = (input as { id?: unknown } | null)?.id
    const issue = parsed.error.issues[0]
    return {
      id: typeof id === 'string' || typeof id === 'number' ? id : null,
      error: {
        code: 'INVALID_INPUT',
        message: `${issue?.path.join('.') || 'the question'}: ${issue?.message ?? 'is wrong'}. Send {"text": "…"}.`,
      },
    }
  }
  const started = performance.now()
  const answer = answerer.answer(questionOf(parsed.data))
  return {
    id: parsed.data.id,
    outcome: answer.outcome,
    handover: answer.handover,
    language: answer.language,
    text: answerAsPlainText(answer),
    articles: answer.articles,
    sources: answer.sources,
    ms: Math.round((performance.now() - started) * 100) / 100,
  }
}

/** Reads one line of JSON and answers it. */
export function askLine(line: string, answerer: Answerer): AskResult | AskFailure {
  let input: unknown
  try {
    input = JSON.parse(line)
  } catch (error) {
    return {
      id: null,
      error: { code: 'INVALID_JSON', message: `The line is no JSON: ${(error as Error).message}` },
    }
  }
  return askOne(input, answerer)
}

/** Unknown countries and statuses are taken as not given. */
function questionOf(data: z.output<typeof askSchema>): Question {
  const { country, status, language } = data.profile ?? {}
  return {
    text: data.text,
    profile: {
      country: isCountry(country) ? country : null,
      status: isStatus(status) ? status : null,
      language: isLanguage(language) ? language : null,
    },
    history: (data.history ?? []).map(({ role, text }) => ({ role, text })),
  }
}
