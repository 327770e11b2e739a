import { LANGUAGES, type Language } from '../i18n/languages.ts'
import type { Article } from './article.ts'
import { AREAS } from './vocabulary.ts'

export interface LanguageStats {
  language: Language
  /** Articles with a short answer in the language, and with the full text. */
  short: number
  full: number
  words: number
  questions: number
}

const segmenters = new Map<string, Intl.Segmenter>()

/** Words as `Intl.Segmenter` counts them, so that Chinese counts too. */
export function countWords(text: string, language: Language): number {
  let segmenter = segmenters.get(language)
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: 'word' })
    segmenters.set(language, segmenter)
  }
  let count = 0
  for (const segment of segmenter.segment(text)) if (segment.isWordLike) count++
  return count
}

export function languageStats(articles: Article[]): LanguageStats[] {
  return LANGUAGES.map((language) => {
    const texts = articles.flatMap((article) => article.texts[language] ?? [])
    return {
      language,
      short: texts.length,
      full: texts.filter((text) => text.passages.length > 0).length,
      words: texts.reduce(
        (sum, text) =>
          sum +
          countWords(
            [text.title, text.shortAnswer, ...text.questions, ...text.passages.map((p) => p.raw)].join(' '),
            language,
          ),
        0,
      ),
      questions: texts.reduce((sum, text) => sum + text.questions.length, 0),
    }
  })
}

/** Research facts present and left out, by area. */
export function coverage(
  articles: Article[],
): { area: string; articles: number; present: number; leftOut: number }[] {
  return AREAS.map((area) => {
    const own = articles.filter((article) => article.area === area)
    return {
      area,
      articles: own.length,
      present: own.reduce((sum, article) => sum + (article.research?.present.length ?? 0), 0),
      leftOut: own.reduce((sum, article) => sum + Object.keys(article.research?.leftOut ?? {}).length, 0),
    }
  })
}
