import { type Bm25Data, Bm25Index } from './bm25.ts'
import { remembered } from './features.ts'
import { topIndexes } from './fusion.ts'
import { stemAnalyser } from './lexical.ts'
import { words } from './tokenise.ts'

export interface LabelledText {
  text: string
  label: string
}

/** Labelled texts of one language, ready to be searched; plain data, so that it can be kept on disk. */
export interface NearestExamplesData {
  language: string
  labels: string[]
  labelOf: Uint16Array
  index: Bm25Data
}

/** A labelled text that is near; `score` as BM25 gives it. */
export interface NearExample {
  label: string
  score: number
}

export function buildNearestExamples(
  examples: readonly LabelledText[],
  language: string,
): NearestExamplesData {
  const labels = [...new Set(examples.map(({ label }) => label))].sort()
  const indexOf = new Map(labels.map((label, index) => [label, index]))
  const analyse = stemAnalyser(language)
  return {
    language,
    labels,
    labelOf: Uint16Array.from(examples, ({ label }) => indexOf.get(label) as number),
    index: Bm25Index.build(
      examples.map(({ text }) => [{ tokens: analyse(words(text, language)), weight: 1 }]),
    ).data,
  }
}

/**
 * The examples that share most with a text, of the allowed labels only, nearest first. All words count: "my", "they",
 * "yesterday" tell a case.
 */
export function nearestExamples(
  data: NearestExamplesData,
  text: string,
  limit: number,
  allowed: (label: string) => boolean = () => true,
): NearExample[] {
  const counted = data.labels.map(allowed)
  const scores = scoresOf(data)(text)
  return topIndexes(scores, limit, (at) => counted[data.labelOf[at] as number] === true).map((at) => ({
    label: data.labels[data.labelOf[at] as number] as string,
    score: scores[at] as number,
  }))
}

/** A message is looked at as a case and as a question about a subject. */
const TEXTS_KEPT = 8
const scorers = new WeakMap<NearestExamplesData, (text: string) => Float32Array>()

function scoresOf(data: NearestExamplesData): (text: string) => Float32Array {
  let scorer = scorers.get(data)
  if (!scorer) {
    const index = new Bm25Index(data.index)
    const analyse = stemAnalyser(data.language)
    scorer = remembered(
      (text) => index.scores(new Map(analyse(words(text, data.language)).map((token) => [token, 1]))),
      TEXTS_KEPT,
    )
    scorers.set(data, scorer)
  }
  return scorer
}
