import { eld } from 'eld/small'
import { type Language, languageOfTag } from '../i18n/languages.ts'
import { remembered } from './features.ts'
import {
  greetingKey,
  LANGUAGES_OF,
  type LanguageModel,
  languageLabel,
  ofLanguageLabel,
  type SharedScript,
} from './language-model.ts'
import { letterEvidence } from './letter-rules.ts'
import { linearProbabilities } from './linear.ts'
import { scriptOf } from './script.ts'
import { wordLikelihoods } from './vocabulary.ts'

export interface LanguageGuess {
  language: Language
  /** 0 to 1 among the languages of the product. */
  probability: number
  /** Typed in Latin letters though the language has another script. */
  romanised: boolean
  /** Serbian in Cyrillic letters. */
  script?: 'Cyrl' | undefined
}

/** How much eld's word counts beside our own model; outside Latin script it is biased and misleads. */
const EXTERNAL_TRUST: Record<SharedScript, number> = { latin: 0.6, cyrillic: 0, arabic: 0 }
/** Nothing else recognises Latin typing of other scripts: there the model stands almost alone. */
const PRIOR_OF_ROMANISED = 0.15
/** How much the words count beside their pieces, which know them too. */
const TRUST_IN_WORDS = 0.4
const LEAST_PRIOR = 0.02
const LEAST_PROBABILITY = 0.002

/**
 * Languages of a message, most probable first; empty when it holds no letters. The script decides first; within a
 * script the model learned from our own texts and eld are combined.
 */
export function guessLanguage(text: string, model: LanguageModel | null): readonly LanguageGuess[] {
  if (!model) return guessByLetters(text, null)
  let guess = guessers.get(model)
  if (!guess) {
    guess = remembered((one) => greetingGuess(one, model, guessByLetters(one, model)), TEXTS_KEPT)
    guessers.set(model, guess)
  }
  return guess(text)
}

/** The messages of a talk are looked at again with each new one. */
const TEXTS_KEPT = 100
const guessers = new WeakMap<LanguageModel, (text: string) => readonly LanguageGuess[]>()

/** Whether a text is plainly in a language that the product does not have, such as German. */
export function isInOtherLanguage(text: string): boolean {
  const found = eld.detect(text)
  return found.isReliable() && languageOfTag(found.language) === null
}

/** A greeting alone speaks for the language in which it is most usual; the less so, the more others use it. */
function greetingGuess(text: string, model: LanguageModel, ranked: LanguageGuess[]): LanguageGuess[] {
  if (text.length > 40) return ranked
  const [language, ...others] = model.greetings.get(greetingKey(text)) ?? []
  if (!language) return ranked
  const probability = 0.95 - 0.1 * Math.min(5, others.length)
  const own = ranked.find((guess) => guess.language === language)
  return [{ ...(own ?? certain(language)), probability }, ...ranked.filter((one) => one !== own)]
}

function guessByLetters(text: string, model: LanguageModel | null): LanguageGuess[] {
  const script = scriptOf(text)
  switch (script) {
    case null:
      return []
    case 'bengali':
      return [certain('bn')]
    case 'han':
      return [certain('zh')]
    case 'cyrillic':
      return ranked(text, model, script).map((guess) =>
        guess.language === 'bs' ? { ...guess, script: 'Cyrl' as const } : guess,
      )
    default:
      return ranked(text, model, script)
  }
}

function ranked(text: string, model: LanguageModel | null, script: SharedScript): LanguageGuess[] {
  const cleaned = text.replace(/https?:\/\/\S+|\S+@\S+/g, ' ')
  const learned = model ? learnedShares(cleaned, model, script) : null
  const trust = learned ? EXTERNAL_TRUST[script] : 1
  const priors = trust > 0 ? externalPriors(cleaned, script) : new Map<string, number>()
  const own = LANGUAGES_OF[script].map((language) => languageLabel(language, false))
  const guesses = [...new Set([...own, ...(learned?.keys() ?? [])])].map((label) => {
    const prior = (priors.get(label) ?? PRIOR_OF_ROMANISED) ** trust
    const share = prior * (learned ? (learned.get(label) ?? LEAST_PROBABILITY) : 1)
    const { language, romanised } = ofLanguageLabel(label)
    const letters = script === 'latin' ? 1 : letterEvidence(cleaned, language)
    return { language, romanised, probability: share * letters }
  })
  const total = guesses.reduce((sum, { probability }) => sum + probability, 0) || 1
  return guesses
    .map((guess) => ({ ...guess, probability: guess.probability / total }))
    .sort((a, b) => b.probability - a.probability)
}

/** What the model says of each label of the script. */
function learnedShares(text: string, model: LanguageModel, script: SharedScript): Map<string, number> {
  const { pieces, vocabulary } = model.scripts[script]
  const byPieces = linearProbabilities(pieces, text)
  const byWords = wordLikelihoods(vocabulary, text)
  const best = Math.max(...byWords)
  const wordShares = new Map(
    vocabulary.labels.map((label, index) => [
      label,
      Math.exp(((byWords[index] as number) - best) * TRUST_IN_WORDS),
    ]),
  )
  return new Map(
    pieces.labels.map((label, index) => [
      label,
      ((byPieces[index] as number) + LEAST_PROBABILITY) * (wordShares.get(label) ?? 1),
    ]),
  )
}

/** What eld says of each language of the script; bs, hr and sr count as one. */
function externalPriors(text: string, script: SharedScript): Map<string, number> {
  const scores = new Map<Language, number>()
  for (const [tag, score] of Object.entries(eld.detect(text).getScores())) {
    const language = languageOfTag(tag)
    if (language) scores.set(language, Math.max(scores.get(language) ?? 0, score))
  }
  const best = Math.max(0.0001, ...scores.values())
  return new Map(
    LANGUAGES_OF[script].map((language) => [
      languageLabel(language, false),
      LEAST_PRIOR + ((scores.get(language) ?? 0) / best) ** 8,
    ]),
  )
}

function certain(language: Language): LanguageGuess {
  return { language, probability: 1, romanised: false }
}
