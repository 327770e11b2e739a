import { Bm25Index } from './bm25.ts'
import { normalisedByBest, topIndexes } from './fusion.ts'
import {
  type Analyser,
  buildLexical,
  contentWords,
  documentWords,
  type LexicalData,
  pieceAnalyser,
  type SearchDocument,
  stemAnalyser,
  weightedQuery,
} from './lexical.ts'

/** A part of a query and how much it counts: the question itself 1, the story around it less. */
export interface QueryPart {
  text: string
  weight: number
}

/** Shares of the scores that make the ranking of documents. */
export interface HybridWeights {
  stemDocument: number
  stemPassage: number
  pieceDocument: number
  piecePassage: number
  stemSubject: number
  pieceSubject: number
}

export const DEFAULT_WEIGHTS: HybridWeights = {
  stemDocument: 1,
  stemPassage: 0.6,
  pieceDocument: 1,
  piecePassage: 0.6,
  stemSubject: 1,
  pieceSubject: 1,
}

export interface HybridData {
  language: string
  ids: string[]
  /** For each passage its document's position and id. */
  passageOwners: Uint32Array
  passageIds: string[]
  /** For each document the number of its subject. */
  subjectOf: Uint32Array
  stems: LexicalData
  pieces: LexicalData
}

export interface Hit {
  id: string
  /** 0 to about 1; comparable within one query only. */
  score: number
}

export interface HybridResult {
  documents: Hit[]
  passages: PassageScores
}

/** How well each passage of the allowed documents fits, by its id, 0 to about 1; those that do not fit at all are not in it. */
export type PassageScores = ReadonlyMap<string, number>

/** Lexical search in documents of one language: stems and 4-letter pieces, over documents, passages and subjects. */
export class HybridIndex {
  private readonly stemDocuments: Bm25Index
  private readonly stemPassages: Bm25Index
  private readonly stemSubjects: Bm25Index
  private readonly pieceDocuments: Bm25Index
  private readonly piecePassages: Bm25Index
  private readonly pieceSubjects: Bm25Index
  private readonly stemsOf: Analyser

  constructor(
    readonly data: HybridData,
    private readonly weights: HybridWeights = DEFAULT_WEIGHTS,
  ) {
    this.stemDocuments = new Bm25Index(data.stems.documents)
    this.stemPassages = new Bm25Index(data.stems.passages)
    this.stemSubjects = new Bm25Index(data.stems.subjects)
    this.pieceDocuments = new Bm25Index(data.pieces.documents)
    this.piecePassages = new Bm25Index(data.pieces.passages)
    this.pieceSubjects = new Bm25Index(data.pieces.subjects)
    this.stemsOf = stemAnalyser(data.language)
  }

  static build(documents: readonly SearchDocument[], language: string): HybridData {
    const read = documents.map((document) => documentWords(document, language))
    const subjects = documents.map(({ id, subject }) => subject ?? id)
    const numbers = new Map([...new Set(subjects)].map((subject, number) => [subject, number]))
    const subjectOf = Uint32Array.from(subjects, (subject) => numbers.get(subject) as number)
    return {
      language,
      ids: documents.map((document) => document.id),
      passageOwners: Uint32Array.from(
        documents.flatMap((document, index) => document.passages.map(() => index)),
      ),
      passageIds: documents.flatMap((document) => document.passages.map((passage) => passage.id)),
      subjectOf,
      stems: buildLexical(read, subjectOf, stemAnalyser(language)),
      pieces: buildLexical(read, subjectOf, pieceAnalyser),
    }
  }

  /** Documents that fit best, best first, and all passages that fit. `allowed` filters documents by position. */
  search(
    query: readonly QueryPart[],
    allowed: (document: number) => boolean = () => true,
    limit = 10,
  ): HybridResult {
    const stems = new Map<string, number>()
    const grams = new Map<string, number>()
    for (const part of query) {
      const content = contentWords(part.text, this.data.language)
      weightedQuery(this.stemsOf(content), part.weight, stems)
      weightedQuery(pieceAnalyser(content), part.weight, grams)
    }
    const passageAllowed = (passage: number) => allowed(this.data.passageOwners[passage] as number)
    const { weights } = this
    const stemPassages = normalisedByBest(this.stemPassages.scores(stems), passageAllowed)
    const piecePassages = normalisedByBest(this.piecePassages.scores(grams), passageAllowed)
    const documents = combine(this.data.ids.length, [
      [normalisedByBest(this.stemDocuments.scores(stems), allowed), weights.stemDocument],
      [normalisedByBest(this.pieceDocuments.scores(grams), allowed), weights.pieceDocument],
      [this.bestPassage(stemPassages), weights.stemPassage],
      [this.bestPassage(piecePassages), weights.piecePassage],
      [normalisedByBest(this.ofSubjects(this.stemSubjects.scores(stems)), allowed), weights.stemSubject],
      [normalisedByBest(this.ofSubjects(this.pieceSubjects.scores(grams)), allowed), weights.pieceSubject],
    ])
    const passages = new Map<string, number>()
    this.data.passageIds.forEach((id, passage) => {
      const score = 0.5 * (stemPassages[passage] as number) + 0.5 * (piecePassages[passage] as number)
      if (score > 0 && passageAllowed(passage)) passages.set(id, score)
    })
    return { documents: hits(documents, this.data.ids, limit, allowed), passages }
  }

  /** Share of the information of a text's words that a document holds, 0 to 1. */
  coverage(text: string, document: number): number {
    let total = 0
    let held = 0
    for (const word of new Set(contentWords(text, this.data.language))) {
      const { information, present } = this.presence(word, document)
      total += information
      held += information * present
    }
    return total > 0 ? held / total : 0
  }

  /** How much a word tells here, and how far a document holds it: 1 by its stem, else its share of letter pieces from a half on. */
  private presence(word: string, document: number): { information: number; present: number } {
    const [stem = word] = this.stemsOf([word])
    const information = this.stemDocuments.idf(stem)
    if (this.stemDocuments.contains(stem, document)) return { information, present: 1 }
    const grams = pieceAnalyser([word])
    const held =
      grams.filter((gram) => this.pieceDocuments.contains(gram, document)).length / Math.max(1, grams.length)
    return { information, present: held >= 0.5 && grams.length > 1 ? held : 0 }
  }

  /** For each document the score of its subject. */
  private ofSubjects(scores: Float32Array): Float32Array {
    return Float32Array.from(this.data.subjectOf, (subject) => scores[subject] as number)
  }

  /** For each document the score of its best passage. */
  private bestPassage(passages: Float32Array): Float32Array {
    const best = new Float32Array(this.data.ids.length)
    for (let index = 0; index < passages.length; index++) {
      const owner = this.data.passageOwners[index] as number
      if ((passages[index] as number) > (best[owner] as number)) best[owner] = passages[index] as number
    }
    return best
  }
}

function combine(size: number, parts: readonly (readonly [Float32Array, number])[]): Float32Array {
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0)
  const result = new Float32Array(size)
  for (const [scores, weight] of parts) {
    for (let index = 0; index < size; index++)
      result[index] = (result[index] as number) + ((scores[index] as number) * weight) / total
  }
  return result
}

function hits(
  scores: Float32Array,
  ids: readonly string[],
  limit: number,
  allowed: (index: number) => boolean,
): Hit[] {
  return topIndexes(scores, limit, allowed).map((index) => ({
    id: ids[index] as string,
    score: scores[index] as number,
  }))
}
