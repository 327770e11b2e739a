import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { YAMLException } from 'js-yaml'
import type { z } from 'zod'
import { AppError, messageOf } from '../errors.ts'
import { parseYaml } from './yaml.ts'

/** A file of data beside the articles cannot be used; without it the program would say something else than it should. */
export class DataFileError extends AppError {
  readonly code = 'DATA_FILE_INVALID'
  constructor(file: string, problem: string, options?: { cause?: unknown }) {
    super(`${shown(file)}${problem}. Mend it, or take the file as it was published.`, options)
  }
}

/** Reads a YAML file of data and checks its form. Throws DataFileError with the file and the place that is wrong. */
export async function readDataFile<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>> {
  const content = await readDataFileOrNull(file, schema)
  if (content === null) throw new DataFileError(file, ' is missing')
  return content
}

/** Like `readDataFile`; null for a file that is not there. */
export async function readDataFileOrNull<S extends z.ZodType>(
  file: string,
  schema: S,
): Promise<z.output<S> | null> {
  const content = await contentOf(file)
  if (content === null) return null
  const result = schema.safeParse(yamlOf(content, file))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new DataFileError(file, `: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`)
}

/** The text of a file of data in UTF-8; null for a file that is not there. Throws DataFileError. */
export async function contentOf(file: string): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    if (error instanceof TypeError) throw new DataFileError(file, ' is not in UTF-8', { cause: error })
    throw new DataFileError(file, ` cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function yamlOf(content: string, file: string): unknown {
  try {
    return parseYaml(content)
  } catch (error) {
    const { mark, reason } = error as YAMLException
    const place =
      error instanceof YAMLException && mark ? `, line ${mark.line + 1}: ${reason}` : `: ${messageOf(error)}`
    throw new DataFileError(file, place, { cause: error })
  }
}

/** The folder and the name, which tell the file wherever the product lies. */
function shown(file: string): string {
  return file.split(path.sep).slice(-3).join('/')
}
