import { type Bm25Data, Bm25Index, type Bm25Options, type Field } from './bm25.ts'
import { stem } from './stems.ts'
import { stopWords } from './stopwords.ts'
import { pieces, words } from './tokenise.ts'

/** What can be found: a document with its parts, all in one language. */
export interface SearchDocument {
  id: string
  /** Documents of one subject are also found by each other's questions and everyday messages; null for none but its own. */
  subject: string | null
  title: string
  questions: string[]
  /** Everyday messages that the document answers. */
  examples: string[]
  summary: string
  /** Local terms that are searched in every language. */
  terms: string[]
  passages: { id: string; heading: string; text: string }[]
}

/** How much each field counts, for whole documents and for passages, and how BM25 saturates (docs/retrieval.md). */
const DOCUMENT_WEIGHTS = { title: 3, questions: 2.5, examples: 1, summary: 1.5, terms: 1.5, body: 1 }
const DOCUMENT_BM25: Bm25Options = { k1: 2.2, b: 0.85 }
const SUBJECT_WEIGHTS = { questions: 2.5, examples: 1 }
const PASSAGE_WEIGHTS = { title: 1.5, heading: 1.5, text: 1, neighbours: 0.3 }
const PASSAGE_BM25: Bm25Options = { k1: 1.4, b: 0.5 }

/** Words of a text that carry a topic, normalised. */
export function contentWords(text: string, language: string): string[] {
  const stop = stopWords(language)
  return words(text, language).filter((word) => !stop.has(word))
}

/** One way of making words comparable. */
export type Analyser = (contentWords: readonly string[]) => string[]

export function stemAnalyser(language: string): Analyser {
  return (tokens) => tokens.map((word) => stem(word, language))
}

export const pieceAnalyser: Analyser = (tokens) => pieces(tokens)

/** The BM25 indexes (whole documents, passages, subjects) of one analyser. */
export interface LexicalData {
  documents: Bm25Data
  passages: Bm25Data
  /** What people ask about each subject, whichever of its documents they ask. */
  subjects: Bm25Data
}

/** A document as its content words, which both analysers start from. */
export interface DocumentWords {
  title: string[]
  questions: string[]
  examples: string[]
  summary: string[]
  terms: string[]
  passages: { heading: string[]; text: string[] }[]
}

export function documentWords(document: SearchDocument, language: string): DocumentWords {
  const read = (text: string) => contentWords(text, language)
  return {
    title: read(document.title),
    questions: document.questions.flatMap(read),
    examples: document.examples.flatMap(read),
    summary: read(document.summary),
    terms: document.terms.flatMap(read),
    passages: document.passages.map(({ heading, text }) => ({ heading: read(heading), text: read(text) })),
  }
}

/** `subjectOf` gives for each document the number of its subject. */
export function buildLexical(
  documents: readonly DocumentWords[],
  subjectOf: Uint32Array,
  analyse: Analyser,
): LexicalData {
  const analysed = documents.map((document) => ({
    title: analyse(document.title),
    questions: analyse(document.questions),
    examples: analyse(document.examples),
    summary: analyse(document.summary),
    terms: analyse(document.terms),
    headings: document.passages.map(({ heading }) => analyse(heading)),
    texts: document.passages.map(({ text }) => analyse(text)),
  }))
  const whole = analysed.map((document) => [
    { tokens: document.title, weight: DOCUMENT_WEIGHTS.title },
    { tokens: document.questions, weight: DOCUMENT_WEIGHTS.questions },
    { tokens: document.examples, weight: DOCUMENT_WEIGHTS.examples },
    { tokens: document.summary, weight: DOCUMENT_WEIGHTS.summary },
    { tokens: document.terms, weight: DOCUMENT_WEIGHTS.terms },
    { tokens: [...document.headings, ...document.texts].flat(), weight: DOCUMENT_WEIGHTS.body },
  ])
  // A passage is read with its neighbours: what it speaks of is often named in the sentence before.
  const parts = analysed.flatMap(({ title, headings, texts }) =>
    texts.map((text, index) => [
      { tokens: title, weight: PASSAGE_WEIGHTS.title },
      { tokens: headings[index] ?? [], weight: PASSAGE_WEIGHTS.heading },
      { tokens: text, weight: PASSAGE_WEIGHTS.text },
      {
        tokens: [...(texts[index - 1] ?? []), ...(texts[index + 1] ?? [])],
        weight: PASSAGE_WEIGHTS.neighbours,
      },
    ]),
  )
  const subjects: Field[][] = []
  analysed.forEach(({ questions, examples }, position) => {
    const subject = subjectOf[position] as number
    const [asked, told] = subjects[subject] ?? []
    subjects[subject] = [
      { tokens: [...(asked?.tokens ?? []), ...questions], weight: SUBJECT_WEIGHTS.questions },
      { tokens: [...(told?.tokens ?? []), ...examples], weight: SUBJECT_WEIGHTS.examples },
    ]
  })
  return {
    subjects: Bm25Index.build(subjects, DOCUMENT_BM25).data,
    documents: Bm25Index.build(whole, DOCUMENT_BM25).data,
    passages: Bm25Index.build(parts, PASSAGE_BM25).data,
  }
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
