import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Button, Reply } from '../turn.ts'

/** /language: the person's choice wins from then on; a question that waited for it is answered. */
export const languageFlow: Flow = {
  name: 'language',
  commands: { language: async (context) => [languageChoice(context)] },
  buttons: {
    lang: async (context, argument) => {
      const [code = '', script] = argument.split(':')
      if (!isLanguage(code)) return [languageChoice(context)]
      const { state } = context
      state.profile.language = code
      state.profile.script = script === 'Cyrl' ? 'Cyrl' : null
      context.language = code
      const waiting = state.pending?.kind === 'question' ? state.pending.text : null
      const confirmation = context.reply(context.say('language.chosen'))
      if (waiting === null) return [confirmation]
      state.pending = null
      return [confirmation, ...(await context.ask(waiting))]
    },
  },
}

export function languageChoice(context: FlowContext): Reply {
  const buttons: Button[] = LANGUAGES.map((language) => ({
    label: LANGUAGE_NAMES[language],
    data: `lang:${language}`,
  }))
  buttons.splice(5, 0, { label: 'Српски', data: 'lang:bs:Cyrl' })
  return context.reply(context.say('language.choose'), rows(buttons, 3))
}

export function rows<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, row) =>
    items.slice(row * size, row * size + size),
  )
}
