import { asciiDigits } from '../retrieval/normalise.ts'
import {
  passesCodiceFiscale,
  passesEmso,
  passesLuhn,
  passesMachineReadable,
  passesMod97,
  passesSlovenianTaxNumber,
  passesSpanishLetter,
} from './checksums.ts'

export const SENSITIVE_KINDS = ['iban', 'card', 'tax_number', 'passport', 'phone'] as const
export type SensitiveKind = (typeof SENSITIVE_KINDS)[number]

/** What stands in a text where a number was. */
export const MASK = '•••'

export interface Masked {
  text: string
  /** What was masked, each kind once. */
  kinds: SensitiveKind[]
}

interface Span {
  start: number
  end: number
  kind: SensitiveKind
}

/**
 * Masks numbers that nobody should send in a chat: bank accounts, payment cards, tax and identity numbers, passports
 * (all told by their checksums), and phone numbers (told by their form). Amounts, dates and numbers of laws stay.
 */
export function maskSensitive(text: string): Masked {
  const readable = asciiDigits(text)
  const spans: Span[] = []
  for (const find of FINDERS) {
    for (const span of find(readable)) {
      if (!spans.some((taken) => span.start < taken.end && taken.start < span.end)) spans.push(span)
    }
  }
  let masked = text
  for (const { start, end } of [...spans].sort((a, b) => b.start - a.start))
    masked = masked.slice(0, start) + MASK + masked.slice(end)
  const found = new Set(spans.map((span) => span.kind))
  return { text: masked, kinds: SENSITIVE_KINDS.filter((kind) => found.has(kind)) }
}

/** What may not stand beside a number that is looked at: it would be a part of something longer. */
const BEFORE = String.raw`(?<![\p{L}\d+/.,€$-])`
const AFTER = String.raw`(?![\p{L}\d]|[.,/-]\d|\s?(?:€|\$|%|eur|euro|evro)(?!\p{L}))`

/** In order of precedence: what an earlier one took is not looked at again. */
const FINDERS: readonly ((text: string) => Span[])[] = [
  machineReadableZones,
  ibans,
  byPattern('tax_number', /[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z]/gi, passesCodiceFiscale),
  byPattern('card', /\d(?:[ -]?\d){12,18}/g, (digits) => isCardPrefix(digits) && passesLuhn(digits)),
  byPattern('tax_number', /\d{13}/g, passesEmso),
  byPattern('tax_number', /[xyz][- ]?\d{7}[- ]?[a-z]|\d{8}[- ]?[a-z]/gi, passesSpanishLetter),
  byPattern('phone', /(?:\+|00)[1-9](?:[ ()/-]{0,2}\d){7,13}/g, () => true),
  byPattern('tax_number', /(?:it)?\d{11}/gi, (number) => passesLuhn(number.replace(/^IT/, ''))),
  byPattern('tax_number', /(?:si ?)?\d{8}/gi, isSlovenianTaxNumber),
  namedPassports,
  byPattern('phone', /0[1-7]\d?(?:[ /-]?\d){6,7}/g, (digits) => digits.length === 9),
  byPattern('phone', /3\d{2}[ /-]?\d{3}[ -]?\d{4}|[6789]\d{2}[ -]?\d{3}[ -]?\d{3}/g, () => true),
  byPattern('phone', /[6789]\d{2}(?:[ -]\d{2}){3}/g, () => true),
]

function byPattern(
  kind: SensitiveKind,
  pattern: RegExp,
  passes: (plain: string) => boolean,
): (text: string) => Span[] {
  const whole = new RegExp(`${BEFORE}(?:${pattern.source})${AFTER}`, `${pattern.flags.replace('i', '')}iu`)
  return (text) =>
    [...text.matchAll(whole)].flatMap((match) => {
      const plain = match[0].replace(/[^\p{L}\d]/gu, '').toUpperCase()
      return passes(plain) ? [{ start: match.index, end: match.index + match[0].length, kind }] : []
    })
}

