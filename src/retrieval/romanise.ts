import { remembered } from './features.ts'

/**
 * Latin forms of other scripts, coarse on purpose: both what is indexed and what a person types in Latin
 * letters go through the same folding, so that "kako da registriram firma", "как зарегистрировать ип" typed
 * as "kak zaregistrirovat ip", or "kif ndir nsajjal charika" meet the native text.
 */

const SERBIAN: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ђ: 'đ',
  е: 'e',
  ж: 'ž',
  з: 'z',
  и: 'i',
  ј: 'j',
  к: 'k',
  л: 'l',
  љ: 'lj',
  м: 'm',
  н: 'n',
  њ: 'nj',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ћ: 'ć',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'č',
  џ: 'dž',
  ш: 'š',
}

/** Serbian Cyrillic (lower case) letter by letter to Serbian Latin; other text unchanged. */
export function serbianToLatin(text: string): string {
  return text.replace(/[\u0400-\u04ff]/g, (letter) => SERBIAN[letter] ?? letter)
}

const LATIN_TO_SERBIAN: [RegExp, string][] = [
  [/lj/g, 'љ'],
  [/Lj|LJ/g, 'Љ'],
  [/nj/g, 'њ'],
  [/Nj|NJ/g, 'Њ'],
  [/dž/g, 'џ'],
  [/Dž|DŽ/g, 'Џ'],
]
const SERBIAN_LETTERS = new Map(
  Object.entries(SERBIAN)
    .filter(([, latin]) => latin.length === 1)
    .flatMap(
      ([cyrillic, latin]) =>
        [
          [latin, cyrillic],
          [latin.toUpperCase(), cyrillic.toUpperCase()],
        ] as const,
    ),
)

/** Serbian Latin to Serbian Cyrillic, for readers who write Cyrillic. Links, figures' currency and bracketed local terms stay Latin. */
export function serbianToCyrillic(text: string): string {
  return text
    .split(/(https?:\/\/\S+|\([^()]*\)|\bEUR\b|\/[a-z_]+)/)
    .map((part, index) => (index % 2 === 1 ? part : toCyrillic(part)))
    .join('')
}

function toCyrillic(text: string): string {
  let result = text
  for (const [latin, cyrillic] of LATIN_TO_SERBIAN) result = result.replace(latin, cyrillic)
  return [...result].map((letter) => SERBIAN_LETTERS.get(letter) ?? letter).join('')
}

const CYRILLIC: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  ѓ: 'g',
  е: 'e',
  ё: 'e',
  є: 'e',
  ж: 'z',
  з: 'z',
  ѕ: 'z',
  и: 'i',
  й: 'i',
  і: 'i',
  ї: 'i',
  ј: 'i',
  к: 'k',
  ќ: 'k',
  л: 'l',
  љ: 'l',
  м: 'm',
  н: 'n',
  њ: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'c',
  џ: 'z',
  ш: 's',
  щ: 's',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
  ђ: 'd',
  ћ: 'c',
}

const ARABIC: Record<string, string> = {
  ا: 'a',
  ب: 'b',
  پ: 'p',
  ت: 't',
  ٹ: 't',
  ث: 's',
  ج: 'j',
  چ: 'c',
  ح: 'h',
  خ: 'k',
  د: 'd',
  ڈ: 'd',
  ذ: 'z',
  ر: 'r',
  ڑ: 'r',
  ز: 'z',
  ژ: 'z',
  س: 's',
  ش: 's',
  ص: 's',
  ض: 'd',
  ط: 't',
  ظ: 'z',
  ع: '',
  غ: 'g',
  ف: 'f',
  ق: 'k',
  ك: 'k',
  گ: 'g',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ں: 'n',
  ه: 'h',
  و: 'u',
  ي: 'i',
  ء: '',
}

