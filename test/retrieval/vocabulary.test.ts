import { describe, expect, it } from 'vitest'
import { learnVocabulary, wordLikelihoods } from '../../src/retrieval/vocabulary.ts'

const VOCABULARY = learnVocabulary(
  [
    { text: 'Kje je davčni urad?', label: 'sl' },
    { text: 'Danes je lepo vreme.', label: 'sl' },
    { text: 'Gdje je porezni ured?', label: 'bs' },
    { text: 'Danas je lijepo vrijeme.', label: 'bs' },
  ],
  [
    { text: 'smučanje', label: 'sl' },
    { text: 'skijanje', label: 'bs' },
  ],
)

function best(text: string): string | undefined {
  const likelihoods = [...wordLikelihoods(VOCABULARY, text)]
  return VOCABULARY.labels[likelihoods.indexOf(Math.max(...likelihoods))]
}

describe('the words of a text', () => {
  it.each([
    ['kje je', 'sl'],
    ['Gdje je', 'bs'],
    ['smučanje je', 'sl'],
    ['SKIJANJE je', 'bs'],
    ['je lepo', 'sl'],
    ['je lijepo', 'bs'],
    ['vreme', 'sl'],
  ])('speak for the language that uses them: %s is %s', (text, language) => {
    expect(best(text)).toBe(language)
  })

  it('tell nothing where no language knows them', () => {
    expect(wordLikelihoods(VOCABULARY, 'Schumacher, Dreamer')).toEqual(new Float64Array(2))
    expect(wordLikelihoods(VOCABULARY, '')).toEqual(new Float64Array(2))
  })

  it('count as at most four, however long the text is', () => {
    const four = wordLikelihoods(VOCABULARY, 'kje je davčni urad')
    const twice = wordLikelihoods(VOCABULARY, 'kje je davčni urad kje je davčni urad')
    four.forEach((value, label) => {
      expect(twice[label]).toBeCloseTo(value, 5)
    })
  })
})
