import { RANKER_WEIGHTS } from '../../src/retrieval/article-search.ts'
import { HybridIndex } from '../../src/retrieval/hybrid.ts'
import type { SearchDocument } from '../../src/retrieval/lexical.ts'
import { DocumentVectors } from '../../src/retrieval/vector/document-vectors.ts'
import type { LatentSemanticEmbeddings } from '../../src/retrieval/vector/latent-semantic.ts'
import type { Page } from './data.ts'

/** A page as the product's search sees it: its first line is the title, every further line a passage. */
export function pageDocument(page: Page): SearchDocument {
  const [title = '', ...lines] = page.lines
  return {
    id: page.pageId,
    subject: null,
    title,
    questions: [],
    examples: [],
    summary: '',
    terms: [],
    passages: lines.map((text, index) => ({ id: `${page.pageId}/${index + 1}`, heading: '', text })),
  }
}

/** The product's retrieval over pages: the hybrid index, and vectors where they have a share, with the product's weights. */
export class PageSearch {
  private readonly positions: Map<string, number>

  private constructor(
    private readonly pages: readonly Page[],
    private readonly hybrid: HybridIndex,
    private readonly vectors: DocumentVectors | null,
    private readonly embeddings: LatentSemanticEmbeddings | null,
  ) {
    this.positions = new Map(pages.map((page, position) => [page.pageId, position]))
  }

  static async build(
    pages: readonly Page[],
    language: string,
    /** For vectors beside the words; null without. */
    embeddings: LatentSemanticEmbeddings | null,
  ): Promise<PageSearch> {
    const documents = pages.map(pageDocument)
    const hybrid = new HybridIndex(HybridIndex.build(documents, language))
    const vectors = embeddings
      ? await DocumentVectors.open({ documents, embeddings, model: 'pages', file: null })
      : null
    return new PageSearch(pages, hybrid, vectors, embeddings)
  }

  /** Ids of pages, best first, of one city or of all. */
  rank(question: string, city: string | null): string[] {
    const allowed = (position: number) => city === null || this.pages[position]?.city === city
    const found = this.hybrid.search([{ text: question, weight: 1 }], allowed, this.pages.length)
    const scores = new Map(found.documents.map(({ id, score }) => [id, RANKER_WEIGHTS.hybrid * score]))
    if (this.vectors && this.embeddings) {
      for (const [position, nearness] of this.vectors.nearest(this.embeddings.embed(question), allowed)) {
        const id = this.pages[position]?.pageId ?? ''
        scores.set(id, (scores.get(id) ?? 0) + RANKER_WEIGHTS.vectors * nearness)
      }
    }
    return [...scores].sort((a, b) => b[1] - a[1]).map(([id]) => id)
  }

  /** For each line of a page how well it fits; the title line 0, since it answers nothing itself. */
  lineScores(question: string, pageId: string): number[] {
    const position = this.positions.get(pageId) ?? -1
    const page = this.pages[position]
    if (!page) return []
    const scores = page.lines.map(() => 0)
    const found = this.hybrid.search(
      [{ text: question, weight: 1 }],
      (candidate) => candidate === position,
      1,
    )
    for (const [id, score] of found.passages) {
      const line = Number(id.slice(pageId.length + 1))
      if (page.lines[line] !== page.lines[0]) scores[line] = score
    }
    return scores
  }

  /** Share of the question's information that the page holds. */
  coverage(question: string, pageId: string): number {
    const position = this.positions.get(pageId)
    return position === undefined ? 0 : this.hybrid.coverage(question, position)
  }
}
