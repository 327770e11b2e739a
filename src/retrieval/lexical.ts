import { type Bm25Data, Bm25Index } from './bm25.ts'
import { stem } from './stems.ts'
import { stopWords } from './stopwords.ts'
import { pieces, words } from './tokenise.ts'

/** What can be found: a document with its parts, all in one language. */
export interface SearchDocument {
  id: string
  title: string
  questions: string[]
  /** Everyday messages that the document answers. */
  examples: string[]
  summary: string
  /** Local terms that are searched in every language. */
  terms: string[]
  passages: { id: string; heading: string; text: string }[]
}

/** How much each field counts, for whole documents and for passages. */
export const DOCUMENT_WEIGHTS = { title: 3, questions: 2.5, examples: 1.5, summary: 1.5, terms: 1.5, body: 1 }
const PASSAGE_WEIGHTS = { title: 1, heading: 1.5, text: 1 }

/** One way of dividing text into what is compared. */
export type Analyser = (text: string) => string[]

export function stemAnalyser(language: string): Analyser {
  const stop = stopWords(language)
  return (text) =>
    words(text, language)
      .filter((word) => !stop.has(word))
      .map((word) => stem(word, language))
}

export function pieceAnalyser(language: string): Analyser {
  const stop = stopWords(language)
  return (text) => pieces(words(text, language).filter((word) => !stop.has(word)))
}

/** The two BM25 indexes (whole documents, passages) of one analyser. */
export interface LexicalData {
  documents: Bm25Data
  passages: Bm25Data
}

export function buildLexical(documents: readonly SearchDocument[], analyse: Analyser): LexicalData {
  const whole = documents.map((document) => [
    { tokens: analyse(document.title), weight: DOCUMENT_WEIGHTS.title },
    { tokens: document.questions.flatMap(analyse), weight: DOCUMENT_WEIGHTS.questions },
    { tokens: document.examples.flatMap(analyse), weight: DOCUMENT_WEIGHTS.examples },
    { tokens: analyse(document.summary), weight: DOCUMENT_WEIGHTS.summary },
    { tokens: document.terms.flatMap(analyse), weight: DOCUMENT_WEIGHTS.terms },
    {
      tokens: document.passages.flatMap((passage) => analyse(`${passage.heading} ${passage.text}`)),
      weight: DOCUMENT_WEIGHTS.body,
    },
  ])
  const parts = documents.flatMap((document) =>
    document.passages.map((passage) => [
      { tokens: analyse(document.title), weight: PASSAGE_WEIGHTS.title },
      { tokens: analyse(passage.heading), weight: PASSAGE_WEIGHTS.heading },
      { tokens: analyse(passage.text), weight: PASSAGE_WEIGHTS.text },
    ]),
  )
  return { documents: Bm25Index.build(whole).data, passages: Bm25Index.build(parts).data }
}

/** Query tokens with weights: repeated words count a little more, not proportionally. */
export function weightedQuery(
  tokens: readonly string[],
  weight = 1,
  into = new Map<string, number>(),
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  for (const [token, count] of counts) into.set(token, (into.get(token) ?? 0) + weight * Math.sqrt(count))
  return into
}
