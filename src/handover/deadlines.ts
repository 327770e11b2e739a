import { addDays, addMonths, type Day, dayOf, daysBetween, weekdayOf } from '../calendar/day.ts'
import type { Holidays } from '../calendar/holidays.ts'
import type { Language } from '../i18n/languages.ts'
import type { Country } from '../knowledge/vocabulary.ts'
import { normalise } from '../retrieval/normalise.ts'
import type { Deadline } from './case.ts'
import type { DeadlineLexicon, DeadlineWords } from './deadline-words.ts'

export interface DeadlineContext {
  language: Language
  /** The day on which the message was written. */
  today: Day
  /** For working days; null counts weekends only. */
  country: Country | null
  holidays: Holidays
}

/** A span of time or a day that a message names, and where. */
interface Found {
  start: number
  end: number
}
interface Duration extends Found {
  count: number
  unit: 'day' | 'week' | 'month'
  working: boolean
}
interface NamedDay extends Found {
  day: Day
  role: 'until' | 'from' | 'plain'
}

/** A day and a span belong together when no more letters than this lie between them. */
const REACH = 160
/** A span in days that is no deadline of a letter any more. */
const LONGEST_DAYS = 200

/**
 * The deadline that a message speaks of, computed to a day: a day that is named ("by 3 December"), or days counted
 * from the day of a letter ("I got it on Monday, 8 days"; the day of the letter is not counted). Null when there is
 * none, or when the day from which to count is missing. It is never moved to a later day: what is shown is the
 * cautious date, and the letter decides.
 */
export function findDeadline(
  text: string,
  lexicon: DeadlineLexicon,
  context: DeadlineContext,
): Deadline | null {
  const languages = [...new Set<Language>([context.language, 'en'])]
  for (const language of languages) {
    const words = lexicon[language]
    if (!words) continue
    const found = findIn(text, normalise(text, language), words, context)
    if (found) return found
  }
  return null
}

function findIn(
  original: string,
  text: string,
  words: DeadlineWords,
  context: DeadlineContext,
): Deadline | null {
  const { spans, past } = durationsOf(text, words)
  const days = [
    ...daysOf(text, words, context.today, spans),
    ...past.map((one) => pastDay(one, context.today)),
  ]
  const counted = countedDeadline(original, text, words, spans, days, context)
  if (counted) return counted
  if (!has(text, words.cues)) return null
  const until = days.filter(({ role }) => role === 'until').sort((a, b) => a.day.localeCompare(b.day))
  const named = until.find(({ day }) => day >= context.today) ?? until[0]
  if (named)
    return {
      date: named.day,
      days: null,
      from: null,
      workingDays: false,
      quote: quoted(original, named, named),
    }
  return null
}

/** Days counted from the day that stands nearest, or from today where the message says that they are left. */
function countedDeadline(
  original: string,
  text: string,
  words: DeadlineWords,
  spans: readonly Duration[],
  days: readonly NamedDay[],
  context: DeadlineContext,
): Deadline | null {
  for (const span of spans) {
    const starts = days.filter(
      ({ role, day }) => role !== 'until' && (role === 'from' || day <= context.today),
    )
    const nearest = starts
      .map((day) => ({ day, gap: gapOf(span, day) }))
      .filter(({ gap }) => gap <= REACH)
      .sort((a, b) => a.gap - b.gap)[0]?.day
    const isDeadline = has(text, words.cues) || (nearest?.role === 'from' && nearest.start >= span.end)
    if (!isDeadline) continue
    if (nearest) return computed(original, span, nearest.day, nearest, context)
    const before = text.slice(Math.max(0, span.start - 25), span.start)
    const after = text.slice(span.end, span.end + 20)
    if (words.left && (has(before, words.left) || has(after, words.left)))
      return computed(original, span, context.today, span, context)
  }
  return null
}

