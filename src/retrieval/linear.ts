import { words } from './tokenise.ts'

/** A labelled text; `weight` says how much it counts beside others. */
export interface Example {
  text: string
  label: string
  weight?: number
}

/** A trained model; plain data, so that it can be kept on disk. Weights are 8-bit with a scale for each label. */
export interface LinearModel {
  language: string
  labels: string[]
  buckets: number
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
}

/**
 * Multinomial logistic regression on hashed words, word pairs and letter pieces (the features of fastText, Joulin
 * et al. 2016, without its hidden layer). Trained with AdaGrad; the same examples always give the same model.
 */
export function trainLinear(
  examples: readonly Example[],
  language: string,
  options: TrainingOptions = {},
): LinearModel {
  const { buckets = 1 << 15, epochs = 12, learningRate = 0.5 } = options
  const labels = [...new Set(examples.map((example) => example.label))].sort()
  const size = labels.length
  const indexOf = new Map(labels.map((label, index) => [label, index]))
  const weights = new Float32Array(buckets * size)
  const squares = new Float32Array(buckets)
  const bias = new Float32Array(size)
  const samples = examples.map((example) => ({
    features: hashedFeatures(example.text, language, buckets),
    label: indexOf.get(example.label) as number,
    weight: example.weight ?? 1,
  }))
  if (options.balanced) balance(samples, size)
  const probabilities = new Float32Array(size)
  const order = samples.map((_, index) => index)
  const random = seededRandom(20261124)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const at of order) {
      const sample = samples[at] as (typeof samples)[number]
      activate(sample.features, weights, bias, size, probabilities)
      softmax(probabilities)
      learn(sample, probabilities, weights, squares, bias, size, learningRate)
    }
  }
  return quantise(weights, bias, labels, buckets, language)
}

/** The probability of each label of a model for a text, in the order of `model.labels`. */
export function linearProbabilities(model: LinearModel, text: string): Float32Array {
  const size = model.labels.length
  const sums = new Float32Array(size)
  const { rows, value } = hashedFeatures(text, model.language, model.buckets)
  for (const row of rows) {
    const start = row * size
    for (let label = 0; label < size; label++)
      sums[label] = (sums[label] as number) + (model.weights[start + label] as number)
  }
  for (let label = 0; label < size; label++) {
    sums[label] =
      (sums[label] as number) * value * (model.scales[label] as number) + (model.bias[label] as number)
  }
  softmax(sums)
  return sums
}

/** Rows of the features of a text; each counts `value` = 1/√n, so that long and short texts weigh the same. */
function hashedFeatures(
  text: string,
  language: string,
  buckets: number,
): { rows: Uint32Array; value: number } {
  const found = new Set<number>()
  const tokens =
    language === EXACT ? (text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? []) : words(text, language)
  tokens.forEach((word, index) => {
    found.add(hash(`w${word}`) & (buckets - 1))
    const next = tokens[index + 1]
    if (next !== undefined) found.add(hash(`b${word} ${next}`) & (buckets - 1))
    const marked = `<${word}>`
    for (let length = 3; length <= 5; length++) {
      for (let start = 0; start + length <= marked.length; start++)
        found.add(hash(marked.slice(start, start + length)) & (buckets - 1))
    }
  })
  return { rows: Uint32Array.from(found), value: 1 / Math.sqrt(Math.max(1, found.size)) }
}

interface Sample {
  features: { rows: Uint32Array; value: number }
  label: number
  weight: number
}

function activate(
  features: Sample['features'],
  weights: Float32Array,
  bias: Float32Array,
  size: number,
  into: Float32Array,
): void {
  into.fill(0)
  for (const row of features.rows) {
    const start = row * size
    for (let label = 0; label < size; label++)
      into[label] = (into[label] as number) + (weights[start + label] as number)
  }
  for (let label = 0; label < size; label++)
    into[label] = (into[label] as number) * features.value + (bias[label] as number)
}

function learn(
  sample: Sample,
  probabilities: Float32Array,
  weights: Float32Array,
  squares: Float32Array,
  bias: Float32Array,
  size: number,
  rate: number,
): void {
  const { rows, value } = sample.features
  let norm = 0
  for (let label = 0; label < size; label++) {
    const error = ((probabilities[label] as number) - (label === sample.label ? 1 : 0)) * sample.weight
    probabilities[label] = error
    norm += error * error
  }
  const step = value * value * norm
  for (const row of rows) {
    squares[row] = (squares[row] as number) + step
    const scaled = (rate * value) / Math.sqrt((squares[row] as number) + 1e-8)
    const start = row * size
    for (let label = 0; label < size; label++) {
      weights[start + label] = (weights[start + label] as number) - scaled * (probabilities[label] as number)
    }
  }
  for (let label = 0; label < size; label++)
    bias[label] = (bias[label] as number) - 0.01 * rate * (probabilities[label] as number)
}

function softmax(values: Float32Array): void {
  let highest = Number.NEGATIVE_INFINITY
  for (const value of values) if (value > highest) highest = value
  let total = 0
  for (let index = 0; index < values.length; index++) {
    values[index] = Math.exp((values[index] as number) - highest)
    total += values[index] as number
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

function quantise(
  weights: Float32Array,
  bias: Float32Array,
  labels: string[],
  buckets: number,
  language: string,
): LinearModel {
  const size = labels.length
  const scales = new Float32Array(size)
  for (let at = 0; at < weights.length; at++) {
    const label = at % size
    const magnitude = Math.abs(weights[at] as number)
    if (magnitude > (scales[label] as number)) scales[label] = magnitude
  }
  for (let label = 0; label < size; label++) scales[label] = ((scales[label] as number) || 1) / 127
  const small = new Int8Array(weights.length)
  for (let at = 0; at < weights.length; at++)
    small[at] = Math.round((weights[at] as number) / (scales[at % size] as number))
  return { language, labels, buckets, weights: small, scales, bias }
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index)
    value = Math.imul(value, 0x01000193)
  }
  return (value ^ (value >>> 15)) >>> 0
}

/** mulberry32: the same order at every build. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

function shuffle(items: number[], random: () => number): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    ;[items[index], items[other]] = [items[other] as number, items[index] as number]
  }
}
