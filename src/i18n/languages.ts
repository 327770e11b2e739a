/** Languages that the assistant reads and writes (ISO 639-1). `bs` serves Bosnian, Croatian and Serbian. */
export const LANGUAGES = [
  'en',
  'sl',
  'es',
  'it',
  'bs',
  'mk',
  'sq',
  'uk',
  'ru',
  'ar',
  'fr',
  'ro',
  'tr',
  'zh',
  'bn',
  'ur',
  'fa',
] as const
export type Language = (typeof LANGUAGES)[number]

/** Languages in which articles have their full text: English and those of the three countries. */
export const FULL_LANGUAGES: readonly Language[] = ['en', 'sl', 'es', 'it']

export const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set<Language>(['ar', 'ur', 'fa'])

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'
}

/** Each language's own name, for buttons. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  sl: 'Slovenščina',
  es: 'Español',
  it: 'Italiano',
  bs: 'Bosanski / Hrvatski / Srpski',
  mk: 'Македонски',
  sq: 'Shqip',
  uk: 'Українська',
  ru: 'Русский',
  ar: 'العربية',
  fr: 'Français',
  ro: 'Română',
  tr: 'Türkçe',
  zh: '中文',
  bn: 'বাংলা',
  ur: 'اردو',
  fa: 'فارسی',
}

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && (LANGUAGES as readonly string[]).includes(value)
}

const ALIASES: Record<string, Language> = {
  hr: 'bs',
  sr: 'bs',
  sh: 'bs',
  cnr: 'bs',
  me: 'bs',
  prs: 'fa',
  ary: 'ar',
  arz: 'ar',
  mo: 'ro',
  cmn: 'zh',
  yue: 'zh',
}

/** The language that serves a BCP 47 tag ("sr-Cyrl-RS" → bs, "pt-BR" → null). */
export function languageOfTag(tag: string | undefined): Language | null {
  const primary = tag?.toLowerCase().split(/[-_]/)[0] ?? ''
  if (isLanguage(primary)) return primary
  return ALIASES[primary] ?? null
}
