import { HybridIndex } from '../../src/retrieval/hybrid.ts'
import type { SearchDocument } from '../../src/retrieval/lexical.ts'
import { MiniSearchPeer } from './minisearch-peer.ts'
import { hundredths, timed } from './timing.ts'

export interface GrowthRow {
  factor: number
  passages: number
  buildMs: number
  p50Ms: number
  p95Ms: number
  /** Times of the product divided by MiniSearch's on the same texts and questions. */
  buildRatio: number
  p50Ratio: number
  p95Ratio: number
}

/** How the search grows with the number of passages: copies of the documents in which a part of the words is changed. */
export function measureGrowth(
  documents: readonly SearchDocument[],
  language: string,
  questions: readonly string[],
  factors: readonly number[],
): GrowthRow[] {
  return factors.map((factor) => {
    const grown = Array.from({ length: factor }, (_, copy) =>
      documents.map((document) => altered(document, copy)),
    ).flat()
    const asked = questions.slice(0, Math.max(40, Math.ceil(questions.length / factor)))
    const [hybrid, buildMs] = clocked(() => new HybridIndex(HybridIndex.build(grown, language)))
    const product = timed(asked, (text) => hybrid.search([{ text, weight: 1 }]))
    const [peer, peerBuildMs] = clocked(
      () =>
        new MiniSearchPeer(
          grown.map(({ id, title, passages }) => ({
            id,
            title,
            body: passages.map(({ text }) => text).join('\n'),
          })),
          language,
        ),
    )
    const other = timed(asked, (text) => peer.search(text))
    return {
      factor,
      passages: grown.reduce((sum, { passages }) => sum + passages.length, 0),
      buildMs: Math.round(buildMs),
      p50Ms: product.p50Ms,
      p95Ms: product.p95Ms,
      buildRatio: hundredths(buildMs / peerBuildMs),
      p50Ratio: hundredths(product.p50Ms / other.p50Ms),
      p95Ratio: hundredths(product.p95Ms / other.p95Ms),
    }
  })
}

/** A copy with its own ids, in which every third word or so is one that only this copy has. */
function altered(document: SearchDocument, copy: number): SearchDocument {
  if (copy === 0) return document
  const change = (text: string) =>
    text.replace(/\p{L}{4,}/gu, (word) => ((word.length + copy) % 3 === 0 ? `${word}${letters(copy)}` : word))
  return {
    ...document,
    id: `${document.id}~${copy}`,
    subject: document.subject && `${document.subject}~${copy}`,
    title: change(document.title),
    questions: document.questions.map(change),
    examples: document.examples.map(change),
    summary: change(document.summary),
    passages: document.passages.map(({ id, heading, text }) => ({
      id: `${id}~${copy}`,
      heading: change(heading),
      text: change(text),
    })),
  }
}

function letters(copy: number): string {
  return copy.toString(26).replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
}

function clocked<T>(work: () => T): [T, number] {
  const started = performance.now()
  return [work(), performance.now() - started]
}
