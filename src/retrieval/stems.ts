import { stemmer as serbianStemmer } from '@orama/stemmers/serbian'
import { stemmer as ukrainianStemmer } from '@orama/stemmers/ukrainian'
import * as snowball from 'snowball-stemmers'
import { remembered } from './features.ts'
import { normalise } from './normalise.ts'

type Stem = (word: string) => string

const SNOWBALL: Record<string, string> = {
  en: 'english',
  sl: 'slovene',
  es: 'spanish',
  it: 'italian',
  ru: 'russian',
  ar: 'arabic',
  fr: 'french',
  ro: 'romanian',
  tr: 'turkish',
  de: 'german',
}
const stemmers = new Map<string, Stem>()

/**
 * The stem of a normalised word; the word itself where no stemmer is known (mk, sq, bn, ur, fa, zh).
 * Results are kept, since words repeat.
 */
export function stem(word: string, language: string): string {
  let stemOf = stemmers.get(language)
  if (!stemOf) {
    const fresh = stemmerFor(language)
    stemOf = remembered((unstemmed) => fresh(unstemmed) || unstemmed)
    stemmers.set(language, stemOf)
  }
  return stemOf(word)
}

function stemmerFor(language: string): Stem {
  if (language === 'uk') return ukrainianStemmer
  if (language === 'bs') return serbianStemmer
  const algorithm = SNOWBALL[language]
  if (!algorithm) return (word) => word
  const stemmer = snowball.newStemmer(algorithm)
  return (word) => normalise(stemmer.stem(word))
}
