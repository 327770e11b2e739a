import { type Day, dayOf } from '../calendar/day.ts'
import type { Language } from '../i18n/languages.ts'

/**
 * The day that a person typed: 15.3.2027, 15/03/27, 2027-03-15, "15 March 2027" or "15 marzo" in the person's
 * language, with any digits. Day before month, as is usual in all three countries. Without a year the next such day.
 * Null when it is no day of the calendar.
 */
export function typedDay(text: string, today: Day, language: Language): Day | null {
  const plain = latinDigits(text).trim().toLowerCase()
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(plain)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const numeric = /^(\d{1,2})\s*[-./]\s*(\d{1,2})\s*(?:[-./]\s*(\d{2}|\d{4}))?\.?$/.exec(plain)
  if (numeric) return inYear(numeric[3], Number(numeric[2]), Number(numeric[1]), today)
  const chinese = /^(?:(\d{4})年)?\s*(\d{1,2})月\s*(\d{1,2})[日号]?$/.exec(plain)
  if (chinese) return inYear(chinese[1], Number(chinese[2]), Number(chinese[3]), today)
  return namedMonth(plain, today, language)
}

/** A day at the end of a text ("call the owner 15.3."), and the text without it. */
export function dayAtEnd(text: string, today: Day, language: Language): { text: string; day: Day | null } {
  const match = /^(.*\S)\s+(\S*\d[\d./-]*)$/s.exec(latinDigits(text).trim())
  const day = match?.[2] && /\d\D+\d/.test(match[2]) ? typedDay(match[2], today, language) : null
  return day
    ? { text: (match?.[1] ?? text).replace(/[,;:–-]$/, '').trim(), day }
    : { text: text.trim(), day: null }
}

function namedMonth(text: string, today: Day, language: Language): Day | null {
  const numbers = [...text.matchAll(/\d+/g)].map((match) => match[0])
  const date = numbers.find((one) => one.length <= 2)
  const year = numbers.find((one) => one.length === 4)
  const month = monthIn(text, language) ?? monthIn(text, 'en')
  if (!date || month === null || text.length > 40) return null
  return inYear(year, month, Number(date), today)
}

/** Letters by which a month is known when its ending is another ("15. marca"). */
const STEM = 3

function monthIn(text: string, language: Language): number | null {
  const words = text
    .split(/[\s\d.,/-]+/)
    .filter((word) => [...word].length >= 2)
    .map((word) => word.replace(/\.$/, ''))
  const months = Array.from({ length: 12 }, (_, index) => namesOf(index + 1, language))
  const whole = months.findIndex((names) => words.some((word) => names.includes(word)))
  if (whole >= 0) return whole + 1
  const begun = months.flatMap((names, index) =>
    words.some(
      (word) => word.length >= STEM && names.some((name) => name.slice(0, STEM) === word.slice(0, STEM)),
    )
      ? [index + 1]
      : [],
  )
  return begun.length === 1 ? (begun[0] ?? null) : null
}

function namesOf(month: number, language: Language): string[] {
  const instant = new Date(Date.UTC(2026, month - 1, 15))
  return (['long', 'short'] as const)
    .flatMap((width) => [
      new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { month: width, timeZone: 'UTC' }).format(instant),
      monthInDate(instant, language, width),
    ])
    .map((name) => name.toLowerCase().replace(/\.$/, ''))
}

/** Slavic languages write the month in another case beside a day ("15 березня"). */
function monthInDate(instant: Date, language: Language, width: 'long' | 'short'): string {
  const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
    day: 'numeric',
    month: width,
    timeZone: 'UTC',
  })
  return format.formatToParts(instant).find((part) => part.type === 'month')?.value ?? ''
}

function inYear(given: string | undefined, month: number, date: number, today: Day): Day | null {
  if (given) return dayOf(given.length === 2 ? 2000 + Number(given) : Number(given), month, date)
  const year = Number(today.slice(0, 4))
  const day = dayOf(year, month, date)
  return day !== null && day < today ? dayOf(year + 1, month, date) : day
}

const ZEROS = ['٠', '۰', '০'].map((zero) => zero.codePointAt(0) as number)

function latinDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) as number
    const zero = ZEROS.find((one) => code >= one && code < one + 10)
    return zero === undefined ? digit : String(code - zero)
  })
}
