import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { messageOf } from '../../errors.ts'
import { DataFileError } from '../../knowledge/data-file.ts'
import { libreTranslate } from './libre-translate.ts'
import type { Translator } from './translator.ts'

export interface TranslatorSettings {
  url: string
  apiKey: string | null
  /** A chat model of that name translates; null: the server is LibreTranslate's. */
  model: string | null
}

/** The translator that the settings name. Throws DataFileError when the prompt of a chat model cannot be read. */
export async function openTranslator(settings: TranslatorSettings, root: string): Promise<Translator> {
  const { url, apiKey, model } = settings
  if (model === null) return libreTranslate({ url, apiKey })
  // Loaded only where it is used: it takes longer than the rest of the hand-over.
  const [{ chatModelTranslator }, { OpenAiChat }] = await Promise.all([
    import('./chat-model.ts'),
    import('./open-ai-chat.ts'),
  ])
  const file = path.join(root, 'prompts', 'translate.md')
  const prompt = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new DataFileError(file, ` cannot be read: ${messageOf(cause)}`, { cause })
  })
  return chatModelTranslator(new OpenAiChat({ url, apiKey, model }), { prompt })
}
