import { folded, hashText, remembered, seededRandom, shuffle } from './features.ts'
import { words } from './tokenise.ts'

export { seededRandom }

/** A labelled text; `weight` says how much it counts beside others. */
export interface Example {
  text: string
  label: string
  weight?: number
}

/**
 * A trained model; plain data, so that it can be kept on disk. For each bucket the labels of which it tells something,
 * with 8-bit weights and a scale for each label.
 */
export interface LinearModel {
  language: string
  labels: string[]
  buckets: number
  /** For each bucket the start of its weights; one entry more than buckets. */
  offsets: Uint32Array
  labelOf: Uint16Array
  weights: Int8Array
  scales: Float32Array
  bias: Float32Array
}

/** In place of a language: words keep their diacritics and script, as telling languages apart needs them. */
export const EXACT = 'exact'

export interface TrainingOptions {
  buckets?: number
  epochs?: number
  learningRate?: number
  /** Labels count equally whatever their number of examples. */
  balanced?: boolean
  /** Learns small errors too, which takes longer: for probabilities that are compared with thresholds, not only ranked. */
  thorough?: boolean
}

/**
 * `negligible`: errors smaller than this teach nothing worth the time, since most labels of an example are right from the
 * beginning. An example that is `known` so well (sum of squared errors) rests for so many rounds.
 */
interface Care {
  negligible: number
  known: number
  rest: number
}
const QUICK: Care = { negligible: 0.1, known: 0.1, rest: 3 }
const THOROUGH: Care = { negligible: 0.03, known: 0.02, rest: 2 }

/**
 * Multinomial logistic regression on hashed words, word pairs and letter pieces (the features of fastText, Joulin
 * et al. 2016, without its hidden layer). Trained with AdaGrad; the same examples always give the same model.
 */
export function trainLinear(
  examples: readonly Example[],
  language: string,
  options: TrainingOptions = {},
): LinearModel {
  const { buckets = 1 << 15, epochs = 6, learningRate = 0.5 } = options
  const care = options.thorough ? THOROUGH : QUICK
  const labels = [...new Set(examples.map((example) => example.label))].sort()
  const indexOf = new Map(labels.map((label, index) => [label, index]))
  const featuresOf = featureReader(language, buckets)
  const samples = examples.map((example) => ({
    ...featuresOf(example.text),
    label: indexOf.get(example.label) as number,
    weight: example.weight ?? 1,
    restUntil: 0,
  }))
  if (options.balanced) balance(samples, labels.length)
  const trainer = new Trainer(labels.length, buckets, learningRate, care.negligible)
  const order = samples.map((_, index) => index)
  const random = seededRandom(20261124)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const at of order) {
      const sample = samples[at] as Sample
      if (sample.restUntil > epoch) continue
      if (trainer.learn(sample) < care.known) sample.restUntil = epoch + 1 + care.rest
    }
  }
  return quantised(trainer, labels, language)
}

/** The probability of each label of a model for a text, in the order of `model.labels`. */
export function linearProbabilities(model: LinearModel, text: string): Float32Array {
  const size = model.labels.length
  const sums = new Float32Array(size)
  const { rows, value } = featureReader(model.language, model.buckets)(text)
  const { offsets, labelOf, weights, scales, bias } = model
  for (const row of rows) {
    const end = offsets[row + 1] as number
    for (let at = offsets[row] as number; at < end; at++) {
      const label = labelOf[at] as number
      sums[label] = (sums[label] as number) + (weights[at] as number)
    }
  }
  for (let label = 0; label < size; label++)
    sums[label] = (sums[label] as number) * value * (scales[label] as number) + (bias[label] as number)
  softmax(sums)
  return sums
}

interface Features {
  rows: Uint32Array
  /** 1/√n: what each of the n features counts, so that long and short texts weigh the same. */
  value: number
}

interface Sample extends Features {
  label: number
  weight: number
  restUntil: number
}

const readers = new Map<string, (text: string) => Features>()

