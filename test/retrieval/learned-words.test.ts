import { describe, expect, it } from 'vitest'
import { buildNearestExamples, nearestExamples } from '../../src/retrieval/nearest-examples.ts'
import { contentStems, learnTranslation, translatedStems } from '../../src/retrieval/translation.ts'

describe('the nearest examples', () => {
  const data = buildNearestExamples(
    [
      { text: 'he took my passport', label: 'case' },
      { text: 'my boss took my papers', label: 'case' },
      { text: 'which papers do i need', label: 'plain' },
    ],
    'en',
  )

  it('come nearest first, with their labels', () => {
    const near = nearestExamples(data, 'my boss took the passport', 10)
    expect(near[0]?.label).toBe('case')
    expect(near.map(({ score }) => score)).toEqual(near.map(({ score }) => score).sort((a, b) => b - a))
  })

  it('count small words too: whose papers tells a case from a question', () => {
    expect(nearestExamples(data, 'my papers', 1)[0]?.label).toBe('case')
    expect(nearestExamples(data, 'which papers', 1)[0]?.label).toBe('plain')
  })

  it('are none where no word is shared, and at most as many as asked for', () => {
    expect(nearestExamples(data, 'zebra', 10)).toEqual([])
    expect(nearestExamples(data, 'my papers', 1)).toHaveLength(1)
    expect(nearestExamples(buildNearestExamples([], 'en'), 'my papers', 3)).toEqual([])
  })
})

describe('words learned from parallel texts', () => {
  const table = learnTranslation(
    [
      { from: 'davek', to: 'tax' },
      { from: 'davek stranka', to: 'tax client' },
      { from: 'stranka pogodba', to: 'client contract' },
      { from: 'pogodba', to: 'contract' },
    ],
    'sl',
    'en',
  )
  const best = (text: string) =>
    [...translatedStems(table, text, 'sl')].sort((a, b) => b[1] - a[1]).map(([stem]) => stem)

  it('are those that stand where the other word stands', () => {
    expect(best('davek')[0]).toBe(contentStems('tax', 'en')[0])
    expect(best('pogodba')[0]).toBe(contentStems('contract', 'en')[0])
    expect(best('stranka')[0]).toBe(contentStems('client', 'en')[0])
  })

  it('have probabilities of at most 1, and each word few of them', () => {
    for (const targets of table.values()) {
      expect(targets.reduce((sum, [, probability]) => sum + probability, 0)).toBeLessThanOrEqual(1.0001)
      expect(targets.length).toBeLessThanOrEqual(5)
    }
  })

  it('are none for words that no text holds', () => {
    expect(best('zebra 2026')).toEqual([])
    expect(learnTranslation([], 'sl', 'en').size).toBe(0)
  })

  it('leave out numbers and words that carry no topic', () => {
    expect(contentStems('what is the tax of 2026', 'en')).toEqual(contentStems('tax', 'en'))
  })

  it('are cut to their beginning where no stemmer is known', () => {
    expect(contentStems('регистрација', 'mk')).toEqual(contentStems('регистрацијата', 'mk'))
  })
})
