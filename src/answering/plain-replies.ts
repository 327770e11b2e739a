import type { Messages } from '../i18n/messages.ts'
import type { LanguageChoice } from './choose-language.ts'
import type { Answer, Handover } from './types.ts'

/** An answer that says nothing yet. */
export function emptyAnswer(language: LanguageChoice): Answer {
  return {
    outcome: 'unanswered',
    handover: null,
    language: language.reply,
    country: null,
    articles: [],
    passageIds: [],
    sources: [],
    parts: [],
    choices: [],
    asksFor: null,
    messageClass: null,
    factsNamed: { country: null, town: null, status: null },
    nextQuestions: [],
    trace: [],
  }
}

/** One sentence of the locales as the whole reply. */
export function plainReply(
  language: LanguageChoice,
  outcome: Answer['outcome'],
  key: string,
  messages: Messages,
  more: {
    asksFor?: Answer['asksFor']
    handover?: Handover | null
    trace: string[]
    values?: Record<string, string>
  },
): Answer {
  return {
    ...emptyAnswer(language),
    outcome,
    handover: more.handover ?? null,
    asksFor: more.asksFor ?? null,
    parts: [{ kind: 'text', text: messages.text(language.reply, key, more.values) }],
    trace: more.trace,
  }
}
