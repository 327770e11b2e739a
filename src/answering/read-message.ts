import { FULL_LANGUAGES, type Language } from '../i18n/languages.ts'
import {
  byEar,
  DECLINING,
  type LanguageLexicon,
  type Lexicon,
  type Place,
  withoutEndings,
  withoutPlaces,
} from '../knowledge/lexicon.ts'
import type { Country, Status } from '../knowledge/vocabulary.ts'
import { sentences } from '../retrieval/article-index.ts'
import type { QueryPart } from '../retrieval/hybrid.ts'
import { skeletonText } from '../retrieval/latin-text.ts'
import { normalise } from '../retrieval/normalise.ts'
import type { Spelling } from '../retrieval/spelling.ts'
import { stopWords } from '../retrieval/stopwords.ts'
import { words } from '../retrieval/tokenise.ts'
import { speaksOfOneself } from './first-person.ts'

/** Longest message that is read; what comes after is left out, and the person is asked to be shorter. */
export const MESSAGE_LIMIT = 6000

/** A message taken apart: its sentences, which of them ask, and what it says of the person's situation. */
export interface MessageReading {
  text: string
  sentences: string[]
  /** Sentences that ask something; the whole message when none can be told. */
  questions: string[]
  /** Countries of ours that the message names; first by name, then by place, then by local terms. */
  countries: Country[]
  /** Named outright, not only hinted at by a town or a local term. */
  countryNamed: boolean
  /** The only country named is that of friends or relatives, while the writer asks about himself or herself. */
  countryOfOthers: boolean
  /** The only country that the message names of the writer, not of others nor to compare with; null where there is none. */
  ownCountry: Country | null
  /** The one town of ours that the message names, not that of friends or relatives; null where it names none or several. */
  town: string | null
  /** Another country is named as the place of business. */
  otherCountry: boolean
  statuses: Status[]
  /** Says not to be a citizen of the EU, which leaves open what permit there is. */
  notEuCitizen: boolean
  /** Words that carry a topic. */
  contentWords: number
  /** Years that the message names. */
  years: number[]
  /** Speaks of a time to come in words. */
  later: boolean
  /** It says that nothing has happened and the writer only wants to know. */
  onlyAsking: boolean
}

export function readMessage(text: string, language: Language, lexicon: Lexicon): MessageReading {
  const trimmed = text.slice(0, MESSAGE_LIMIT).trim()
  const parts = sentences(trimmed)
  const asking = parts.filter((part) => asksSomething(part, language))
  const stop = stopWords(language)
  const own = lexicon.languages[language]
  const normal = normalise(trimmed, language)
  return {
    text: trimmed,
    sentences: parts,
    questions: asking.length > 0 ? asking : parts,
    ...readCountries(trimmed, asking, language, lexicon),
    ...readStatuses(trimmed, language, lexicon),
    contentWords: words(trimmed, language).filter((word) => !stop.has(word)).length,
    years: [...normal.matchAll(/(?<!\d)20\d\d(?!\d)/g)].map(([year]) => Number(year)),
    later: (own?.later.find(normal).length ?? 0) > 0,
    onlyAsking: (own?.onlyAsking.find(normal).length ?? 0) > 0,
  }
}

/** The countries of ours that a message names, and the one that it names of the writer, as in its reading. */
export function countriesOf(
  text: string,
  language: Language,
  lexicon: Lexicon,
): Pick<MessageReading, 'countries' | 'ownCountry'> {
  const asking = sentences(text).filter((part) => asksSomething(part, language))
  return readCountries(text, asking, language, lexicon)
}

/** The message without its towns, which tell the country but nothing of what kind of message it is. */
export function withoutTowns(reading: MessageReading, language: Language, lexicon: Lexicon): MessageReading {
  const rest = (text: string) => withoutPlaces(text, language, lexicon)
  return { ...reading, text: rest(reading.text), sentences: reading.sentences.map(rest) }
}

