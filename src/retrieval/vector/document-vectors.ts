import { createHash } from 'node:crypto'
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import type { SearchDocument } from '../lexical.ts'
import { LatentSemanticEmbeddings } from './latent-semantic.ts'
import { type Vector, VectorIndex } from './vector-index.ts'

export interface DocumentVectorsOptions {
  documents: readonly SearchDocument[]
  embeddings: EmbeddingsInterface
  /** Names the model and its version; vectors that another one made are not used. */
  model: string
  /** Where the index is kept; null keeps it in memory only. */
  file: string | null
  report?: (message: string) => void
}

/** Texts looked at for one query; several belong to the same document. */
const NEIGHBOURS = 120
/** Texts handed to the embedding at once; servers limit a request. */
const BATCH = 256

/** Vectors of documents of one language: of their questions, messages, title, short answer and passages. */
export class DocumentVectors {
  private constructor(
    private readonly index: VectorIndex,
    /** For each vector its document's position. */
    private readonly owners: Uint32Array,
  ) {}

  /** Reads the kept index or builds it. Throws what the embedding throws, and UnusableVectorsError. */
  static async open(options: DocumentVectorsOptions): Promise<DocumentVectors> {
    const { documents, embeddings, model, file, report } = options
    const texts = documents.map(textsOf)
    const all = texts.flat()
    const index = await VectorIndex.open({
      file,
      key: keyOf(model, texts),
      dimension: (await embeddings.embedQuery('size')).length,
      count: all.length,
      vectors: () => vectorsOf(all, embeddings),
      report,
    })
    return new DocumentVectors(
      index,
      Uint32Array.from(texts.flatMap((own, document) => own.map(() => document))),
    )
  }

  /** How near each allowed document's nearest text is, the nearest document 1; far ones are left out. */
  nearest(vector: Vector, allowed: (document: number) => boolean): Map<number, number> {
    const found = new Map<number, number>()
    if (vector.every((value) => value === 0)) return found
    const answers = new Map<number, boolean>()
    const permitted = (position: number) => {
      const owner = this.owners[position] as number
      let answer = answers.get(owner)
      if (answer === undefined) {
        answer = allowed(owner)
        answers.set(owner, answer)
      }
      return answer
    }
    for (const { position, similarity } of this.index.search(vector, NEIGHBOURS, permitted)) {
      const owner = this.owners[position] as number
      if (similarity > (found.get(owner) ?? 0)) found.set(owner, similarity)
    }
    const best = Math.max(0, ...found.values())
    return best > 0 ? new Map([...found].map(([owner, value]) => [owner, value / best])) : found
  }
}

function textsOf({ title, summary, questions, examples, passages }: SearchDocument): string[] {
  return [
    title,
    ...(summary ? [summary] : []),
    ...questions,
    ...examples,
    ...passages.map(({ heading, text }) => `${title} ${heading} ${text}`),
  ]
}

async function vectorsOf(texts: readonly string[], embeddings: EmbeddingsInterface): Promise<Vector[]> {
  if (embeddings instanceof LatentSemanticEmbeddings) return texts.map((text) => embeddings.embed(text))
  const vectors: Vector[] = []
  for (let start = 0; start < texts.length; start += BATCH)
    vectors.push(...(await embeddings.embedDocuments(texts.slice(start, start + BATCH))))
  return vectors
}

function keyOf(model: string, texts: readonly (readonly string[])[]): string {
  const hash = createHash('sha256')
  for (const own of texts) hash.update(`${own.length}\0${own.join('\0')}\0`)
  return `${model} ${hash.digest('hex')}`
}
