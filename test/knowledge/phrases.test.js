import { describe, expect, it } from 'vitest'
import { PhraseMatcher } from '../../src/knowledge/phrases.js'
import { normalise } from '../../src/retrieval/normalise.js'

const matcher = (phrases, language = 'en') =>
  new PhraseMatcher(
    Object.entries(phrases).map(([phrase, value]) => ({ phrase, value })),
    language,
  )
describe('phrases', () => {
  it('are found as whole words only', () => {
    const found = matcher({ spain: 'es', 'work permit': 'work' })
    expect(found.find('my work permit for spain')).toEqual(['es', 'work'])
    expect(found.find('spainish works permits')).toEqual([])
  })
  it('that end in a star are found in every longer word', () => {
    expect(matcher({ 'sloven*': 'si' }).find('po slovenskih zakonih')).toEqual(['si'])
    expect(matcher({ 'work perm*': 'work' }).find('two work permits')).toEqual(['work'])
  })
  it('come in the order of their list, each value once', () => {
    expect(
      matcher({ refugee: 'a', asylum: 'b', protection: 'a' }).find('asylum and protection of a refugee'),
    ).toEqual(['a', 'b'])
  })
  it('are found in Chinese without spaces', () => {
    expect(matcher({ 斯洛文尼亚: 'si' }, 'zh').find('我在斯洛文尼亚开店')).toEqual(['si'])
  })
  it('are known with a letter wrong, missing or swapped when they are long', () => {
    const countries = matcher({ slovenia: 'si', italy: 'it' })
    for (const word of ['slovnia', 'solvenia', 'slovania', 'sloveniaa'])
      expect(countries.findMisspelt(word)).toEqual(['si'])
    expect(countries.findMisspelt('itly')).toEqual([])
    expect(countries.findMisspelt('slavonia city')).toEqual(['si'])
    expect(countries.findMisspelt('somalia')).toEqual([])
  })
  it('can be left out of a message, unless nothing else is said', () => {
    const towns = matcher({ 'nova gorica': 'si', malaga: 'es' })
    expect(towns.without(normalise('Food stall in Nova Gorica?'))).toBe('food stall in ?')
    expect(towns.without('malaga')).toBe('malaga')
  })
})
