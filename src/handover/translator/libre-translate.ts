import { z } from 'zod'
import { messageOf } from '../../errors.ts'
import type { Language } from '../../i18n/languages.ts'
import { TranslatorError } from '../errors.ts'
import type { Translator } from './translator.ts'

const answerSchema = z.looseObject({ translatedText: z.string().min(1) })

/** Codes that LibreTranslate knows under another name. */
const CODES: Partial<Record<Language, string>> = { zh: 'zh-Hans' }

/** A server with LibreTranslate's `POST /translate`. */
export function libreTranslate(settings: {
  url: string
  apiKey: string | null
  timeoutMs?: number
}): Translator {
  const address = new URL('translate', settings.url.endsWith('/') ? settings.url : `${settings.url}/`)
  return {
    async translate(text, from, to, signal) {
      const body = {
        q: text,
        source: CODES[from] ?? from,
        target: CODES[to] ?? to,
        format: 'text',
        ...(settings.apiKey !== null && { api_key: settings.apiKey }),
      }
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs ?? 10_000)]),
        })
        if (!response.ok) throw new Error(`status ${response.status}`)
        return answerSchema.parse(await response.json()).translatedText
      } catch (error) {
        throw new TranslatorError(
          `The translator at ${address.host} gave nothing usable (${messageOf(error)}). The original goes out alone; check TRANSLATOR_URL and TRANSLATOR_API_KEY.`,
          { cause: error },
        )
      }
    },
  }
}
