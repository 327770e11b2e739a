import type { Language } from '../i18n/languages.ts'
import { remembered } from './features.ts'
import { serbianToLatin } from './romanise.ts'

const LETTERS: Record<string, string> = {
  đ: 'd',
  ł: 'l',
  ø: 'o',
  ß: 'ss',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ё: 'е',
  ґ: 'г',
  // Arabic script: forms that keyboards and writers mix
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ے: 'ي',
  ئ: 'ي',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ۀ: 'ه',
  ۃ: 'ه',
  ک: 'ك',
  ؤ: 'و',
  ـ: '',
  '\u200c': ' ',
  '\u200d': '',
  '\u200e': '',
  '\u200f': '',
  '\u00ad': '',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '`': "'",
  '´': "'",
}
const LETTER_PATTERN = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')
const LATIN_OR_ARABIC_MARKS = /[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed]/g

/** Where Chinese meets Latin letters or digits: people write no space there ("我的nie"). */
const HAN = /\p{Script=Han}/u
const BESIDE_HAN = /(?<=\p{Script=Han})(?=[\p{Script=Latin}\d])|(?<=[\p{Script=Latin}\d])(?=\p{Script=Han})/gu

/**
 * One spelling for what readers take as the same: compatibility forms, case, diacritics, keyboard variants of
 * Arabic-script letters, digits as ASCII. Serbian Cyrillic becomes Latin for `bs`. Bengali and Chinese keep
 * their marks. й and ї stay apart from и and і, since they are letters of their own.
 */
export function normalise(text: string, language?: Language | string): string {
  return language === 'bs' ? inLatin(text) : asWritten(text)
}

/** So many texts are kept in their one spelling: each list of words looks at the same message. */
const TEXTS_KEPT = 300
const inLatin = remembered((text) => oneSpelling(serbianToLatin(composed(text))), TEXTS_KEPT)
const asWritten = remembered((text) => oneSpelling(composed(text)), TEXTS_KEPT)

function composed(text: string): string {
  return asciiDigits(text.normalize('NFKC').toLowerCase())
}

function oneSpelling(text: string): string {
  let result = text
  result = result.replace(/[йї]/g, (letter) => (letter === 'й' ? '\ue000' : '\ue001'))
  result = result.normalize('NFD').replace(LATIN_OR_ARABIC_MARKS, '').normalize('NFC')
  result = result.replace(/[\ue000\ue001]/g, (mark) => (mark === '\ue000' ? 'й' : 'ї'))
  result = result.replace(LETTER_PATTERN, (letter) => LETTERS[letter] ?? letter)
  return HAN.test(result) ? result.replace(BESIDE_HAN, ' ') : result
}

/** Arabic-Indic, Persian, Bengali and Devanagari digits as ASCII digits. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u09e6-\u09ef\u0966-\u096f]/g, (digit) =>
    String(digitValue(digit)),
  )
}

function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  for (const zero of [0x660, 0x6f0, 0x9e6, 0x966]) if (code >= zero && code <= zero + 9) return code - zero
  return 0
}
