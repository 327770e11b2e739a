import { Embeddings } from '@langchain/core/embeddings'
import { expect, it } from 'vitest'
import { LatentSemanticEmbeddings } from '../../src/retrieval/vector/latent-semantic.ts'
import { sparseMatrix } from '../../src/retrieval/vector/sparse.ts'
import { truncatedSvd } from '../../src/retrieval/vector/truncated-svd.ts'

const PARALLEL = [
  ['the tax office sends the vat number', 'davčni urad pošlje davčno številko'],
  ['vat is paid to the tax office every month', 'davek se plača davčnemu uradu vsak mesec'],
  ['health insurance for the family', 'zdravstveno zavarovanje za družino'],
  ['the insurance pays the doctor', 'zavarovanje plača zdravnika'],
  ['a shop needs premises and a licence', 'trgovina potrebuje prostor in dovoljenje'],
  ['the licence for premises of a shop', 'dovoljenje za prostor trgovine'],
]

const learned = () => LatentSemanticEmbeddings.learn(PARALLEL, { dimension: 4, buckets: 1 << 12 })

function likeness(embeddings: LatentSemanticEmbeddings, a: string, b: string): number {
  const other = embeddings.embed(b)
  return embeddings.embed(a).reduce((sum, value, index) => sum + value * (other[index] as number), 0)
}

it('texts of two languages about one thing are nearer than texts about two things', () => {
  const embeddings = learned()
  const same = likeness(embeddings, 'family insurance', 'zdravstveno zavarovanje')
  const other = likeness(embeddings, 'family insurance', 'dovoljenje za prostor')
  expect(same).toBeGreaterThan(other + 0.2)
})

it('the same texts always give the same embedding', () => {
  expect(learned().data).toEqual(learned().data)
})

it('is a LangChain embedding with vectors of length 1', async () => {
  const embeddings = learned()
  expect(embeddings).toBeInstanceOf(Embeddings)
  const [vector] = await embeddings.embedDocuments(['tax office'])
  expect(vector).toEqual(await embeddings.embedQuery('tax office'))
  expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5)
})

it('a text without a known word has no direction', () => {
  expect(learned().embed('???')).toEqual(new Float32Array(4))
})

it('one text alone teaches nothing', () => {
  expect(() => LatentSemanticEmbeddings.learn([['alone']])).toThrow('at least two')
})

it('the truncated SVD finds the singular values of a matrix', () => {
  const rows = [
    new Map([
      [0, 3],
      [1, 2],
      [2, 2],
    ]),
    new Map([
      [0, 2],
      [1, 3],
      [2, -2],
    ]),
  ]
  const { singularValues } = truncatedSvd(sparseMatrix(rows, 3), 2)
  expect(singularValues[0]).toBeCloseTo(5, 3)
  expect(singularValues[1]).toBeCloseTo(3, 3)
})
