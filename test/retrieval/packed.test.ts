import { expect, it } from 'vitest'
import { packed, unpacked } from '../../src/retrieval/packed.ts'

const VALUE = {
  text: 'davčna številka',
  terms: new Map([['vat', [1, 2]]]),
  small: Int8Array.from([-1, 2, 3]),
  labels: Uint16Array.from([65535]),
  offsets: Uint32Array.from([1, 2, 4_000_000_000]),
  scales: Float32Array.from([0.5, Number.POSITIVE_INFINITY]),
  exact: Float64Array.from([Math.PI]),
  empty: new Float32Array(),
  nothing: null,
}

it('gives back what was packed', () => {
  expect(unpacked(packed(VALUE))).toEqual(VALUE)
})

it('reads its arrays from the bytes themselves', () => {
  const bytes = packed(VALUE)
  expect((unpacked(bytes) as typeof VALUE).offsets.buffer).toBe(bytes.buffer)
})

it('bytes at an odd place in memory are read too', () => {
  const bytes = packed(VALUE)
  const shifted = Buffer.concat([Buffer.from('x'), bytes]).subarray(1)
  expect(unpacked(shifted)).toEqual(VALUE)
})

it('bytes that are no packed value throw', () => {
  expect(() => unpacked(Buffer.from('not packed at all, only words'))).toThrow()
  expect(() => unpacked(Buffer.alloc(0))).toThrow()
})

it('an array of a kind that is not known cannot be packed', () => {
  expect(() => packed({ wide: new BigInt64Array(1) })).toThrow('cannot be packed')
})