/** The message without its insults: what else it says decides what it is. */
export function withoutInsults(
  reading: MessageReading,
  language: Language,
  lexicon: Lexicon,
): MessageReading {
  const insults = lexicon.languages[language]?.insults
  if (!insults || insults.find(normalise(reading.text, language)).length === 0) return reading
  const rest = (text: string) => insults.without(normalise(text, language))
  return { ...reading, text: rest(reading.text), sentences: reading.sentences.map(rest) }
}

/** A message in Latin letters as it is compared with the texts of a language of another script. */
export function inLatinForm(reading: MessageReading, language: Language): MessageReading {
  const folded = (text: string) => skeletonText(text, language)
  return {
    ...reading,
    text: folded(reading.text),
    sentences: reading.sentences.map(folded),
    questions: reading.questions.map(folded),
  }
}

/** The message with its misspelt words mended, as it is compared with the texts; what it names is read as it was typed. */
export function inRightSpelling(reading: MessageReading, spelling: Spelling | undefined): MessageReading {
  if (!spelling) return reading
  const mended = (text: string) => spelling.corrected(text)
  return {
    ...reading,
    text: mended(reading.text),
    sentences: reading.sentences.map(mended),
    questions: reading.questions.map(mended),
  }
}

/**
 * The message as weighted parts: sentences that ask count fully, the story around them less. Towns are left out: they
 * tell the country, and else only where the asker lives.
 */
export function queryParts(reading: MessageReading, language: Language, lexicon: Lexicon): QueryPart[] {
  return weightedParts(reading).map(({ text, weight }) => ({
    text: withoutPlaces(text, language, lexicon),
    weight,
  }))
}

function weightedParts(reading: MessageReading): QueryPart[] {
  if (reading.sentences.length <= 1) return [{ text: reading.text, weight: 1 }]
  const asking = new Set(reading.questions)
  const story = reading.sentences.filter((part) => !asking.has(part))
  const parts: QueryPart[] = [{ text: reading.questions.join(' '), weight: 1 }]
  if (story.length > 0) parts.push({ text: story.join(' '), weight: story.length > 3 ? 0.25 : 0.4 })
  return parts
}

const QUESTION_STARTS: Partial<Record<Language, RegExp>> = {
  en: /\b(how|what|where|when|which|who|can i|may i|do i|does|is it|should|need to)\b/,
  sl: /\b(kako|kaj|kje|kdaj|kateri|katera|koliko|ali|lahko|kdo|a lahko|moram|rabim)\b/,
  es: /\b(como|que|donde|cuando|cual|cuales|cuanto|cuanta|cuantos|puedo|tengo que|hay que|necesito)\b/,
  it: /\b(come|cosa|che|dove|quando|quale|quali|quanto|quanti|posso|devo|serve|bisogna)\b/,
  bs: /\b(kako|sta|sto|gdje|gde|kada|kad|koji|koja|koliko|da li|mogu li|mogu|moram|treba)\b/,
  fr: /\b(comment|que|quoi|ou|quand|quel|quelle|combien|est-ce|puis-je|dois-je|faut-il|je peux)\b/,
  ro: /\b(cum|ce|unde|cand|care|cat|cati|pot|trebuie|este)\b/,
  tr: /\b(nasil|ne|nerede|kim|hangi|kac|mi|mu|miyim|lazim|gerekiyor)\b/,
  sq: /\b(si|cfare|ku|kur|cili|cila|sa|a mund|mund|duhet)\b/,
  ru: /(^|\s)(как|что|где|когда|какой|какая|какие|сколько|можно|могу|нужно|надо|куда|ли)(\s|$)/,
  uk: /(^|\s)(як|що|де|коли|який|яка|які|скільки|можна|можу|треба|потрібно|куди|чи)(\s|$)/,
  mk: /(^|\s)(како|што|каде|кога|кој|која|колку|дали|може|можам|треба)(\s|$)/,
  ar: /(^|\s)(كيف|ما|ماذا|اين|متي|كم|هل|من|اي|يمكنني|اقدر|فين|وين|شنو|شو|ازاي|كيفاش|واش|قديش|بكم)(\s|$)/,
  fa: /(^|\s)(چطور|چگونه|چه|چي|كجا|كي|چند|چقدر|ايا|ميتوانم|بايد|ميشه)(\s|$)/,
  ur: /(^|\s)(كيسي|كيا|كهان|كب|كون|كتنا|كتني|كر سكتا|چاهيي)(\s|$)/,
  bn: /(কি|কী|কিভাবে|কীভাবে|কোথায়|কখন|কত|কোন|পারি|লাগবে)/,
  zh: /(怎么|怎样|如何|什么|哪里|哪|多少|几|吗|能不能|可以|需要)/,
}

