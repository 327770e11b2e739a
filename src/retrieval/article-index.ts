import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { type Article, type ArticleText, headingsOf, subjectOf } from '../knowledge/article.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import { plainText } from '../knowledge/markdown.ts'
import { type HybridData, HybridIndex } from './hybrid.ts'
import { isOftenRomanised, skeletonText } from './latin-text.ts'
import type { SearchDocument } from './lexical.ts'
import { type Example, type LinearModel, trainLinear } from './linear.ts'

/** What is built from the articles in one language and kept on disk: a hybrid index and a linear model of subjects. */
export interface LanguageIndexData {
  hybrid: HybridData
  linear: LinearModel
}

export interface ArticleIndexData {
  languages: Partial<Record<Language, LanguageIndexData>>
}

/** Builds the index of all languages in which articles have a text. */
export function buildArticleIndex(articles: readonly Article[]): ArticleIndexData {
  const languages: ArticleIndexData['languages'] = {}
  for (const language of LANGUAGES) {
    if (articles.some((article) => article.texts[language]))
      languages[language] = buildLanguageIndex(articles, language)
  }
  return { languages }
}

/** Builds the index of one language over the articles that have a text in it. */
export function buildLanguageIndex(articles: readonly Article[], language: Language): LanguageIndexData {
  const withText = articles.filter((article) => article.texts[language])
  const documents = withText.map((article) => searchDocument(article, language))
  const examples = withText.flatMap((article) => articleExamples(article, language))
  return {
    hybrid: HybridIndex.build(documents, language),
    linear: trainLinear(examples, language, { ...roundsFor(examples.length), balanced: true }),
  }
}

/** From so many examples on, two rounds teach as much as three did (measured), in two thirds of the time. */
const MANY_EXAMPLES = 1000

function roundsFor(examples: number) {
  return examples < MANY_EXAMPLES ? { epochs: 3, learningRate: 1 } : { epochs: 2, learningRate: 1.4 }
}

/** An article in one language as the search sees it: figures and dates written out. */
export function searchDocument(article: Article, language: Language): SearchDocument {
  const text = article.texts[language]
  if (!text) throw new Error(`${article.id} has no text in ${language}`)
  const shown = (raw: string) => plainText(renderPlaceholders(raw, article.figures, language))
  return {
    id: article.id,
    subject: subjectOf(article),
    title: text.title,
    questions: text.questions,
    examples: [...text.examples, ...latinForms(text, language, shown(text.shortAnswer))],
    summary: shown(text.shortAnswer),
    terms: article.terms.map((term) => [term.term, term.short ?? '', term.meaning[language] ?? ''].join(' ')),
    passages: searchPassages(article.id, text, shown),
  }
}

/**
 * Passages with what people ask of their sections; where the article has only its short text in the language, what people
 * ask stands for the sections.
 */
function searchPassages(
  id: string,
  text: ArticleText,
  shown: (raw: string) => string,
): SearchDocument['passages'] {
  if (text.passages.length === 0) {
    return text.asked.flatMap((asked, section) =>
      asked ? [{ id: `${id}#${text.language}/asked/${section}`, heading: asked, text: '' }] : [],
    )
  }
  const headings = headingsOf(text)
  return text.passages.map(({ id, heading, raw }) => {
    const asked = text.asked[headings.indexOf(heading)] ?? ''
    return { id, heading: `${heading} ${asked}`.trim(), text: shown(raw) }
  })
}

/** What a message in Latin letters is compared with, for languages of other scripts. */
function latinForms(text: ArticleText, language: Language, summary: string): string[] {
  if (!isOftenRomanised(language)) return []
  return [text.title, ...text.questions, ...text.examples, summary].map((one) => skeletonText(one, language))
}

/**
 * Texts of an article, labelled by its subject: what people ask about VAT in one country teaches how they ask about it in
 * another. Its passages are left to BM25: learning them costs much and ranks no better.
 */
function articleExamples(article: Article, language: Language): Example[] {
  const document = searchDocument(article, language)
  const label = subjectOf(article)
  const text = article.texts[language]
  const headings = text ? headingsOf(text) : []
  return [
    ...document.questions.map((text) => ({ text, label, weight: 1 })),
    ...document.examples.map((text) => ({ text, label, weight: 1 })),
    { text: document.title, label, weight: 1 },
    ...headings.map((text) => ({ text: `${document.title} ${text}`, label, weight: 0.3 })),
    ...sentences(document.summary).map((text) => ({ text, label, weight: 0.4 })),
  ]
}

/** Sentences of a text, divided after . ! ? and their counterparts of other scripts, and at line ends. */
export function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?؟。？！।])\s+|\n+|(?<=[。？！])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 0)
}
