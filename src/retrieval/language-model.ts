import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { seededRandom, shuffle } from './features.ts'
import { EXACT, type LinearModel, trainLinear } from './linear.ts'
import { normalise } from './normalise.ts'
import { type Script, scriptOf } from './script.ts'
import { learnVocabulary, type Vocabulary } from './vocabulary.ts'

/** Scripts in which several of our languages are written; the others tell the language themselves. */
export type SharedScript = Exclude<Script, 'bengali' | 'han'>

const OTHER_THAN_LATIN: readonly Language[] = ['ru', 'uk', 'mk', 'ar', 'fa', 'ur', 'bn', 'zh']

/** Languages of each shared script as their writers write it; Latin typing of others is a label of its own. */
export const LANGUAGES_OF: Record<SharedScript, readonly Language[]> = {
  latin: LANGUAGES.filter((language) => !OTHER_THAN_LATIN.includes(language)),
  cyrillic: ['ru', 'uk', 'mk', 'bs'],
  arabic: ['ar', 'fa', 'ur'],
}

/** Texts by language from which the model learns; romanised sentences apart. */
export interface LanguageTexts {
  language: Language
  texts: string[]
  romanised: string[]
  /** Common words, which people write in messages of two words. */
  words: string[]
  /** How people greet and thank in it. */
  greetings: string[]
}

/** Tells languages apart; plain data, so that it can be kept on disk. */
export interface LanguageModel {
  scripts: Record<SharedScript, ScriptModel>
  /** Languages of each greeting, which is too short for the words to tell; first the one in which it is most usual. */
  greetings: Map<string, Language[]>
}

/** Tells the languages of one script apart. */
export interface ScriptModel {
  /** By words and pieces of words. */
  pieces: LinearModel
  /** By how often whole words are used. */
  vocabulary: Vocabulary
}

const ROMANISED = '-Latn'

/** The label of a language, or of its typing in Latin letters. */
export function languageLabel(language: Language, romanised: boolean): string {
  return romanised ? language + ROMANISED : language
}

/** What a label of a model stands for. */
export function ofLanguageLabel(label: string): { language: Language; romanised: boolean } {
  return { language: label.replace(ROMANISED, '') as Language, romanised: label.endsWith(ROMANISED) }
}

/** Enough for the pieces of all its languages; more costs memory and tells nothing more. */
const BUCKETS: Record<SharedScript, number> = { latin: 1 << 18, cyrillic: 1 << 17, arabic: 1 << 17 }

/** Learns to tell the languages of each script apart. */
export function trainLanguageModel(data: readonly LanguageTexts[]): LanguageModel {
  const texts = data.flatMap(labelledTexts)
  const words = data.flatMap(labelledWords)
  const learned = (script: SharedScript) =>
    trainScript(
      script,
      texts.filter((one) => one.script === script),
      words.filter((one) => one.script === script),
    )
  return {
    scripts: { latin: learned('latin'), cyrillic: learned('cyrillic'), arabic: learned('arabic') },
    greetings: greetingsOf(data),
  }
}

interface LabelledText {
  text: string
  label: string
  script: Script | null
}

function labelledTexts({ language, texts, romanised }: LanguageTexts): LabelledText[] {
  return [
    ...texts
      .map((text) => ({
        text: withoutForeign(text, language),
        label: languageLabel(language, false),
        script: scriptOf(text),
      }))
      .filter(({ script }) => isWrittenIn(language, script)),
    ...romanised.map((text) => ({
      text,
      label: languageLabel(language, true),
      script: 'latin' as const,
    })),
  ]
}

function isWrittenIn(language: Language, script: Script | null): boolean {
  return script !== null && script in LANGUAGES_OF && LANGUAGES_OF[script as SharedScript].includes(language)
}

function labelledWords({ language, words }: LanguageTexts): LabelledText[] {
  const label = languageLabel(language, false)
  const mixed = [...words]
  shuffle(mixed, seededRandom(20261126))
  return mixed.map((text) => ({ text, label, script: scriptOf(text) }))
}

function trainScript(
  script: SharedScript,
  texts: readonly LabelledText[],
  words: readonly LabelledText[],
): ScriptModel {
  const parts = texts.flatMap(({ text, label }) => snippets(text).map((part) => ({ text: part, label })))
  const pieces = trainLinear([...parts, ...pairs(words)], EXACT, {
    buckets: BUCKETS[script],
    epochs: 1,
    learningRate: 0.5,
    balanced: true,
  })
  return { pieces, vocabulary: learnVocabulary(texts, words) }
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

/** Each word once, with another one of its language that happens to come next. */
function pairs(words: readonly LabelledText[]): { text: string; label: string }[] {
  return words.flatMap(({ text, label }, index) => {
    const next = words[index + 1]
    if (index % 2 === 1 || next?.label !== label) return []
    return [{ text: `${text} ${next.text}`, label }]
  })
}

/** Local terms in brackets and Latin words inside other scripts tell nothing of the language. */
function withoutForeign(text: string, language: Language): string {
  const open = text.replace(/\([^)]*\)/g, ' ').replace(/\{\{[^}]*\}\}/g, ' ')
  return OTHER_THAN_LATIN.includes(language) ? open.replace(/[A-Za-z][A-Za-z.'’-]*/g, ' ') : open
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

/** What of a greeting is compared: its words alone. */
export function greetingKey(text: string): string {
  return (normalise(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')
}