const BENGALI: Record<string, string> = {
  অ: 'o',
  আ: 'a',
  ই: 'i',
  ঈ: 'i',
  উ: 'u',
  ঊ: 'u',
  ঋ: 'ri',
  এ: 'e',
  ঐ: 'oi',
  ও: 'o',
  ঔ: 'ou',
  ক: 'k',
  খ: 'k',
  গ: 'g',
  ঘ: 'g',
  ঙ: 'n',
  চ: 'c',
  ছ: 'c',
  জ: 'j',
  ঝ: 'j',
  ঞ: 'n',
  ট: 't',
  ঠ: 't',
  ড: 'd',
  ঢ: 'd',
  ণ: 'n',
  ত: 't',
  থ: 't',
  দ: 'd',
  ধ: 'd',
  ন: 'n',
  প: 'p',
  ফ: 'f',
  ব: 'b',
  ভ: 'b',
  ম: 'm',
  য: 'j',
  র: 'r',
  ল: 'l',
  শ: 's',
  ষ: 's',
  স: 's',
  হ: 'h',
  ড়: 'r',
  ঢ়: 'r',
  য়: 'i',
  ৎ: 't',
  'ং': 'n',
  'ঃ': '',
  'ঁ': '',
  'া': 'a',
  'ি': 'i',
  'ী': 'i',
  'ু': 'u',
  'ূ': 'u',
  'ৃ': 'ri',
  'ে': 'e',
  'ৈ': 'oi',
  'ো': 'o',
  'ৌ': 'ou',
  '্': '',
}

/** Scripts whose Latin typing leaves vowels open, so that only consonants are compared. */
const CONSONANT_LANGUAGES = new Set(['ar', 'fa', 'ur', 'bn'])
/** Languages that are often typed in Latin letters though their script is another. */
export const ROMANISED_LANGUAGES: ReadonlySet<string> = new Set(['ar', 'fa', 'ur', 'bn', 'ru', 'uk', 'mk'])

const skeletons = new Map<string, (word: string) => string>()

/** The coarse Latin form of one normalised word, native or typed in Latin letters. Results are kept, since words repeat. */
export function latinSkeleton(word: string, language: string): string {
  let skeletonOf = skeletons.get(language)
  if (!skeletonOf) {
    skeletonOf = remembered((one) => coarseLatin(one, language))
    skeletons.set(language, skeletonOf)
  }
  return skeletonOf(word)
}

function coarseLatin(word: string, language: string): string {
  const latin = [...word]
    .map((letter) => CYRILLIC[letter] ?? ARABIC[letter] ?? BENGALI[letter] ?? letter)
    .join('')
  const folded = foldTyping(latin, language)
  return CONSONANT_LANGUAGES.has(language) ? consonants(folded) : folded
}

function foldTyping(latin: string, language: string): string {
  let word = latin
  if (language === 'ar') {
    word = word
      .replace(/[2]/g, '')
      .replace(/[3]/g, '')
      .replace(/[5]/g, 'k')
      .replace(/7/g, 'h')
      .replace(/[9]/g, 'k')
      .replace(/6/g, 't')
      .replace(/8/g, 'g')
  }
  return word
    .replace(/shch|sch|sh/g, 's')
    .replace(/zh|dz|dj|dh/g, (m) => (m === 'dh' ? 'd' : 'z'))
    .replace(/ch|cj/g, 'c')
    .replace(/kh|gh/g, (m) => (m === 'kh' ? 'k' : 'g'))
    .replace(/th/g, 't')
    .replace(/ph/g, 'f')
    .replace(/bh/g, 'b')
    .replace(/ts|tz/g, 'c')
    .replace(/x/g, language === 'ru' || language === 'uk' ? 'h' : 'ks')
    .replace(/w/g, 'v')
    .replace(/q/g, 'k')
    .replace(/[yj]/g, (m) => (CONSONANT_LANGUAGES.has(language) && m === 'j' ? 'j' : 'i'))
    .replace(/ou|oo/g, 'u')
    .replace(/ee/g, 'i')
    .replace(/'/g, '')
    .replace(/(.)\1+/g, '$1')
}

function consonants(word: string): string {
  const first = /^[aeiou]/.test(word) ? 'a' : ''
  const rest = word
    .replace(/[aeiouv]/g, '')
    .replace(/[cs]/g, 's')
    .replace(/z/g, 's')
    .replace(/j/g, 'g')
  return first + rest.replace(/(.)\1+/g, '$1')
}
