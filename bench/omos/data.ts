import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { InvalidInputError } from '../../src/errors.ts'

const pageSchema = z.object({
  pageId: z.union([z.number(), z.string()]).transform(String),
  city: z.string().default(''),
  lines: z.array(z.string()).min(1),
})
const questionSchema = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  split: z.string().default('all'),
  city: z.string().default(''),
  pageId: z.union([z.number(), z.string()]).transform(String),
  question: z.string(),
  answers: z.array(z.number().int().nonnegative()),
})

export type Page = z.output<typeof pageSchema>
export type PageQuestion = z.output<typeof questionSchema>

export interface PageSet {
  language: string
  pages: Page[]
  /** Empty when the folder has no questions in this language; the pages then serve questions of other languages. */
  questions: PageQuestion[]
}

/**
 * Reads pages.<lang>.jsonl and questions.<lang>.jsonl of a folder. Throws InvalidInputError when the folder holds no
 * such files, when a line is wrong, or when a question names a page that is not there.
 */
export async function readPageSets(folder: string, report: (message: string) => void): Promise<PageSet[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInputError(`The folder ${folder} cannot be read (${error.code}).`, { cause: error })
  })
  const languagesOf = (kind: string) =>
    names.flatMap((name) => new RegExp(`^${kind}\\.([\\w-]+)\\.jsonl$`).exec(name)?.[1] ?? []).sort()
  const languages = languagesOf('pages')
  if (languages.length === 0)
    throw new InvalidInputError(
      `${folder} holds no pages.<lang>.jsonl. Give the folder of such a question set.`,
    )
  for (const language of languagesOf('questions'))
    if (!languages.includes(language))
      report(`questions.${language}.jsonl is left out: there is no pages.${language}.jsonl`)
  const sets: PageSet[] = []
  for (const language of languages) {
    const pages = await readLines(path.join(folder, `pages.${language}.jsonl`), pageSchema)
    const hasQuestions = names.includes(`questions.${language}.jsonl`)
    if (!hasQuestions) report(`pages.${language}.jsonl has no questions.${language}.jsonl beside it`)
    const questions = hasQuestions
      ? await readLines(path.join(folder, `questions.${language}.jsonl`), questionSchema)
      : []
    const known = new Set(pages.map((page) => page.pageId))
    const lost = questions.find((question) => !known.has(question.pageId))
    if (lost)
      throw new InvalidInputError(
        `questions.${language}.jsonl: question ${lost.id} names page ${lost.pageId}, which pages.${language}.jsonl lacks.`,
      )
    sets.push({ language, pages, questions })
  }
  return sets
}

async function readLines<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const parsed = schema.safeParse(parsedJson(line))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new InvalidInputError(
        `${path.basename(file)}:${index + 1} ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`,
      )
    }
    return [parsed.data]
  })
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
