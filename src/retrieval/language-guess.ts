import { eld } from 'eld/small'
import { LANGUAGES, type Language, languageOfTag } from '../i18n/languages.ts'
import { remembered } from './features.ts'
import { letterEvidence } from './letter-rules.ts'
import { EXACT, type Example, type LinearModel, linearProbabilities, trainLinear } from './linear.ts'
import { normalise } from './normalise.ts'

export interface LanguageGuess {
  language: Language
  /** 0 to 1 among the languages of the product. */
  probability: number
  /** Typed in Latin letters though the language has another script. */
  romanised: boolean
  /** Serbian in Cyrillic letters. */
  script?: 'Cyrl' | undefined
}

const ROMANISED = '-Latn'
/** How much eld's word counts beside our own model; outside Latin script it is biased and misleads. */
const EXTERNAL_TRUST = { latin: 0.6, cyrillic: 0, arabic: 0 }
const CYRILLIC: Language[] = ['ru', 'uk', 'mk', 'bs']
const ARABIC_SCRIPT: Language[] = ['ar', 'fa', 'ur']

/** Texts by language from which the model learns; romanised sentences apart. */
export interface LanguageTexts {
  language: Language
  texts: string[]
  romanised: string[]
  /** How people greet and thank in it. */
  greetings: string[]
}

/** Tells languages apart; plain data, so that it can be kept on disk. */
export interface LanguageModel {
  words: LinearModel
  /** Languages of each greeting, which is too short for the words to tell; first the one in which it is most usual. */
  greetings: Map<string, Language[]>
}

/** Learns to tell the languages apart from the product's own texts. */
export function trainLanguageModel(data: readonly LanguageTexts[]): LanguageModel {
  const examples: Example[] = data.flatMap(({ language, texts, romanised }) => [
    ...texts
      .flatMap((text) => snippets(withoutForeign(text, language)))
      .map((text) => ({ text, label: language })),
    ...romanised.flatMap((text) => snippets(text)).map((text) => ({ text, label: language + ROMANISED })),
  ])
  const words = trainLinear(examples, EXACT, {
    buckets: 1 << 18,
    epochs: 1,
    learningRate: 0.5,
    balanced: true,
  })
  return { words, greetings: greetingsOf(data) }
}

const GREETING_WORDS = 3

/** Files name the usual greetings first and those of neighbours later. */
function greetingsOf(data: readonly LanguageTexts[]): Map<string, Language[]> {
  const places = data.flatMap(({ language, greetings }) =>
    greetings.map((greeting, place) => ({ key: greetingKey(greeting), language, place })),
  )
  const found = new Map<string, Language[]>()
  for (const { key, language } of places.sort((a, b) => a.place - b.place)) {
    if (key.split(' ').length <= GREETING_WORDS)
      found.set(key, [...new Set([...(found.get(key) ?? []), language])])
  }
  return found
}