/** Lengths of account numbers by country. */
const IBAN_LENGTHS: Record<string, number> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BY: 28, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18,
  EE: 20, EG: 29, ES: 24, FI: 18, FR: 27, GB: 22, GE: 22, GR: 27, HR: 21, HU: 28, IE: 22, IQ: 23, IS: 26, IT: 27,
  JO: 30, KZ: 20, LB: 28, LI: 21, LT: 20, LU: 20, LV: 21, LY: 25, MA: 28, MC: 27, MD: 24, ME: 22, MK: 19, MT: 31,
  NL: 18, NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, RO: 24, RS: 22, SA: 24, SE: 24, SI: 19, SK: 24, SM: 27, TN: 24,
  TR: 26, UA: 29, XK: 20,
} // biome-ignore format: a table

function ibans(text: string): Span[] {
  return [...text.matchAll(/(?<![\p{L}\d])([a-z]{2})\d{2}(?=[ -]?[a-z\d])/giu)].flatMap((match) => {
    const length = IBAN_LENGTHS[(match[1] as string).toUpperCase()]
    const found = length ? takeCharacters(text, match.index, length) : null
    return found && passesMod97(found.plain) ? [{ start: match.index, end: found.end, kind: 'iban' }] : []
  })
}

/** So many letters and digits from a position on, with single spaces and dashes between; null when there are fewer. */
function takeCharacters(text: string, start: number, length: number): { plain: string; end: number } | null {
  let plain = ''
  let end = start
  while (plain.length < length) {
    const separated = /^[ -]?([a-z\d])/i.exec(text.slice(end, end + 2))
    if (!separated) return null
    plain += separated[1]
    end += separated[0].length
  }
  return { plain: plain.toUpperCase(), end }
}

function machineReadableZones(text: string): Span[] {
  return [...text.matchAll(/[A-Z\d<]{28,44}/g)].flatMap((match) => {
    const line = match[0]
    const names = /^[PIAC][A-Z<][A-Z<]{3}/.test(line) && line.includes('<<')
    const numbers = passesMachineReadable(line.slice(0, 9), line[9] as string) && line.includes('<')
    return names || numbers
      ? [{ start: match.index, end: match.index + line.length, kind: 'passport' as const }]
      : []
  })
}

const PASSPORT_WORDS =
  'passport|passeport|pasaporte|passaporto|potni list|potnega lista|pasoš|pasos|putovnica|pasaport|pașaport|pashaport|паспорт|пасош|جواز|پاسپورت|پاسپورٹ|পাসপোর্ট|护照|護照'

/** Passport numbers have no checksum outside the machine-readable zone: only beside the word itself. */
function namedPassports(text: string): Span[] {
  const pattern = new RegExp(
    `(?:${PASSPORT_WORDS})[^\\n\\d]{0,25}?(?<![\\p{L}\\d])((?=[\\p{L}\\d]*\\d{5})[a-z]{0,3}\\d{5,9}[a-z]?)(?![\\p{L}\\d])`,
    'giu',
  )
  return [...text.matchAll(pattern)].flatMap((match) => {
    const number = match[1] as string
    // "My boss has my passport, I must pay 25000".
    if (/^\d+00$/.test(number)) return []
    const end = match.index + match[0].length
    return [{ start: end - number.length, end, kind: 'passport' as const }]
  })
}

function isCardPrefix(digits: string): boolean {
  return /^(?:4|5[1-5]|2[2-7]|3[04-9]|6[0-9])/.test(digits)
}

/** Eight digits are a date or a round amount more often than a tax number: those stay. */
function isSlovenianTaxNumber(number: string): boolean {
  const digits = number.replace(/^SI/, '')
  if (!passesSlovenianTaxNumber(digits)) return false
  return digits !== number || !(isDate(digits) || /000$/.test(digits))
}

function isDate(digits: string): boolean {
  const plausible = (year: string, month: string, day: string) =>
    /^(?:19|20)\d\d$/.test(year) &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= 31
  return (
    plausible(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)) ||
    plausible(digits.slice(4), digits.slice(2, 4), digits.slice(0, 2))
  )
}
