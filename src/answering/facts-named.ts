import type { Language } from '../i18n/languages.ts'
import { speaksOfOneself } from './first-person.ts'
import type { MessageReading } from './read-message.ts'
import type { FactsNamed } from './types.ts'

/**
 * What a message says of the person: the country of ours that it names outright and not of others, and the town and the
 * status that it names while speaking of oneself. Where two are named, none can be taken for the person's own.
 */
export function factsNamed(reading: MessageReading, language: Language): FactsNamed {
  const ownWords = speaksOfOneself(reading.text, language) ?? true
  const country = reading.countryNamed && reading.countries.length === 1 ? reading.ownCountry : null
  return {
    country,
    town: ownWords && country ? reading.town : null,
    status: ownWords && reading.statuses.length === 1 ? (reading.statuses[0] ?? null) : null,
  }
}
