import path from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { skeletonText } from '../retrieval/latin-text.ts'
import { normalise } from '../retrieval/normalise.ts'
import { readDataFile, readDataFileOrNull } from './data-file.ts'
import { PhraseMatcher } from './phrases.ts'
import { COUNTRIES, type Country, STATUSES, type Status } from './vocabulary.ts'

export const FACETS = ['cost', 'duration', 'papers', 'where', 'late', 'who', 'steps', 'limit'] as const
export type Facet = (typeof FACETS)[number]

/** Where a message says that something is; `town` is null for a region. */
export interface Place {
  country: Country
  town: string | null
}

const MOST_NAME_BYTES = 29
/** Telegram's buttons carry 64 bytes, and the town stands in one of them. */
const fitsButton = (name: string) => Buffer.byteLength(name) <= MOST_NAME_BYTES

const phrases = z.array(z.coerce.string()).default([])
const languageSchema = z.strictObject({
  countries: z.strictObject({ si: phrases, es: phrases, it: phrases }),
  other_countries: phrases,
  statuses: z.partialRecord(z.enum(STATUSES), phrases),
  facets: z.partialRecord(z.enum(FACETS), phrases),
  /** Words of insult; the genuine question beside them is still answered. */
  insults: phrases,
  /** Words for other people whose rules are not the writer's own: friends, relatives, neighbours. */
  others: phrases,
  /** Words before and after a country with which the writer only compares: "like in", "gibi". */
  like_before: phrases,
  like_after: phrases,
  /** A whole message that says yes, or no. */
  yes: phrases,
  no: phrases,
  /** Words that begin a follow-up: "and", "what about". */
  follow_ups: phrases,
  /** Sentences of this language as people type them in Latin letters. */
  latin: phrases,
  /** Words that speak of a time to come: "next year", "will be". */
  later: phrases,
  /**
   * Words that say that nothing has happened: "just curious", "I have no debts". Not "I just want to know", which people
   * in need write too.
   */
  only_asking: phrases,
  /** Words by which passages speak of a status; only in languages with full texts. */
  status_words: z.partialRecord(z.enum(STATUSES), phrases).default({}),
})
const placesSchema = z.record(
  z.enum(COUNTRIES),
  z.strictObject({
    /** Names of towns as they are written, with the phrases that mean them. */
    towns: z.record(z.string().refine(fitsButton, 'a town’s name has at most 29 bytes'), phrases).default({}),
    places: phrases,
    authorities: phrases,
    terms: phrases,
    /** Offices and local words that are ordinary words of the country's own language. */
    ordinary_authorities: phrases,
    ordinary_terms: phrases,
  }),
)

export interface LanguageLexicon {
  countries: PhraseMatcher<Country>
  otherCountries: PhraseMatcher<string>
  statuses: PhraseMatcher<Status>
  facets: PhraseMatcher<Facet>
  insults: PhraseMatcher<string>
  others: PhraseMatcher<string>
  /** Normalised phrases before and after a country with which the writer only compares. */
  likeBefore: string[]
  likeAfter: string[]
  /** Normalised messages that say yes or no and nothing else. */
  yes: ReadonlySet<string>
  no: ReadonlySet<string>
  followUps: PhraseMatcher<string>
  later: PhraseMatcher<string>
  onlyAsking: PhraseMatcher<string>
  latin: string[]
  statusWords: PhraseMatcher<Status>
}

/** Words by which messages are understood, of all languages, and place names that hold in every language. */
export interface Lexicon {
  languages: Partial<Record<Language, LanguageLexicon>>
  /** Towns and regions. */
  places: PhraseMatcher<Place>
  /** The longer of their names as Cyrillic writes them, whatever their ending; for texts that went through `byEar`. */
  placesByEar: PhraseMatcher<Place>
  /** Their single names with the endings that languages which decline them in Latin letters add (`DECLINING`). */
  placesDeclined: PhraseMatcher<Place>
  /** Offices and networks of a country. */
  authorities: PhraseMatcher<Country>
  /** Offices of a country that in its own language are only a hint: any country may have one of that name. */
  ordinaryAuthorities: PhraseMatcher<Country>
  /** Local words that hint at a country. */
  terms: PhraseMatcher<Country>
  /** Local words that hint at a country outside its own language, in which they are ordinary words. */
  ordinaryTerms: PhraseMatcher<Country>
}

