import { latinSkeleton, ROMANISED_LANGUAGES } from './romanise.ts'
import { words } from './tokenise.ts'

/** Whether people often type the language in Latin letters though it has another script. */
export function isOftenRomanised(language: string): boolean {
  return ROMANISED_LANGUAGES.has(language)
}

/**
 * A text, native or typed in Latin letters, as the coarse Latin words in which both meet: "как открыть фирму" and "kak
 * otkryt firmu" give the same.
 */
export function skeletonText(text: string, language: string): string {
  return words(text, language)
    .map((word) => latinSkeleton(word, language))
    .filter((word) => word !== '')
    .join(' ')
}
