import type { Holidays } from '../calendar/holidays.ts'
import { worksAt } from '../calendar/working-time.ts'
import type { Case } from './case.ts'
import type { Consultant } from './ports.ts'
import { scheduleOf } from './sla.ts'

/** A consultant with what is on the desk. */
export interface Candidate {
  consultant: Consultant
  /** Cases held or offered now. */
  load: number
  /** ISO time of the last case given; null for none. */
  lastGivenAt: string | null
}

type Wanted = Pick<Case, 'language' | 'country' | 'municipality' | 'topic' | 'urgency' | 'offeredBefore'>

/** Whether a consultant covers a case at all, whenever that is. */
export function covers(consultant: Consultant, wanted: Wanted, translated: boolean): boolean {
  const { country, municipality, topic, language } = wanted
  return (
    consultant.active &&
    allows(consultant.countries, country) &&
    allows(lower(consultant.municipalities), municipality?.toLowerCase() ?? null) &&
    allows(consultant.topics, topic) &&
    (translated || consultant.languages.includes(language))
  )
}

/**
 * The consultant to whom a case is offered: works now, covers it, has room; the best fit of language and place first,
 * then who carries least for what is asked of them, then who has waited longest for a case. Who was offered it already comes
 * last. When nobody covers the language, somebody who covers the rest is better than nobody. Null: it waits.
 */
export function chooseConsultant(
  wanted: Wanted,
  candidates: readonly Candidate[],
  now: Date,
  holidays: Holidays,
): Consultant | null {
  const free = candidates.filter(
    ({ consultant, load }) =>
      load < consultant.mostCases &&
      covers(consultant, wanted, true) &&
      worksAt(scheduleOf(consultant), now, holidays),
  )
  const ranked = free
    .map((candidate) => ({ candidate, keys: rankKeys(candidate, wanted) }))
    .sort((a, b) => compareKeys(a.keys, b.keys))
  return ranked[0]?.candidate.consultant ?? null
}

/** Smaller is better, first key first. */
function rankKeys({ consultant, load, lastGivenAt }: Candidate, wanted: Wanted): (number | string)[] {
  return [
    wanted.offeredBefore.includes(consultant.id) ? wanted.offeredBefore.indexOf(consultant.id) + 1 : 0,
    consultant.languages.includes(wanted.language) ? 0 : 1,
    -closeness(consultant, wanted),
    load / consultant.mostCases,
    lastGivenAt ?? '',
    consultant.id,
  ]
}

/** How much of the case a consultant named, not only allows. */
function closeness(consultant: Consultant, { country, municipality, topic }: Wanted): number {
  const named = (list: readonly string[], value: string | null) =>
    value !== null && list.includes(value) ? 1 : 0
  return (
    named(lower(consultant.municipalities), municipality?.toLowerCase() ?? null) * 2 +
    named(consultant.topics, topic) * 2 +
    named(consultant.countries, country)
  )
}

function compareKeys(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] as number | string
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/** An empty list covers all; a fact that is not known is covered by everybody. */
function allows(list: readonly string[], value: string | null): boolean {
  return list.length === 0 || value === null || list.includes(value)
}

function lower(list: readonly string[]): string[] {
  return list.map((one) => one.toLowerCase())
}