type LanguageWords = z.output<typeof languageSchema>
type PlacesOfCountry = z.output<typeof placesSchema>[Country]
type PlaceEntry = { phrase: string; value: Place }

/** The words as they stand in the files. */
export interface LexiconData {
  languages: Partial<Record<Language, LanguageWords>>
  places: z.output<typeof placesSchema>
}

/** The words of knowledge/, ready for use. Throws DataFileError. */
export async function loadLexicon(root: string): Promise<Lexicon> {
  return createLexicon(await readLexicon(root))
}

/** Reads knowledge/places.yaml and knowledge/languages/*.yaml. Throws DataFileError. */
export async function readLexicon(root: string): Promise<LexiconData> {
  const places = await readDataFile(path.join(root, 'places.yaml'), placesSchema)
  const languages: LexiconData['languages'] = {}
  for (const language of LANGUAGES) {
    const words = await readDataFileOrNull(path.join(root, 'languages', `${language}.yaml`), languageSchema)
    if (words !== null) languages[language] = words
  }
  return { languages, places }
}

/** Matchers for the words that were read. */
export function createLexicon({ languages: words, places }: LexiconData): Lexicon {
  const languages: Lexicon['languages'] = {}
  for (const [language, data] of Object.entries(words))
    languages[language as Language] = lexiconOf(data, language as Language)
  const entries = (kind: 'authorities' | 'terms' | 'ordinary_authorities' | 'ordinary_terms') =>
    COUNTRIES.flatMap((country) => places[country][kind].map((phrase) => ({ phrase, value: country })))
  const placeEntries = COUNTRIES.flatMap((country) =>
    placesOf(country, places[country]).flatMap(withPrefixes),
  )
  return {
    languages,
    places: new PhraseMatcher(placeEntries, 'en'),
    placesByEar: new PhraseMatcher(placeEntries.flatMap(namedByEar), 'en'),
    placesDeclined: new PhraseMatcher(placeEntries.flatMap(declined), 'en'),
    authorities: new PhraseMatcher(entries('authorities'), 'en'),
    ordinaryAuthorities: new PhraseMatcher(entries('ordinary_authorities'), 'en'),
    terms: new PhraseMatcher(entries('terms'), 'en'),
    ordinaryTerms: new PhraseMatcher(entries('ordinary_terms'), 'en'),
  }
}

function placesOf(country: Country, { towns, places }: PlacesOfCountry): PlaceEntry[] {
  const named = Object.entries(towns).flatMap(([town, forms]) => {
    const value = { country, town }
    return forms.map((phrase) => ({ phrase, value }))
  })
  const others = { country, town: null }
  return [...named, ...places.map((phrase) => ({ phrase, value: others }))]
}

const ARABIC = /^\p{Script=Arabic}{4,}/u
/** "in", "to", "and", "on", which Arabic writes in one word with the name. */
const ARABIC_PREFIXES = ['ب', 'ل', 'و', 'ف', 'ع']

function withPrefixes({ phrase, value }: PlaceEntry): PlaceEntry[] {
  const prefixes = ARABIC.test(phrase) ? ['', ...ARABIC_PREFIXES] : ['']
  return prefixes.map((prefix) => ({ phrase: `${prefix}${phrase}`, value }))
}

/** The normalised text without its towns and regions, which tell the country and else only where somebody lives. */
export function withoutPlaces(
  text: string,
  language: Language,
  { places, placesDeclined }: Pick<Lexicon, 'places' | 'placesDeclined'>,
): string {
  const rest = places.without(normalise(text, language))
  return DECLINING.has(language) ? placesDeclined.without(rest) : rest
}

/** Languages that write Latin letters and decline the names of towns: "v Valenciji", "iz Milana". */
export const DECLINING: ReadonlySet<Language> = new Set(['sl', 'bs'])
const SHORTEST_DECLINED = 5
/** Endings of the cases by the end of the name, which is left out before them. */
const CASES: readonly (readonly [end: RegExp, instead: string, endings: readonly string[]])[] = [
  [/ia$/, 'ij', ['a', 'e', 'i', 'o', 'u', 'om']],
  [/ia$/, 'i', ['', 'e', 'u', 'om']],
  [/e$/, 'e', ['u', 'a', 'om', 'ju', 'ja', 'jem']],
  [/a$/, '', ['e', 'i', 'o', 'u', 'om', 'oj']],
  [/o$/, '', ['a', 'u', 'om']],
  [/i$/, 'ij', ['a', 'u', 'em']],
  [/(?<![aeiou])$/, '', ['a', 'u', 'om', 'em']],
]

