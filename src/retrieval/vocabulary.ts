import { hashText } from './features.ts'
import { firstPosition } from './sorted.ts'

/** How often each word stands in the texts of each label; plain data, so that it can be kept on disk. */
export interface Vocabulary {
  labels: string[]
  /** Hashes of the words, ascending. */
  words: Uint32Array
  /** For each word the start of its entries; one more than words. */
  offsets: Uint32Array
  labelOf: Uint8Array
  /** ln(1 + count / UNSEEN) of each entry. */
  gains: Float32Array
  /** ln of the share of a word that was not seen, for each label. */
  floors: Float32Array
}

/** A word that was not seen counts as so much of one that was seen once. */
const UNSEEN = 0.1
/** Words of a language as a learner of its daily life meets them; only its order of size matters. */
const WORDS_OF_LANGUAGE = 20_000
/** A longer message tells its language by its pieces: all its words count as so many. */
const MOST_COUNTED = 4

interface Labelled {
  text: string
  label: string
}

/** Counts the words of texts; each of the known words counts as if it had been met at least once. */
export function learnVocabulary(texts: readonly Labelled[], known: readonly Labelled[]): Vocabulary {
  const labels = [...new Set([...texts, ...known].map(({ label }) => label))].sort()
  const counts = new Map<number, Map<number, number>>()
  const countOf = (hash: number) => {
    const ofWord = counts.get(hash) ?? new Map<number, number>()
    counts.set(hash, ofWord)
    return ofWord
  }
  const totals = new Float64Array(labels.length)
  for (const { text, label } of texts) {
    const at = labels.indexOf(label)
    for (const hash of wordHashes(text)) {
      const ofWord = countOf(hash)
      ofWord.set(at, (ofWord.get(at) ?? 0) + 1)
      totals[at] = (totals[at] as number) + 1
    }
  }
  for (const { text, label } of known) {
    const at = labels.indexOf(label)
    for (const hash of wordHashes(text)) {
      const ofWord = countOf(hash)
      if (!ofWord.has(at)) ofWord.set(at, 1)
    }
  }
  const sorted = [...counts].sort(([a], [b]) => a - b)
  const entries = sorted.map(([, ofWord]) => [...ofWord])
  const offsets = new Uint32Array(sorted.length + 1)
  entries.forEach((ofWord, index) => {
    offsets[index + 1] = (offsets[index] as number) + ofWord.length
  })
  return {
    labels,
    words: Uint32Array.from(sorted, ([hash]) => hash),
    offsets,
    labelOf: Uint8Array.from(entries.flat(), ([label]) => label),
    gains: Float32Array.from(entries.flat(), ([, count]) => Math.log1p(count / UNSEEN)),
    floors: Float32Array.from(totals, (total) => Math.log(UNSEEN / (total + UNSEEN * WORDS_OF_LANGUAGE))),
  }
}

/**
 * ln of the likelihood of the words of a text under each label, up to a constant (naive Bayes, Maron 1961, with additive
 * smoothing); of a longer text that of four words, on average. Words that no label knows tell nothing.
 */
export function wordLikelihoods(vocabulary: Vocabulary, text: string): Float64Array {
  const { words, offsets, labelOf, gains, floors } = vocabulary
  const sums = new Float64Array(floors.length)
  let known = 0
  for (const hash of wordHashes(text)) {
    const index = firstPosition(words, hash)
    if (index < 0) continue
    known++
    for (let label = 0; label < floors.length; label++)
      sums[label] = (sums[label] as number) + (floors[label] as number)
    for (let at = offsets[index] as number; at < (offsets[index + 1] as number); at++) {
      const label = labelOf[at] as number
      sums[label] = (sums[label] as number) + (gains[at] as number)
    }
  }
  return known > MOST_COUNTED ? sums.map((sum) => (sum * MOST_COUNTED) / known) : sums
}

function wordHashes(text: string): number[] {
  return (text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? []).map((word) => hashText(word))
}
