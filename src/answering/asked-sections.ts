import type { Language } from '../i18n/languages.ts'
import type { ArticleText } from '../knowledge/article.ts'
import { Bm25Index } from '../retrieval/bm25.ts'
import { normalisedByBest } from '../retrieval/fusion.ts'
import { isOftenRomanised, skeletonText } from '../retrieval/latin-text.ts'
import { scriptOf } from '../retrieval/script.ts'
import { pieces } from '../retrieval/tokenise.ts'
import { contentStems } from '../retrieval/translation.ts'

/** How a text is divided into what is compared. */
type Analyser = (text: string, language: Language) => string[]

/**
 * How well a question in the language of a text fits what people ask of each of its sections, 0 to 1; none where nobody
 * has written what they ask. By stems of words, and by pieces of them, since not every language has a good stemmer.
 */
export function scoreSections(text: ArticleText, question: string): number[] {
  if (text.asked.length === 0) return []
  const inLatin = isOftenRomanised(text.language) && scriptOf(question) === 'latin'
  const byWords = scoresBy(inLatin ? skeletons : contentStems, text, question)
  const byPieces = scoresBy(inLatin ? skeletonPieces : stemPieces, text, question)
  return text.asked.map((_, section) => ((byWords[section] as number) + (byPieces[section] as number)) / 2)
}

function scoresBy(analyser: Analyser, text: ArticleText, question: string): Float32Array {
  const query = new Map(analyser(question, text.language).map((part) => [part, 1]))
  return normalisedByBest(indexOf(text, analyser).scores(query), () => true)
}

const indexes = new Map<Analyser, WeakMap<ArticleText, Bm25Index>>()

/** Of the sections of one article, built when it is first asked about. */
function indexOf(text: ArticleText, analyser: Analyser): Bm25Index {
  const known = indexes.get(analyser) ?? new WeakMap<ArticleText, Bm25Index>()
  indexes.set(analyser, known)
  let index = known.get(text)
  if (!index) {
    index = Bm25Index.build(
      text.asked.map((asked) => [{ tokens: analyser(asked, text.language), weight: 1 }]),
    )
    known.set(text, index)
  }
  return index
}

/** With a mark before each word: three letters at its beginning say as much as four within. */
function markedPieces(tokens: readonly string[]): string[] {
  return pieces(tokens.map((word) => `<${word}`))
}

function stemPieces(text: string, language: Language): string[] {
  return markedPieces(contentStems(text, language))
}

/** Coarse Latin words in which native and Latin typing meet. */
function skeletons(text: string, language: Language): string[] {
  return skeletonText(text, language)
    .split(' ')
    .filter((word) => word.length > 2)
}

function skeletonPieces(text: string, language: Language): string[] {
  return markedPieces(skeletons(text, language))
}
