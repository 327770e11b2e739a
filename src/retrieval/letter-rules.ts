import type { Language } from '../i18n/languages.ts'

interface LetterRule {
  /** Letters that other languages of the script lack. */
  own: RegExp
  /** Letters that the language never writes. */
  foreign: RegExp
}

const RULES: Partial<Record<Language, LetterRule>> = {
  ru: { own: /[ыэёъ]/g, foreign: /[іїєґђћљњџјѓќѕ]/g },
  uk: { own: /[іїєґ]/g, foreign: /[ыэёъђћљњџјѓќѕ]/g },
  mk: { own: /[ѓќѕ]/g, foreign: /[ыэёъщйьюяіїєґђћ]/g },
  bs: { own: /[ђћ]/g, foreign: /[ыэёъщйьюяіїєґѓќѕ]/g },
  ar: { own: /[ةىأإ]/g, foreign: /[پچگژکیٹڈڑںےہھۀ]/g },
  fa: { own: /[ژۀ]/g, foreign: /[ٹڈڑںےہھةى]/g },
  ur: { own: /[ٹڈڑںےہھ]/g, foreign: /[ةىأإۀ]/g },
}
const PER_OWN = 4
const PER_FOREIGN = 0.05
const MOST_COUNTED = 4

/** How much the letters of a text speak for a language against others of its script; 1 where they tell nothing. */
export function letterEvidence(text: string, language: Language): number {
  const rule = RULES[language]
  if (!rule) return 1
  const lower = text.toLowerCase()
  const count = (pattern: RegExp) => Math.min(MOST_COUNTED, lower.match(pattern)?.length ?? 0)
  return PER_OWN ** count(rule.own) * PER_FOREIGN ** count(rule.foreign)
}
