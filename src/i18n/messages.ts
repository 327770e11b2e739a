import path from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { readDataFile, readDataFileOrNull } from '../knowledge/data-file.ts'
import { serbianToCyrillic } from '../retrieval/romanise.ts'
import { LANGUAGES, type Language } from './languages.ts'
import { withoutDoubledPoint } from './numbers.ts'

type Values = Record<string, string | number>

/** A key of locales/en.yaml is asked for that does not exist. */
export class UnknownMessageError extends AppError {
  readonly code = 'MESSAGE_UNKNOWN'
  constructor(readonly key: string) {
    super(`There is no text "${key}" in locales/en.yaml. Add it there and in the other languages.`)
  }
}

/** System texts of all languages, in ICU message format. */
export class Messages {
  private readonly formats = new Map<string, IntlMessageFormat>()

  constructor(private readonly texts: MessageTexts) {}

  /**
   * The text for a key in a language; the English one where the language lacks it. Throws
   * UnknownMessageError for a key that English lacks.
   */
  text(language: Language, key: string, values: Values = {}): string {
    const own = this.texts.get(language)?.[key]
    const source = own ?? this.texts.get('en')?.[key]
    if (source === undefined) throw new UnknownMessageError(key)
    const id = `${language}|${key}`
    let format = this.formats.get(id)
    if (!format) {
      const locale = own === undefined ? 'en' : `${language}-u-nu-latn`
      format = new IntlMessageFormat(source, locale, undefined, { ignoreTag: true })
      this.formats.set(id, format)
    }
    return withoutDoubledPoint(String(format.format(values)))
  }

  has(language: Language, key: string): boolean {
    return this.texts.get(language)?.[key] !== undefined
  }

  keys(language: Language): string[] {
    return Object.keys(this.texts.get(language) ?? {})
  }

  raw(language: Language, key: string): string | undefined {
    return this.texts.get(language)?.[key]
  }
}

/** The texts of each language by key, as they stand in its file. */
export type MessageTexts = ReadonlyMap<Language, Readonly<Record<string, string>>>

/** The system texts of locales/, ready for use. */
export async function loadMessages(root: string): Promise<Messages> {
  return new Messages(await readMessageTexts(root))
}

const textsSchema = z.record(z.string(), z.string())

/** Reads locales/<language>.yaml for all languages; a missing file leaves that language to English. Throws DataFileError. */
export async function readMessageTexts(root: string): Promise<MessageTexts> {
  const texts = new Map<Language, Record<string, string>>()
  for (const language of LANGUAGES) {
    const read = language === 'en' ? readDataFile : readDataFileOrNull
    const own = await read(path.join(root, `${language}.yaml`), textsSchema)
    if (own !== null) texts.set(language, own)
  }
  return texts
}

/** A text in the script that the reader chose; only Serbian has two. */
export function inScript(text: string, language: Language, script: 'Cyrl' | 'Latn' | undefined): string {
  return language === 'bs' && script === 'Cyrl' ? serbianToCyrillic(text) : text
}
