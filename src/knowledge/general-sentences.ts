import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { parseYaml } from './yaml.ts'

/** Sentences about anything, by language: the product's own texts hold few words of the rest of life. */
export type GeneralSentences = Partial<Record<Language, string[]>>

const schema = z.array(z.string().min(1))

/**
 * Reads general-sentences/<language>.yaml; languages whose script tells them apart need none. Throws for a file that is
 * no list of sentences.
 */
export async function readGeneralSentences(knowledgeRoot: string): Promise<GeneralSentences> {
  const read = async (language: Language): Promise<[Language, string[]] | null> => {
    const file = path.join(knowledgeRoot, 'general-sentences', `${language}.yaml`)
    const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    return content === null ? null : [language, schema.parse(parseYaml(content))]
  }
  const found = await Promise.all(LANGUAGES.map(read))
  return Object.fromEntries(found.filter((one) => one !== null))
}
