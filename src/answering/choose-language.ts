import { isLanguage, type Language, languageOfTag } from '../i18n/languages.ts'
import { guessLanguage, isInOtherLanguage, type LanguageGuess } from '../retrieval/language-guess.ts'
import type { LanguageModel } from '../retrieval/language-model.ts'
import type { Question } from './types.ts'

export interface LanguageChoice {
  /** Language in which the message is read and searched. */
  message: Language
  /** Language of the reply. */
  reply: Language
  romanised: boolean
  script: 'Cyrl' | 'Latn' | undefined
  /** The message does not tell and nothing else does: ask. */
  doubtful: boolean
}

/** A message of so few words says little of its language. */
const SHORT_WORDS = 4
const SURE = 0.9
const DOUBTFUL = 0.4
/** One or two words hold little: at this bound at most one in ten is taken for another language (bench/languages.ts). */
const FEW_WORDS = 2
const DOUBTFUL_FEW = 0.7

/**
 * The language of the message and of the reply. A whole sentence speaks for itself; for a short or mixed message the
 * language that the person chose wins, then that of the talk so far, then that of the person's client.
 */
export function chooseLanguage(question: Question, model: LanguageModel | null): LanguageChoice {
  const guesses = guessLanguage(question.text, model)
  const best = guesses[0]
  const wordCount = question.text.trim().split(/\s+/).length
  if (best && wordCount >= SHORT_WORDS && best.probability >= SURE)
    return choice(best.language, best.language, best, question)
  const known = knownLanguage(question, model)
  if (!best) return choice(known ?? 'en', known ?? 'en', undefined, question)
  const guessOfKnown = guesses.find((guess) => guess.language === known)
  if (isLanguage(known) && ((guessOfKnown?.probability ?? 0) > 0.01 || wordCount < 3))
    return choice(known, known, guessOfKnown, question)
  const doubtful = !known && best.probability < (wordCount <= FEW_WORDS ? DOUBTFUL_FEW : DOUBTFUL)
  const reply = doubtful && isInOtherLanguage(question.text) ? 'en' : best.language
  return { ...choice(best.language, reply, best, question), doubtful }
}

/** What tells the language besides the message: the person's choice, the talk so far, the client. */
function knownLanguage(question: Question, model: LanguageModel | null): Language | null | undefined {
  return (
    question.profile.language ?? languageOfHistory(question, model) ?? languageOfTag(question.languageHint)
  )
}

function choice(
  message: Language,
  reply: Language,
  guess: LanguageGuess | undefined,
  question: Question,
): LanguageChoice {
  return {
    message,
    reply,
    romanised: guess?.romanised ?? false,
    script: question.profile.script ?? guess?.script,
    doubtful: false,
  }
}

function languageOfHistory(question: Question, model: LanguageModel | null): Language | null {
  for (const entry of [...question.history].reverse()) {
    if (entry.role !== 'user') continue
    const best = guessLanguage(entry.text, model)[0]
    if (best && best.probability > 0.8) return best.language
  }
  return null
}

/** The language in which to speak to a person, whatever they sent: as chooseLanguage, and English at last. */
export function guessReplyLanguage(question: Question, model: LanguageModel | null): Language {
  if (question.text.trim() !== '') return chooseLanguage(question, model).reply
  return knownLanguage(question, model) ?? 'en'
}
