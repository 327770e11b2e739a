import path from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { readDataFileOrNull } from './data-file.ts'

/** Sentences about anything, by language: the product's own texts hold few words of the rest of life. */
export type GeneralSentences = Partial<Record<Language, string[]>>

const schema = z.array(z.string().min(1))

/**
 * Reads general-sentences/<language>.yaml; languages whose script tells them apart need none. Throws DataFileError.
 */
export async function readGeneralSentences(knowledgeRoot: string): Promise<GeneralSentences> {
  const read = async (language: Language): Promise<[Language, string[]] | null> => {
    const file = path.join(knowledgeRoot, 'general-sentences', `${language}.yaml`)
    const sentences = await readDataFileOrNull(file, schema)
    return sentences === null ? null : [language, sentences]
  }
  const found = await Promise.all(LANGUAGES.map(read))
  return Object.fromEntries(found.filter((one) => one !== null))
}