function computed(
  original: string,
  span: Duration,
  from: Day,
  other: Found,
  context: DeadlineContext,
): Deadline | null {
  const date = addSpan(from, span, context)
  const days = span.unit === 'day' ? span.count : daysBetween(from, date)
  return days > LONGEST_DAYS
    ? null
    : { date, days, from, workingDays: span.working, quote: quoted(original, span, other) }
}

function addSpan(from: Day, { count, unit, working }: Duration, { country, holidays }: DeadlineContext): Day {
  if (unit === 'month') return addMonths(from, count)
  if (unit === 'week') return addDays(from, count * 7)
  return working ? holidays.addWorkingDays(from, count, country) : addDays(from, count)
}

/** Spans of time, those that lie in the past ("3 days ago") apart. */
function durationsOf(text: string, words: DeadlineWords): { spans: Duration[]; past: Duration[] } {
  const number = `(?<number>\\d{1,3}${words.numbers.map(([word]) => `|${word}`).join('')})`
  const working = words.working ?? '(?!)'
  const spans: Duration[] = []
  const past: Duration[] = []
  for (const unit of ['day', 'week', 'month'] as const) {
    const pattern = regex(
      `(?<!\\d|\\d[.,/-])${number}[\\s-]*(?<before>${working})?[\\s-]*${words.units[unit]}(?:\\s*(?<after>${working}))?`,
      'gu',
    )
    for (const match of text.matchAll(pattern)) {
      const count = numberOf(match.groups?.number ?? '', words)
      if (count === null || count === 0) continue
      const span: Duration = {
        count,
        unit,
        working: unit === 'day' && Boolean(match.groups?.before || match.groups?.after),
        start: match.index,
        end: match.index + match[0].length,
      }
      const list = isPast(text, span, words) ? past : spans
      list.push(span)
    }
  }
  return { spans: spans.sort((a, b) => a.start - b.start), past }
}

function isPast(text: string, span: Duration, words: DeadlineWords): boolean {
  const before = text.slice(Math.max(0, span.start - 12), span.start)
  const after = text.slice(span.end, span.end + 12)
  return (
    (words.agoBefore !== null && regex(`${words.agoBefore}\\s*$`, 'u').test(before)) ||
    (words.agoAfter !== null && regex(`^\\s*${words.agoAfter}`, 'u').test(after))
  )
}

function pastDay(span: Duration, today: Day): NamedDay {
  const day =
    span.unit === 'month'
      ? addMonths(today, -span.count)
      : addDays(today, -span.count * (span.unit === 'week' ? 7 : 1))
  return { day, role: 'plain', start: span.start, end: span.end }
}

function numberOf(written: string, words: DeadlineWords): number | null {
  if (/^\d+$/.test(written)) return Number(written)
  const word = words.numbers.find(([pattern]) => regex(`^${pattern}$`, 'u').test(written))
  return word?.[1] ?? null
}

/** Days that a text names: 2026-12-03, 3.12., 3 December, Monday, yesterday. */
function daysOf(text: string, words: DeadlineWords, today: Day, spans: readonly Duration[]): NamedDay[] {
  const found: NamedDay[] = []
  const add = (start: number, end: number, day: Day | null) => {
    const overlaps = [...found, ...spans].some((one) => start < one.end && end > one.start)
    if (day !== null && !overlaps) found.push({ day, start, end, role: roleOf(text, start, end, words) })
  }
  for (const { match, day } of writtenDates(text, words, today))
    add(match.index, match.index + match[0].length, day)
  words.weekdays.forEach((weekday, index) => {
    const next = words.next ? `(?<next>${words.next}\\s+)?` : ''
    for (const match of text.matchAll(regex(`${next}${weekday}`, 'gu'))) {
      const end = match.index + match[0].length
      const ahead = Boolean(match.groups?.next) || roleOf(text, match.index, end, words) === 'until'
      add(match.index, end, weekdayNear(today, index, ahead))
    }
  })
  for (const [word, offset] of words.relative)
    for (const match of text.matchAll(regex(word, 'gu')))
      add(match.index, match.index + match[0].length, addDays(today, offset))
  return found
}

