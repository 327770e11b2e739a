import path from 'node:path'
import { type EvalQuestion, readQuestionSets } from '../../src/evaluation/question-set.ts'
import type { Language } from '../../src/i18n/languages.ts'
import type { Article } from '../../src/knowledge/article.ts'
import type { Country } from '../../src/knowledge/vocabulary.ts'

export interface BenchQuestion {
  text: string
  language: Language
  country: Country | null
}

/** The product's question sets in these languages; without them the articles' own questions. */
export async function benchQuestions(
  root: string,
  articles: readonly Article[],
  languages: readonly Language[],
): Promise<BenchQuestion[]> {
  const sets = await readQuestionSets(path.join(root, 'eval', 'questions')).catch((): EvalQuestion[] => [])
  const chosen = sets
    .filter(({ lang }) => languages.includes(lang))
    .map(({ text, lang, profile }) => ({ text, language: lang, country: profile?.country ?? null }))
  if (chosen.length > 0) return chosen
  return languages.flatMap((language) =>
    articles.flatMap((article) =>
      (article.texts[language]?.questions ?? []).map((text) => ({
        text,
        language,
        country: article.countries[0] ?? null,
      })),
    ),
  )
}
