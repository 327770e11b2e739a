import type { Language } from '../../i18n/languages.ts'

/** Translates between person and consultant. What comes back is checked by `doubtsOf` before anybody relies on it. */
export interface Translator {
  /**
   * Throws TranslatorError when nothing usable came in time; `signal` ends the waiting.
   */
  translate(text: string, from: Language, to: Language, signal: AbortSignal): Promise<string>
}
