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
  /** Words by which passages speak of a status; only in languages with full texts. */
  status_words: z.partialRecord(z.enum(STATUSES), phrases).default({}),
})
const placesSchema = z.record(
  z.enum(COUNTRIES),
  z.strictObject({ places: phrases, authorities: phrases, terms: phrases }),
)

/** Phrases that can be looked for in a message, each with what it stands for. */
export class PhraseMatcher<T> {
  private readonly phrases: { pattern: RegExp; value: T }[]
  /** Any of the phrases: most messages hold none, and one look tells so. */
  private readonly any: RegExp
  private readonly all: RegExp
  /** Single words that are long enough to be known with a letter wrong. */
  private readonly longWords: { word: string; value: T }[]

  constructor(entries: readonly { phrase: string; value: T }[], language: string) {
    this.phrases = entries.map(({ phrase, value }) => ({ pattern: patternOf(phrase, language), value }))
    const sources = this.phrases.map(({ pattern }) => pattern.source)
    const either = sources.length > 0 ? sources.join('|') : '(?!)'
    this.any = new RegExp(either, 'u')
    this.all = new RegExp(either, 'gu')
    this.longWords = entries
      .map(({ phrase, value }) => ({ word: normalise(phrase.replace(/\*$/, ''), language), value }))
      .filter(({ word }) => word.length >= SHORTEST_MISSPELT && /^\p{L}+$/u.test(word))
  }

  /** What the phrases found in a normalised message stand for, in the order of the entries, each once. */
  find(normalised: string): T[] {
    if (!this.any.test(normalised)) return []
    return [
      ...new Set(this.phrases.filter(({ pattern }) => pattern.test(normalised)).map(({ value }) => value)),
    ]
  }

  /** As `find`, for long words with a letter or two wrong, missing or swapped ("slovnia"). */
  findMisspelt(normalised: string): T[] {
    const given = normalised.split(/[^\p{L}]+/u).filter((word) => word.length >= SHORTEST_MISSPELT - 1)
    const found = this.longWords.filter(({ word }) =>
      given.some((one) => one[0] === word[0] && within(one, word, word.length >= 8 ? 2 : 1)),
    )
    return [...new Set(found.map(({ value }) => value))]
  }

  /** The message without the phrases; the whole message when nothing else would be left. */
  without(normalised: string): string {
    const rest = normalised.replace(this.all, ' ')
    return rest.trim() === '' ? normalised : rest
  }
}

/** A word of so many letters is known with one letter wrong, from 8 on with two. */
const SHORTEST_MISSPELT = 6

const UNSPACED = /\p{Script=Han}/u

/** Whether two words differ by at most so many letters put in, left out, changed or swapped. */
function within(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + changed,
      )
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1)
      next.push(cost)
    }
    if (Math.min(...next) > most) return false
    before = row
    row = next
  }
  return (row[b.length] as number) <= most
}

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
  statusWords: PhraseMatcher<Status>
}

/** Words by which messages are understood, of all languages, and place names that hold in every language. */
export interface Lexicon {
  languages: Partial<Record<Language, LanguageLexicon>>
  /** Towns and regions. */
  places: PhraseMatcher<Country>
  /** Offices and networks of a country. */
  authorities: PhraseMatcher<Country>
  /** Local words that hint at a country. */
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
  const entries = (kind: 'places' | 'authorities' | 'terms') =>
    COUNTRIES.flatMap((country) => places[country][kind].map((phrase) => ({ phrase, value: country })))
  return {
    languages,
    places: new PhraseMatcher(entries('places'), 'en'),
    authorities: new PhraseMatcher(entries('authorities'), 'en'),
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
    statusWords: grouped<Status>(data.status_words),
  }
}
