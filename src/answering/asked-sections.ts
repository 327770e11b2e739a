import type { Language } from '../i18n/languages.ts'
import type { ArticleText } from '../knowledge/article.ts'
import { isOftenRomanised, skeletonText } from '../retrieval/latin-text.ts'
import { scriptOf } from '../retrieval/script.ts'
import { contentStems } from '../retrieval/translation.ts'

/** How a text is divided into what is compared. */
type Analyser = (text: string, language: Language) => string[]

/** What people ask of each section, divided once for all questions. */
interface AskedReading {
  sections: ReadonlySet<string>[]
  /** How much a part tells one section of the article from the others. */
  idf: ReadonlyMap<string, number>
}

/** Letters that make a piece of a word. */
const PIECE = 4

/**
 * How well a question in the language of a text fits what people ask of each of its sections, 0 to 1; none where nobody
 * has written what they ask. By stems of words, and by pieces of them, since not every language has a good stemmer.
 */
export function scoreSections(text: ArticleText, question: string): number[] {
  if (text.asked.length === 0) return []
  const inLatin = isOftenRomanised(text.language) && scriptOf(question) === 'latin'
  const byStems = scoresBy(inLatin ? skeletons : contentStems, text, question)
  const byPieces = scoresBy(inLatin ? skeletonPieces : pieces, text, question)
  return byStems.map((score, section) => (score + (byPieces[section] as number)) / 2)
}

function scoresBy(analyser: Analyser, text: ArticleText, question: string): number[] {
  const { sections, idf } = readingOf(text, analyser)
  const wanted = [...new Set(analyser(question, text.language))].filter((part) => idf.has(part))
  const scores = sections.map((section) => {
    const held = wanted.filter((part) => section.has(part))
    return held.reduce((sum, part) => sum + (idf.get(part) as number), 0) / Math.sqrt(1 + section.size)
  })
  const best = Math.max(...scores)
  return best > 0 ? scores.map((score) => score / best) : scores
}

const readings = new Map<Analyser, WeakMap<ArticleText, AskedReading>>()

function readingOf(text: ArticleText, analyser: Analyser): AskedReading {
  const known = readings.get(analyser) ?? new WeakMap<ArticleText, AskedReading>()
  readings.set(analyser, known)
  let reading = known.get(text)
  if (!reading) {
    reading = freshReading(text.asked.map((asked) => new Set(analyser(asked, text.language))))
    known.set(text, reading)
  }
  return reading
}

function freshReading(sections: ReadonlySet<string>[]): AskedReading {
  const counts = new Map<string, number>()
  for (const part of sections.flatMap((section) => [...section]))
    counts.set(part, (counts.get(part) ?? 0) + 1)
  const idf = [...counts].map(([part, count]) => [part, Math.log(1 + sections.length / count)] as const)
  return { sections, idf: new Map(idf) }
}

function pieces(text: string, language: Language): string[] {
  return contentStems(text, language).flatMap(piecesOf)
}

/** Coarse Latin words in which native and Latin typing meet. */
function skeletons(text: string, language: Language): string[] {
  return skeletonText(text, language)
    .split(' ')
    .filter((word) => word.length > 2)
}

function skeletonPieces(text: string, language: Language): string[] {
  return skeletons(text, language).flatMap(piecesOf)
}

function piecesOf(word: string): string[] {
  const marked = `<${word}`
  if (marked.length <= PIECE) return [marked]
  return Array.from({ length: marked.length - PIECE + 1 }, (_, at) => marked.slice(at, at + PIECE))
}
