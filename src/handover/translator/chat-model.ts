import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { HumanMessage, SystemMessage } from '@langchain/core/messages'
import { messageOf } from '../../errors.ts'
import type { Language } from '../../i18n/languages.ts'
import { TranslatorError } from '../errors.ts'
import type { Translator } from './translator.ts'

const ENGLISH_NAMES = new Intl.DisplayNames(['en'], { type: 'language' })

/** Any chat model of LangChain as translator. The text is data: it stands alone in the message of the user. */
export function chatModelTranslator(
  model: Pick<BaseChatModel, 'invoke'>,
  settings: { prompt: string; timeoutMs?: number },
): Translator {
  return {
    async translate(text, from, to, signal) {
      const instructions = settings.prompt.replaceAll('{from}', nameOf(from)).replaceAll('{to}', nameOf(to))
      try {
        const answer = await model.invoke([new SystemMessage(instructions), new HumanMessage(text)], {
          signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs ?? 20_000)]),
        })
        const translated = answer.text.trim()
        if (translated === '') throw new Error('an empty answer')
        return translated
      } catch (error) {
        throw new TranslatorError(
          `The chat model gave no translation (${messageOf(error)}). The original goes out alone.`,
          {
            cause: error,
          },
        )
      }
    },
  }
}

function nameOf(language: Language): string {
  return language === 'bs'
    ? 'Bosnian/Croatian/Serbian (Latin script)'
    : (ENGLISH_NAMES.of(language) ?? language)
}