/** "torinoda", "milanodan", "romaya": what Turkish adds to a name, typed without its apostrophe. */
const TURKISH_ENDING = /(?<=\p{L}{4})(?:[dt][ae](?:n|ki)?|y[ae]|n[iu]n|l[iu])(?!\p{L})/gu

/** A normalised text in which names of towns stand without what the language adds to them, each at its place. */
export function withoutEndings(normal: string, language: Language): string | null {
  return language === 'tr' ? normal.replace(TURKISH_ENDING, (ending) => ' '.repeat(ending.length)) : null
}

/** The cases of a single name in Latin letters. */
function declined({ phrase, value }: PlaceEntry): PlaceEntry[] {
  if (phrase.length < SHORTEST_DECLINED || !/^[a-z]+$/.test(phrase)) return []
  return CASES.filter(([end]) => end.test(phrase)).flatMap(([end, instead, endings]) =>
    endings.map((ending) => ({ phrase: phrase.replace(end, instead) + ending, value })),
  )
}

const SHORTEST_BY_EAR = 5
const LATIN = /^\p{Script=Latin}/u

/** A text in Cyrillic as the coarse Latin words in which it meets names in Latin letters: "в Пирану" gives "v piranu". */
export function byEar(text: string): string {
  return skeletonText(text, 'ru')
}

/** The name without its last vowel and open at its end, since Cyrillic languages decline it; none for a short one. */
function namedByEar({ phrase, value }: PlaceEntry): PlaceEntry[] {
  const name = byEar(phrase).replace(/[aeiou]$/, '')
  return name.length < SHORTEST_BY_EAR || !LATIN.test(phrase) ? [] : [{ phrase: `${name}*`, value }]
}

/** Follow-ups begin with "and", which Arabic writes in one word with what comes next: "وقديش" is "and how much". */
function withAnd<K extends string>(groups: Partial<Record<K, string[]>>): Partial<Record<K, string[]>> {
  const lists = Object.entries(groups) as [K, string[]][]
  return Object.fromEntries(
    lists.map(([key, list]) => [key, list.flatMap((phrase) => [phrase, `و${phrase}`])]),
  ) as Partial<Record<K, string[]>>
}

function lexiconOf(data: LanguageWords, language: Language): LanguageLexicon {
  const grouped = <K extends string>(groups: Partial<Record<K, string[]>>) =>
    new PhraseMatcher(
      Object.entries(groups).flatMap(([value, list]) =>
        (list as string[]).map((phrase) => ({ phrase, value: value as K })),
      ),
      language,
    )
  const plain = (list: string[]) =>
    new PhraseMatcher(
      list.map((phrase) => ({ phrase, value: phrase })),
      language,
    )
  return {
    countries: grouped<Country>(data.countries),
    otherCountries: plain(data.other_countries),
    statuses: grouped<Status>(data.statuses),
    facets: grouped<Facet>(language === 'ar' ? withAnd(data.facets) : data.facets),
    insults: plain(data.insults),
    others: plain(data.others),
    likeBefore: data.like_before.map((phrase) => normalise(phrase, language)),
    likeAfter: data.like_after.map((phrase) => normalise(phrase, language)),
    yes: new Set(data.yes.map((phrase) => normalise(phrase, language))),
    no: new Set(data.no.map((phrase) => normalise(phrase, language))),
    followUps: plain(data.follow_ups),
    later: plain(data.later),
    onlyAsking: plain(data.only_asking),
    latin: data.latin,
    statusWords: grouped<Status>(data.status_words),
  }
}

/** What a message that is nothing but a yes or a no says; null for all others. */
export function yesOrNo(
  text: string,
  language: Language,
  lexicon: Pick<Lexicon, 'languages'>,
): boolean | null {
  const said = normalise(text, language)
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .trim()
  const own = lexicon.languages[language]
  if (own?.yes.has(said)) return true
  return own?.no.has(said) ? false : null
}