function* writtenDates(
  text: string,
  words: DeadlineWords,
  today: Day,
): Generator<{ match: RegExpExecArray; day: Day | null }> {
  for (const match of text.matchAll(/(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/g))
    yield { match, day: dayOf(Number(match[1]), Number(match[2]), Number(match[3])) }
  for (const match of text.matchAll(
    /(?<![\d.,/])(\d{1,2})\s?[./]\s?(\d{1,2})(?:\s?[./]\s?(\d{4}|\d{2}(?!\d)))?(?![\d])/g,
  ))
    yield { match, day: withYear(Number(match[1]), Number(match[2]), match[3], today) }
  for (const [index, month] of words.months.entries()) {
    const year = '(?:,?\\s*(?:de\\s+|del\\s+)?(?<year>20\\d\\d))?'
    const dayFirst = `(?<!\\d)(?<date>\\d{1,2})(?:st|nd|rd|th|er|[.°º])?\\s*(?:of\\s+|de\\s+|d')?${month}${year}`
    const monthFirst = `${month}\\s*(?<date>\\d{1,2})(?:st|nd|rd|th|日|号)?(?!\\d)${year}`
    for (const pattern of [dayFirst, monthFirst])
      for (const match of text.matchAll(regex(pattern, 'gu')))
        yield { match, day: withYear(Number(match.groups?.date), index + 1, match.groups?.year, today) }
  }
}

/** A date without a year is the one nearest to today. */
function withYear(date: number, month: number, year: string | undefined, today: Day): Day | null {
  if (year) return dayOf(Number(year.length === 2 ? `20${year}` : year), month, date)
  const thisYear = Number(today.slice(0, 4))
  const candidates = [thisYear - 1, thisYear, thisYear + 1].flatMap((one) => dayOf(one, month, date) ?? [])
  const distance = (day: Day) => Math.abs(daysBetween(today, day))
  return candidates.sort((a, b) => distance(a) - distance(b))[0] ?? null
}

/** The last such weekday up to today, or the first after today. */
function weekdayNear(today: Day, weekday: number, ahead: boolean): Day {
  const back = (weekdayOf(today) - weekday + 7) % 7
  return addDays(today, ahead ? 7 - back : -back)
}

function roleOf(text: string, start: number, end: number, words: DeadlineWords): NamedDay['role'] {
  const before = text.slice(Math.max(0, start - 30), start)
  const after = text.slice(end, end + 20)
  const follows = (pattern: string | null) =>
    pattern !== null && regex(`${pattern}(?:\\s+(?:the|den|el|il|le|on))?[\\s:]*$`, 'u').test(before)
  const leads = (pattern: string | null) => pattern !== null && regex(`^\\s*${pattern}`, 'u').test(after)
  if (follows(words.until) || leads(words.untilAfter)) return 'until'
  if (follows(words.from) || leads(words.fromAfter)) return 'from'
  return 'plain'
}

function has(text: string, pattern: string): boolean {
  return regex(pattern, 'u').test(text)
}

function gapOf(a: Found, b: Found): number {
  return a.start >= b.end ? a.start - b.end : Math.max(0, b.start - a.end)
}

/** The words around what was found. Normalising can shift letters, so whole words around it are taken. */
function quoted(original: string, a: Found, b: Found): string {
  const start = original.lastIndexOf(' ', Math.max(0, Math.min(a.start, b.start) - 12)) + 1
  const end = original.indexOf(' ', Math.max(a.end, b.end) + 6)
  return original
    .slice(start, end < 0 ? undefined : end)
    .trim()
    .slice(0, 160)
}

const patterns = new Map<string, RegExp>()

/** The same few patterns serve every message. Patterns with `g` are only given to matchAll, which copies them. */
function regex(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`
  const pattern = patterns.get(key) ?? new RegExp(source, flags)
  patterns.set(key, pattern)
  return pattern
}