function asksSomething(sentence: string, language: Language): boolean {
  if (/[?؟？]/.test(sentence)) return true
  return QUESTION_STARTS[language]?.test(normalise(sentence, language)) ?? false
}

type CountryReading = Pick<
  MessageReading,
  'countries' | 'countryNamed' | 'countryOfOthers' | 'ownCountry' | 'otherCountry' | 'town'
>

function readCountries(
  text: string,
  asking: readonly string[],
  language: Language,
  lexicon: Lexicon,
): CountryReading {
  const lexicons = lexiconsFor(language, lexicon)
  const rest = withoutOthers(text, language, lexicon)
  const towns = unique(placesNamed(rest, language, lexicon).flatMap(({ value }) => value.town ?? []))
  const town = towns.length === 1 ? (towns[0] as string) : null
  const otherCountry = lexicons.some(
    ([code, own]) => own.otherCountries.find(normalise(text, code)).length > 0,
  )
  const ownNamed = countriesNamed(rest, language, lexicon, { compared: false })
  const ownCountry = ownNamed.length === 1 ? (ownNamed[0] as Country) : null
  const common = { otherCountry, town, ownCountry, countryNamed: true, countryOfOthers: false }
  const named = countriesNamed(text, language, lexicon)
  if (named.length === 1) {
    const ofOthers =
      speaksOfOneself(rest, language) === true && countriesNamed(rest, language, lexicon).length === 0
    const countryOfOthers =
      ofOthers || countriesNamed(text, language, lexicon, { compared: false }).length === 0
    return { ...common, countries: named, countryOfOthers }
  }
  if (named.length > 1) {
    // "I am in Spain, in Italy my cousin pays nothing. How much do I pay?": what the question names, else where the
    // writer is, else what was said last.
    const asked = countriesNamed(asking.join(' '), language, lexicon)
    const meant = countriesNamed(asking.join(' '), language, lexicon, { compared: false })
    const own = countriesNamed(rest, language, lexicon)
    const first = [asked, meant, own].find((countries) => countries.length === 1) ?? []
    return { ...common, countries: unique([...first, ...named]) }
  }
  const misspelt = unique(
    lexicons.flatMap(([code, own]) => own.countries.findMisspelt(normalise(text, code))),
  )
  if (misspelt.length > 0) return { ...common, countries: misspelt }
  return { ...common, countries: countriesHinted(text, language, lexicon), countryNamed: false }
}

const OWN_LANGUAGE: Record<Country, Language> = { si: 'sl', es: 'es', it: 'it' }

/**
 * Countries at which local words hint. Those that are ordinary words of the language of the message hint at none
 * ("contributions" in Slovenian), or only so ("the chamber of commerce").
 */
function countriesHinted(text: string, language: Language, lexicon: Lexicon): Country[] {
  const normal = normalise(text)
  return unique([
    ...lexicon.terms.find(normal),
    ...lexicon.ordinaryTerms.find(normal).filter((country) => OWN_LANGUAGE[country] !== language),
    ...lexicon.ordinaryAuthorities.find(normal),
  ])
}

const CYRILLIC = /\p{Script=Cyrillic}{3}/u

type Mention<T> = { value: T; at: number }

function placesNamed(text: string, language: Language, lexicon: Lexicon): Mention<Place>[] {
  const normal = normalise(text)
  const bare = withoutEndings(normal, language)
  return [
    ...lexicon.places.mentions(normal),
    ...(bare ? lexicon.places.mentions(bare) : []),
    ...(DECLINING.has(language) ? lexicon.placesDeclined.mentions(normal) : []),
    ...(CYRILLIC.test(normal) ? lexicon.placesByEar.mentions(byEar(normal)) : []),
  ]
}

