import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { normalise } from '../retrieval/normalise.ts'
import { COUNTRIES, type Country, STATUSES, type Status } from './vocabulary.ts'

export const FACETS = ['cost', 'duration', 'papers', 'where', 'late', 'who', 'steps', 'limit'] as const
export type Facet = (typeof FACETS)[number]

const phrases = z.array(z.coerce.string()).default([])
const languageSchema = z.strictObject({
  countries: z.strictObject({ si: phrases, es: phrases, it: phrases }),
  other_countries: phrases,
  statuses: z.partialRecord(z.enum(STATUSES), phrases),
  facets: z.partialRecord(z.enum(FACETS), phrases),
  /** Words of insult; the genuine question beside them is still answered. */
  insults: phrases,
  /** Words that begin a follow-up: "and", "what about". */
  follow_ups: phrases,
  /** Sentences of this language as people type them in Latin letters. */
  latin: phrases,
})
const placesSchema = z.record(z.enum(COUNTRIES), z.strictObject({ places: phrases, terms: phrases }))

/** Phrases that can be looked for in a message, each with what it stands for. */
export class PhraseMatcher<T> {
  private readonly phrases: { pattern: RegExp; value: T }[]

  constructor(entries: readonly { phrase: string; value: T }[], language: string) {
    this.phrases = entries.map(({ phrase, value }) => ({ pattern: patternOf(phrase, language), value }))
  }

  /** What the phrases found in a normalised message stand for, in the order of the entries, each once. */
  find(normalised: string): T[] {
    return [
      ...new Set(this.phrases.filter(({ pattern }) => pattern.test(normalised)).map(({ value }) => value)),
    ]
  }
}

const UNSPACED = /\p{Script=Han}/u

function patternOf(phrase: string, language: string): RegExp {
  const open = phrase.endsWith('*')
  const text = normalise(open ? phrase.slice(0, -1) : phrase, language)
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/[\s-]+/g, '[\\s-]+')
  if (UNSPACED.test(text)) return new RegExp(text, 'u')
  return new RegExp(`(?<![\\p{L}\\p{N}])${text}${open ? '' : '(?![\\p{L}\\p{N}])'}`, 'u')
}

export interface LanguageLexicon {
  countries: PhraseMatcher<Country>
  otherCountries: PhraseMatcher<string>
  statuses: PhraseMatcher<Status>
  facets: PhraseMatcher<Facet>
  insults: PhraseMatcher<string>
  followUps: PhraseMatcher<string>
  latin: string[]
}

/** Words by which messages are understood, of all languages, and place names that hold in every language. */
export interface Lexicon {
  languages: Partial<Record<Language, LanguageLexicon>>
  places: PhraseMatcher<Country>
  terms: PhraseMatcher<Country>
}

/** Reads knowledge/places.yaml and knowledge/languages/*.yaml. Throws for a file that breaks its schema. */
export async function loadLexicon(root: string): Promise<Lexicon> {
  const places = placesSchema.parse(parse(await readFile(path.join(root, 'places.yaml'), 'utf8')))
  const languages: Lexicon['languages'] = {}
  for (const language of LANGUAGES) {
    const content = await readFile(path.join(root, 'languages', `${language}.yaml`), 'utf8').catch(() => null)
    if (content !== null) languages[language] = lexiconOf(languageSchema.parse(parse(content)), language)
  }
  const entries = (kind: 'places' | 'terms') =>
    COUNTRIES.flatMap((country) => places[country][kind].map((phrase) => ({ phrase, value: country })))
  return {
    languages,
    places: new PhraseMatcher(entries('places'), 'en'),
    terms: new PhraseMatcher(entries('terms'), 'en'),
  }
}

function lexiconOf(data: z.output<typeof languageSchema>, language: Language): LanguageLexicon {
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
    facets: grouped<Facet>(data.facets),
    insults: plain(data.insults),
    followUps: plain(data.follow_ups),
    latin: data.latin,
  }
}
