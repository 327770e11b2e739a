import MiniSearch from 'minisearch'
import { normalise } from '../../src/retrieval/normalise.ts'
import { stem } from '../../src/retrieval/stems.ts'
import { stopWords } from '../../src/retrieval/stopwords.ts'

export interface PeerDocument {
  id: string
  title: string
  body: string
}

/** MiniSearch as one would set it up for a language: stems and stop words, title before body, its own BM25+. */
export class MiniSearchPeer {
  private readonly index: MiniSearch<PeerDocument>

  constructor(documents: readonly PeerDocument[], language: string) {
    const stop = stopWords(language)
    this.index = new MiniSearch<PeerDocument>({
      fields: ['title', 'body'],
      processTerm: (term) => {
        const word = normalise(term, language)
        return stop.has(word) || word === '' ? null : stem(word, language)
      },
      searchOptions: { boost: { title: 2 } },
    })
    this.index.addAll([...documents])
  }

  /** Ids of the documents that fit, best first. */
  search(text: string, allowed: (id: string) => boolean = () => true): string[] {
    return this.index
      .search(text, { filter: (result) => allowed(result.id as string) })
      .map((result) => result.id as string)
  }
}
