import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { z } from 'zod'
import { messageOf } from '../errors.ts'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { parseYaml } from '../knowledge/yaml.ts'
import { CannedRepliesError } from './errors.ts'

/** What the program fills in. `person` is `none` when the person gave no name; `deadline` is BLANK when there is none. */
export const PLACEHOLDERS = ['person', 'consultant', 'case', 'deadline'] as const
export type Placeholders = Record<(typeof PLACEHOLDERS)[number], string>

/** Stands where the consultant has to write something; an answer that still has one is not sent. */
export const BLANK = '___'

export interface CannedReply {
  id: string
  /** Short name in each language, for the list. */
  names: Partial<Record<Language, string>>
  /** ICU messages with PLACEHOLDERS. */
  texts: Partial<Record<Language, string>>
}

const inLanguages = z.partialRecord(z.enum(LANGUAGES), z.string().min(1)).refine((texts) => texts.en, {
  error: 'needs "en"',
})
const schema = z.array(
  z.strictObject({ id: z.string().regex(/^[a-z][a-z-]{1,40}$/), names: inLanguages, texts: inLanguages }),
)

/** Reads canned-replies.yaml; a missing file gives none. Throws CannedRepliesError. */
export async function loadCannedReplies(knowledgeRoot: string): Promise<CannedReply[]> {
  const file = path.join(knowledgeRoot, 'canned-replies.yaml')
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (content === null) return []
  try {
    const replies = schema.parse(parseYaml(content)) as CannedReply[]
    refuseTwins(replies)
    for (const reply of replies) checkTexts(reply)
    return replies
  } catch (error) {
    throw new CannedRepliesError(`${file}: ${messageOf(error)}. Mend the entry that is named.`, {
      cause: error,
    })
  }
}

/** The text in a language, filled in; null where the reply has none. */
export function filledReply(reply: CannedReply, language: Language, values: Placeholders): string | null {
  const text = reply.texts[language]
  return text === undefined ? null : filled(text, language, values).trim()
}

function filled(text: string, language: Language, values: Record<string, string>): string {
  return String(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).format(values))
}

function refuseTwins(replies: readonly CannedReply[]): void {
  const ids = replies.map(({ id }) => id)
  const twin = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twin) throw new Error(`"${twin}" stands there twice`)
}

/** Every text can be filled in, and names what the English one names. */
function checkTexts({ id, texts }: CannedReply): void {
  const named = (text: string) =>
    PLACEHOLDERS.filter((name) => new RegExp(`\\{${name}[,}]`).test(text)).join()
  for (const [language, text] of Object.entries(texts) as [Language, string][]) {
    try {
      filled(text, language, { person: 'A', consultant: 'B', case: '1', deadline: 'C' })
    } catch (error) {
      throw new Error(`"${id}" in ${language}: ${messageOf(error)}`)
    }
    if (named(text) !== named(texts.en ?? ''))
      throw new Error(`"${id}" in ${language} has other placeholders than in en`)
  }
}