function featureReader(language: string, buckets: number): (text: string) => Features {
  const key = `${language} ${buckets}`
  let reader = readers.get(key)
  if (!reader) {
    reader = createReader(language, buckets)
    readers.set(key, reader)
  }
  return reader
}

/** Letters of the longest pieces: five tell close languages apart; topics are told as well by four, in two thirds of the time. */
const LONGEST = 4
const LONGEST_EXACT = 5

function createReader(language: string, buckets: number): (text: string) => Features {
  const mask = buckets - 1
  const longest = language === EXACT ? LONGEST_EXACT : LONGEST
  const rowsOfWord = remembered((word) => wordRows(word, longest, mask), 20_000)
  const seen = new Uint32Array(buckets)
  const found = new Uint32Array(buckets)
  let generation = 0
  return (text) => {
    generation++
    let count = 0
    const add = (row: number) => {
      if (seen[row] === generation) return
      seen[row] = generation
      found[count++] = row
    }
    const tokens =
      language === EXACT ? (text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? []) : words(text, language)
    let before = -1
    for (const word of tokens) {
      const rows = rowsOfWord(word)
      const own = rows[0] as number
      if (before >= 0) add(pairHash(before, own) & mask)
      before = own
      for (let at = 0; at < rows.length; at++) add(rows[at] as number)
    }
    return { rows: found.slice(0, count), value: 1 / Math.sqrt(Math.max(1, count)) }
  }
}

/** A row for two words in order, from the rows of both. */
function pairHash(first: number, second: number): number {
  return folded(Math.imul(Math.imul(first + 1, 0x9e3779b1) ^ second, 0x85ebca6b))
}

/** Rows of the word itself, which comes first, and of its pieces of 3 letters or more, with marks for its beginning and end. */
function wordRows(word: string, longest: number, mask: number): Uint32Array {
  const hashes = [hashText(`w${word}`) & mask]
  const marked = `<${word}>`
  for (let start = 0; start + 3 <= marked.length; start++) {
    let value = 0x811c9dc5
    for (let end = start; end < Math.min(marked.length, start + longest); end++) {
      value = Math.imul(value ^ marked.charCodeAt(end), 0x01000193)
      if (end - start >= 2) hashes.push(folded(value) & mask)
    }
  }
  return Uint32Array.from(hashes)
}

/** So few weights of a row are added up faster than it is looked which of them there are. */
const FEW_LABELS = 12

/** The weights while they are learned: a row of `size` labels for each bucket, most of them 0 to the end. */
class Trainer {
  readonly weights: Float32Array
  readonly bias: Float32Array
  /** For each bucket one bit a label: set once the label has a weight. */
  readonly used: Int32Array
  readonly maskWidth: number
  private readonly squares: Float32Array
  private readonly errors: Float32Array
  private readonly wrong: Uint32Array
  private wrongCount = 0

  constructor(
    readonly size: number,
    readonly buckets: number,
    private readonly rate: number,
    private readonly negligible: number,
  ) {
    this.weights = new Float32Array(buckets * size)
    this.bias = new Float32Array(size)
    this.maskWidth = Math.ceil(size / 32)
    this.used = new Int32Array(buckets * this.maskWidth)
    this.squares = new Float32Array(buckets)
    this.errors = new Float32Array(size)
    this.wrong = new Uint32Array(size)
  }

  /** Corrects the weights by one example; returns the sum of the squared errors before. */
  learn(sample: Sample): number {
    this.activate(sample)
    softmax(this.errors)
    const norm = this.findErrors(sample)
    if (norm > 0) this.correct(sample, norm)
    return norm
  }