function greetingKey(text: string): string {
  return (normalise(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')
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

/**
 * Languages of a message, most probable first; empty when it holds no letters. The script decides first; within a
 * script the model learned from our own texts and eld are combined.
 */
export function guessLanguage(text: string, model: LanguageModel | null): readonly LanguageGuess[] {
  if (!model) return guessByLetters(text, null)
  let guess = guessers.get(model)
  if (!guess) {
    guess = remembered((one) => greetingGuess(one, model, guessByLetters(one, model.words)), TEXTS_KEPT)
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

function guessByLetters(text: string, model: LinearModel | null): LanguageGuess[] {
  switch (scriptOf(text)) {
    case null:
      return []
    case 'bengali':
      return [certain('bn')]
    case 'han':
      return [certain('zh')]
    case 'arabic':
      return ranked(text, model, ARABIC_SCRIPT, false)
    case 'cyrillic':
      return ranked(text, model, CYRILLIC, false).map((guess) =>
        guess.language === 'bs' ? { ...guess, script: 'Cyrl' as const } : guess,
      )
    default:
      return ranked(
        text,
        model,
        LANGUAGES.filter((language) => ![...ARABIC_SCRIPT, 'ru', 'uk', 'mk', 'bn', 'zh'].includes(language)),
        true,
      )
  }
}

function ranked(
  text: string,
  model: LinearModel | null,
  candidates: readonly Language[],
  latin: boolean,
): LanguageGuess[] {
  const scores = new Map<string, number>()
  const cleaned = text.replace(/https?:\/\/\S+|\S+@\S+/g, ' ')
  const external = eldScores(cleaned)
  const trust = latin
    ? EXTERNAL_TRUST.latin
    : candidates === CYRILLIC
      ? EXTERNAL_TRUST.cyrillic
      : EXTERNAL_TRUST.arabic
  for (const language of candidates) scores.set(language, 0.02 + (external.get(language) ?? 0))
  if (model) {
    const probabilities = linearProbabilities(model, cleaned)
    const share = new Map<string, number>()
    model.labels.forEach((label, index) => {
      const romanised = label.endsWith(ROMANISED)
      if (romanised ? latin : candidates.includes(label as Language))
        share.set(label, probabilities[index] as number)
    })
    for (const [label, probability] of share) {
      // Nothing else recognises Latin typing of other scripts: there the model stands alone.
      const prior = label.endsWith(ROMANISED) ? 0.15 : (scores.get(label) ?? 0.02)
      scores.set(label, prior ** trust * (probability + 0.002))
    }
  }
  if (!latin)
    for (const [label, score] of scores) scores.set(label, score * letterEvidence(cleaned, label as Language))
  const total = [...scores.values()].reduce((sum, value) => sum + value, 0) || 1
  return [...scores]
    .map(([label, score]) => ({
      language: label.replace(ROMANISED, '') as Language,
      probability: score / total,
      romanised: label.endsWith(ROMANISED),
    }))
    .sort((a, b) => b.probability - a.probability)
}

/** eld's scores shared among our languages; bs, hr and sr count as one. */
function eldScores(text: string): Map<Language, number> {
  const result = new Map<Language, number>()
  for (const [tag, score] of Object.entries(eld.detect(text).getScores())) {
    const language = languageOfTag(tag)
    if (language) result.set(language, Math.max(result.get(language) ?? 0, score))
  }
  const best = Math.max(0.0001, ...result.values())
  for (const [language, score] of result) result.set(language, (score / best) ** 8)
  return result
}

function certain(language: Language): LanguageGuess {
  return { language, probability: 1, romanised: false }
}

const SCRIPTS = {
  bengali: /^\p{Script=Bengali}/u,
  han: /^\p{Script=Han}/u,
  arabic: /^\p{Script=Arabic}/u,
  cyrillic: /^\p{Script=Cyrillic}/u,
}
type OwnScript = keyof typeof SCRIPTS
const WORD = /[\p{L}\p{M}]+/gu
/** So many words of another script, and this share of all, tell who writes; the Latin ones are local terms and names. */
const FEW_WORDS = 2
const SMALL_SHARE = 0.25

/** The script of the writer's own language: people mix Latin words into other scripts, hardly ever the other way round. */
function scriptOf(text: string): OwnScript | 'latin' | null {
  const counts = new Map<OwnScript | 'latin', number>()
  for (const [word] of text.matchAll(WORD)) {
    const script = (Object.keys(SCRIPTS) as OwnScript[]).find((one) => SCRIPTS[one].test(word)) ?? 'latin'
    // Chinese writes no spaces; a word has about two signs.
    const size = script === 'han' ? Math.ceil([...word].length / 2) : 1
    counts.set(script, (counts.get(script) ?? 0) + size)
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const [best] = [...counts].filter(([script]) => script !== 'latin').sort((a, b) => b[1] - a[1])
  if (!best) return 'latin'
  const [script, count] = best
  const tells = count * 2 >= total || (count >= FEW_WORDS && count >= SMALL_SHARE * total)
  return tells ? script : 'latin'
}

/** Whole, and cut to four and to two words, since people write short messages. */
function snippets(text: string): string[] {
  const tokens = text.split(/\s+/).filter(Boolean)
  const parts = [text]
  for (let start = 0; start + 2 <= tokens.length && parts.length < 4; start += 4)
    parts.push(tokens.slice(start, start + 4).join(' '))
  if (tokens.length > 4) parts.push(tokens.slice(0, 2).join(' '), tokens.slice(2, 4).join(' '))
  return parts.filter((part) => part.trim().length > 1)
}

/** Local terms in brackets and Latin words inside other scripts tell nothing of the language. */
function withoutForeign(text: string, language: Language): string {
  const open = text.replace(/\([^)]*\)/g, ' ').replace(/\{\{[^}]*\}\}/g, ' ')
  return ['ru', 'uk', 'mk', 'ar', 'fa', 'ur', 'bn', 'zh'].includes(language)
    ? open.replace(/[A-Za-z][A-Za-z.'’-]*/g, ' ')
    : open
}
