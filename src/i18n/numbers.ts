import type { Language } from './languages.ts'

// Offices, forms and banks in all three countries write Latin digits; amounts keep them in every language
// so that a reader can compare a reply with the paper in the hand (docs/decisions/0004).
const DECIMAL_POINT: ReadonlySet<Language> = new Set<Language>(['en', 'zh', 'bn', 'ur', 'fa', 'ar'])
const SPACE_GROUPS: ReadonlySet<Language> = new Set<Language>(['fr', 'uk', 'ru'])

/** A number as readers of the language write it: 1,234.56 | 1.234,56 | 1 234,56. Whole or two decimals. */
export function formatNumber(value: number, language: Language): string {
  const [whole = '', fraction] = plainDigits(value).split('.')
  const point = DECIMAL_POINT.has(language)
  const separator = point ? ',' : SPACE_GROUPS.has(language) ? ' ' : '.'
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, separator)
  return fraction ? `${grouped}${point ? '.' : ','}${fraction}` : grouped
}

/** An amount of euro, with cents only where there are some. */
export function formatEuro(value: number, language: Language): string {
  const cents = Math.round(value * 100) % 100 !== 0
  const number = formatNumber(cents ? Number(value.toFixed(2)) : Math.round(value), language)
  const padded = cents && /[.,]\d$/.test(number) ? `${number}0` : number
  return `${padded} EUR`
}

/** 22% | 22 %, in Turkish %22. */
export function formatPercent(value: number, language: Language): string {
  const number = formatNumber(value, language)
  if (language === 'tr') return `%${number}`
  return language === 'en' || language === 'zh' ? `${number}%` : `${number} %`
}

/** "2027-03-04" → "4 March 2027", "2027-03" → "March 2027", in the language. */
export function formatDate(iso: string, language: Language): string {
  const [year, month, day] = iso.split('-').map(Number)
  const date = new Date(Date.UTC(year ?? 1970, (month ?? 1) - 1, day ?? 1))
  return dateFormat(language, day !== undefined).format(date)
}

/** Some languages end a date with a point ("2027 р.", "2027."): at the end of a sentence one is enough. */
export function withoutDoubledPoint(text: string): string {
  return text.replace(/(\d{4}(?: [рг])?\.)\.(?!\.)/gu, '$1')
}

const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(language: Language, withDay: boolean): Intl.DateTimeFormat {
  const key = `${language}${withDay}`
  let format = formats.get(key)
  if (!format) {
    const locale = language === 'en' ? 'en-GB' : language
    format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'long',
      ...(withDay && { day: 'numeric' }),
    })
    formats.set(key, format)
  }
  return format
}

function plainDigits(value: number): string {
  return String(Math.round(value * 1e6) / 1e6)
}
