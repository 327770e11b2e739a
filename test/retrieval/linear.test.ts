import { expect, it } from 'vitest'
import { linearProbabilities, trainLinear } from '../../src/retrieval/linear.ts'

const EXAMPLES = [
  ...['register a company', 'open a firm', 'start a business'].map((text) => ({ text, label: 'start' })),
  ...['close the company', 'end my business', 'stop the firm'].map((text) => ({ text, label: 'end' })),
  ...['vat on an invoice', 'tax number for vat', 'vat limit'].map((text) => ({ text, label: 'vat' })),
]
const train = () => trainLinear(EXAMPLES, 'en', { buckets: 1 << 10, epochs: 20 })

function best(text: string): string | undefined {
  const model = train()
  const probabilities = linearProbabilities(model, text)
  return model.labels[probabilities.indexOf(Math.max(...probabilities))]
}

it('ranks the label of similar examples first, in spite of typos', () => {
  expect(best('registr a companny')).toBe('start')
  expect(best('stoping my firm, end')).toBe('end')
  expect(best('vat limt for an invoce')).toBe('vat')
})

it('gives probabilities that add up to 1, for any text', () => {
  for (const text of ['vat', '', '???', 'x'.repeat(10_000)]) {
    const sum = linearProbabilities(train(), text).reduce((total, value) => total + value, 0)
    expect(sum).toBeCloseTo(1, 4)
  }
})

it('the same examples always give the same model', () => {
  expect(train()).toEqual(train())
})

it('keeps only weights that tell something', () => {
  const { weights, offsets, labelOf, buckets, labels } = train()
  expect(offsets).toHaveLength(buckets + 1)
  expect(weights).toHaveLength(labelOf.length)
  expect(weights.length).toBeLessThan(buckets * labels.length)
  expect(weights.every((weight) => weight !== 0)).toBe(true)
})
