import type { Button } from '../conversation/turn.ts'
import { inScript } from '../i18n/messages.ts'
import type { LanguageChoice } from './choose-language.ts'
import type { Answer } from './types.ts'

/** Serbian readers of Cyrillic get Cyrillic, buttons too. */
export function scripted(answer: Answer, language: LanguageChoice): Answer {
  if (answer.language !== 'bs' || language.script !== 'Cyrl') return answer
  const turn = (text: string) => inScript(text, 'bs', 'Cyrl')
  return {
    ...answer,
    parts: answer.parts.map((part) =>
      part.language || part.kind === 'sources' ? part : { ...part, text: turn(part.text) },
    ),
    choices: answer.choices.map((row) =>
      row.map((button): Button => ({ ...button, label: turn(button.label) })),
    ),
    nextQuestions: answer.nextQuestions.map(turn),
  }
}