  private activate({ rows, value }: Sample): void {
    const { weights, bias, errors, used, maskWidth, size } = this
    errors.fill(0)
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number
      const start = row * size
      if (size <= FEW_LABELS) {
        for (let label = 0; label < size; label++)
          errors[label] = (errors[label] as number) + (weights[start + label] as number)
        continue
      }
      for (let word = 0; word < maskWidth; word++) {
        let bits = used[row * maskWidth + word] as number
        while (bits !== 0) {
          const lowest = bits & -bits
          const label = word * 32 + 31 - Math.clz32(lowest)
          errors[label] = (errors[label] as number) + (weights[start + label] as number)
          bits ^= lowest
        }
      }
    }
    for (let label = 0; label < size; label++)
      errors[label] = (errors[label] as number) * value + (bias[label] as number)
  }

  /** Puts the labels that are notably wrong first in `wrong`; returns the sum of their squared errors. */
  private findErrors({ label: right, weight }: Sample): number {
    const { errors, wrong, size, negligible } = this
    let norm = 0
    this.wrongCount = 0
    for (let label = 0; label < size; label++) {
      const error = ((errors[label] as number) - (label === right ? 1 : 0)) * weight
      errors[label] = error
      if (Math.abs(error) < negligible) continue
      wrong[this.wrongCount++] = label
      norm += error * error
    }
    return norm
  }

  private correct({ rows, value }: Sample, norm: number): void {
    const { weights, bias, squares, errors, wrong, wrongCount, used, maskWidth, size, rate } = this
    const step = value * value * norm
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number
      const square = (squares[row] as number) + step
      squares[row] = square
      const scaled = (rate * value) / Math.sqrt(square + 1e-8)
      for (let index = 0; index < wrongCount; index++) {
        const label = wrong[index] as number
        const cell = row * size + label
        weights[cell] = (weights[cell] as number) - scaled * (errors[label] as number)
        const word = row * maskWidth + (label >> 5)
        used[word] = (used[word] as number) | (1 << (label & 31))
      }
    }
    for (let index = 0; index < wrongCount; index++) {
      const label = wrong[index] as number
      bias[label] = (bias[label] as number) - 0.01 * rate * (errors[label] as number)
    }
  }
}

function softmax(values: Float32Array): void {
  let highest = Number.NEGATIVE_INFINITY
  for (const value of values) if (value > highest) highest = value
  let total = 0
  for (let index = 0; index < values.length; index++) {
    const value = Math.exp((values[index] as number) - highest)
    values[index] = value
    total += value
  }
  for (let index = 0; index < values.length; index++) values[index] = (values[index] as number) / total
}

function balance(samples: Sample[], size: number): void {
  const counts = new Float32Array(size)
  for (const sample of samples) counts[sample.label] = (counts[sample.label] as number) + 1
  const mean = samples.length / size
  // The square root keeps common labels a little ahead without drowning rare ones.
  for (const sample of samples) sample.weight *= Math.sqrt(mean / (counts[sample.label] as number))
}

/** 8-bit weights; those that round to 0 are left out. */
function quantised(
  { weights, bias, size, buckets }: Trainer,
  labels: string[],
  language: string,
): LinearModel {
  const scales = scalesOf(weights, size)
  const rounded = new Int8Array(weights.length)
  let kept = 0
  for (let start = 0; start < weights.length; start += size) {
    for (let label = 0; label < size; label++) {
      const weight = weights[start + label] as number
      if (weight === 0) continue
      rounded[start + label] = Math.round(weight / (scales[label] as number))
      if (rounded[start + label] !== 0) kept++
    }
  }
  const offsets = new Uint32Array(buckets + 1)
  const labelOf = new Uint16Array(kept)
  const small = new Int8Array(kept)
  let at = 0
  for (let row = 0; row < buckets; row++) {
    for (let label = 0; label < size; label++) {
      const weight = rounded[row * size + label] as number
      if (weight === 0) continue
      labelOf[at] = label
      small[at++] = weight
    }
    offsets[row + 1] = at
  }
  return { language, labels, buckets, offsets, labelOf, weights: small, scales, bias }
}

function scalesOf(weights: Float32Array, size: number): Float32Array {
  const scales = new Float32Array(size)
  for (let start = 0; start < weights.length; start += size) {
    for (let label = 0; label < size; label++) {
      const magnitude = Math.abs(weights[start + label] as number)
      if (magnitude > (scales[label] as number)) scales[label] = magnitude
    }
  }
  return scales.map((highest) => (highest || 1) / 127)
}
