import { describe, expect, it } from 'vitest'
import { ANSWERABLE_FROM, answerLines, isAnswerable } from '../../src/answering/answerability.ts'

describe('answer lines', () => {
  it('are the lines around the best one, in order', () => {
    expect(answerLines([0, 0, 0, 0, 0, 0.2, 1, 0.8, 0.1, 0, 0, 0, 0, 0])).toEqual([5, 6, 7, 8])
  })

  it('are none where no line fits', () => {
    expect(answerLines([0, 0, 0])).toEqual([])
    expect(answerLines([])).toEqual([])
  })

  it('are 14 at most', () => {
    expect(answerLines(Array.from({ length: 100 }, () => 1))).toHaveLength(14)
  })
})

it('a text that holds less than about half of the question is not taken to answer it', () => {
  expect(isAnswerable(ANSWERABLE_FROM)).toBe(true)
  expect(isAnswerable(ANSWERABLE_FROM - 0.01)).toBe(false)
})
