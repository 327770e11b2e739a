import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import { AppError, messageOf } from '../errors.ts'
import { isLanguage } from '../i18n/languages.ts'
import { COUNTRIES, type Country } from '../knowledge/vocabulary.ts'
import { parseYaml } from '../knowledge/yaml.ts'
import { pathFileSchema, type stepSchema, textFileSchema } from './schema.ts'

/** A step of the path as it stands in knowledge/paths, with the country of its file (null: in all). */
export type PathStep = z.output<typeof stepSchema> & { country: Country | null }

/** A file of knowledge/paths breaks its schema. */
export class PathDataError extends AppError {
  readonly code = 'PATH_DATA_INVALID'
  constructor(file: string, problem: string) {
    super(`${file}: ${problem}. Mend the file; the form is in src/path/schema.ts.`)
  }
}

/**
 * Reads knowledge/paths: the steps of all countries in the order of the files, common ones first, with the texts that
 * translators added in texts/<language>.yaml. Throws PathDataError with file and place.
 */
export async function loadPathSteps(knowledgeRoot: string): Promise<PathStep[]> {
  const folder = path.join(knowledgeRoot, 'paths')
  const files = await Promise.all([
    readSteps(folder, 'common', null),
    ...COUNTRIES.map((country) => readSteps(folder, country, country)),
  ])
  const steps = files.flat()
  await addTexts(path.join(folder, 'texts'), steps)
  return steps
}

async function readSteps(folder: string, name: string, country: Country | null): Promise<PathStep[]> {
  const file = `${name}.yaml`
  const content = await readFile(path.join(folder, file), 'utf8').catch((error: Error) => {
    throw new PathDataError(`knowledge/paths/${file}`, error.message)
  })
  const data = parsed(pathFileSchema, file, content)
  for (const step of data.steps)
    if (!step.id.startsWith(`${name}/`))
      throw new PathDataError(file, `step ${step.id} belongs to another file`)
  return data.steps.map((step) => ({ ...step, country }))
}

async function addTexts(folder: string, steps: readonly PathStep[]): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort()) {
    const language = name.slice(0, -'.yaml'.length)
    if (!isLanguage(language))
      throw new PathDataError(`texts/${name}`, 'the name is no language of the product')
    const texts = parsed(textFileSchema, `texts/${name}`, await readFile(path.join(folder, name), 'utf8'))
    for (const [id, text] of Object.entries(texts)) {
      const step = steps.find((one) => one.id === id)
      if (!step) throw new PathDataError(`texts/${name}`, `there is no step ${id}`)
      step.text[language] = text
    }
  }
}

function parsed<T extends z.ZodType>(schema: T, file: string, content: string): z.output<T> {
  let data: unknown
  try {
    data = parseYaml(content)
  } catch (error) {
    throw new PathDataError(file, messageOf(error).split('\n')[0] ?? '')
  }
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new PathDataError(file, `${issue?.path.join('.')}: ${issue?.message}`)
}