const CLAUSE_END = /[.,;:!?\n،؛؟。，；：！？—–]+/u

/** "my", which stands beside friends and relatives too and so says nothing of the writer. */
const POSSESSIVES =
  /(?<!\p{L})(my|moj\p{L}*|mia|mio|mi|mon|ma|mes|meu|mea|benim|im|ime|мо[йяеї]|мій|мој\p{L}*|আমার)(?!\p{L})/gu

/** The text without the clauses that speak of friends and relatives alone. */
function withoutOthers(text: string, language: Language, lexicon: Lexicon): string {
  const others = lexicon.languages[language]?.others
  const speaksOfOthers = (clause: string) => {
    const normal = normalise(clause, language)
    if (!others || others.find(normal).length === 0) return false
    return speaksOfOneself(others.without(normal).replace(POSSESSIVES, ''), language) !== true
  }
  return text
    .split(CLAUSE_END)
    .filter((clause) => !speaksOfOthers(clause))
    .join(', ')
}

/**
 * Countries by name, town or office; the one that was said last first. Without those that are only `compared` ("like in
 * Spain") where it says so.
 */
function countriesNamed(
  text: string,
  language: Language,
  lexicon: Lexicon,
  { compared = true }: { compared?: boolean } = {},
): Country[] {
  const own = lexicon.languages[language]
  const counts = (normal: string) => (mention: Mention<unknown>) =>
    compared || !own || !isCompared(normal, mention.at, own)
  const mentions = lexiconsFor(language, lexicon).flatMap(([code, { countries }]) => {
    const normal = normalise(text, code)
    return countries.mentions(normal).filter(counts(normal))
  })
  const normal = normalise(text)
  const places = placesNamed(text, language, lexicon).filter(counts(normal))
  const all = [
    ...mentions,
    ...places.map(({ value, at }) => ({ value: value.country, at })),
    ...lexicon.authorities.mentions(normal),
    ...lexicon.ordinaryAuthorities.mentions(normal).filter(({ value }) => OWN_LANGUAGE[value] !== language),
  ]
  return unique(all.sort((a, b) => b.at - a.at).map(({ value }) => value))
}

/** So many words, or signs of Chinese, stand between a country and what makes it a comparison ("Slovenya'daki gibi"). */
const LIKE_WITHIN = 3

/** Whether the country named at a place of the normalised text is only what the writer compares with. */
function isCompared(normal: string, at: number, { likeBefore, likeAfter }: LanguageLexicon): boolean {
  const before = normal.slice(0, at).trimEnd()
  if (
    likeBefore.some((phrase) => before === phrase || before.endsWith(` ${phrase}`) || isGlued(phrase, before))
  )
    return true
  const after = words(normal.slice(at)).slice(0, LIKE_WITHIN)
  return likeAfter.some((phrase) => after.slice(1).includes(phrase))
}

/** Chinese has no spaces. */
function isGlued(phrase: string, before: string): boolean {
  return /\p{Script=Han}/u.test(phrase) && before.endsWith(phrase)
}

function readStatuses(
  text: string,
  language: Language,
  lexicon: Lexicon,
): Pick<MessageReading, 'statuses' | 'notEuCitizen'> {
  const found = lexiconsFor(language, lexicon).flatMap(([code, own]) =>
    own.statuses.findLongest(normalise(text, code)),
  )
  return {
    statuses: unique(found.filter((status) => status !== 'other')),
    notEuCitizen: found.includes('other'),
  }
}

/** People mix languages: the message's own, English and the languages of the three countries are looked at. */
function lexiconsFor(language: Language, lexicon: Lexicon) {
  return unique<Language>([language, ...FULL_LANGUAGES]).flatMap((code) => {
    const own = lexicon.languages[code]
    return own ? [[code, own] as const] : []
  })
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
