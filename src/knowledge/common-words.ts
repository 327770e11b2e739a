import path from 'node:path'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { contentOf, DataFileError } from './data-file.ts'

/** Common words by language, in the forms in which they stand in texts. */
export type CommonWords = Partial<Record<Language, string[]>>

const WORD = /^\p{L}[\p{L}\p{M}'’‌-]*$/u

/**
 * Reads common-words/<language>.txt, words between spaces or line ends; languages whose script tells them apart need none.
 * Throws DataFileError.
 */
export async function readCommonWords(knowledgeRoot: string): Promise<CommonWords> {
  const read = async (language: Language): Promise<[Language, string[]] | null> => {
    const file = path.join(knowledgeRoot, 'common-words', `${language}.txt`)
    const content = await contentOf(file)
    return content === null ? null : [language, wordsOf(content, file)]
  }
  const found = await Promise.all(LANGUAGES.map(read))
  return Object.fromEntries(found.filter((one) => one !== null))
}

function wordsOf(content: string, file: string): string[] {
  const words = content.split(/\s+/).filter(Boolean)
  const seen = new Set<string>()
  for (const word of words) {
    if (!WORD.test(word)) throw new DataFileError(file, `: "${word}" is not a word`)
    if (seen.has(word)) throw new DataFileError(file, `: "${word}" stands twice`)
    seen.add(word)
  }
  return words
}
