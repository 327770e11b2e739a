import { describe, expect, it } from 'vitest'
import { PhraseMatcher } from '../../src/knowledge/phrases.ts'
import { normalise } from '../../src/retrieval/normalise.ts'

const matcher = (phrases: Record<string, string>, language = 'en') =>
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

  it('inside a longer phrase of another meaning do not count', () => {
    const statuses = matcher({ 'eu citizen': 'eu', 'not an eu citizen': 'other', 'eu passport': 'eu' })
    const longest = (text: string) => statuses.findLongest(normalise(text))
    expect(longest('I am not an EU citizen')).toEqual(['other'])
    expect(statuses.find('i am not an eu citizen')).toEqual(['eu', 'other'])
    expect(longest('I am an EU citizen')).toEqual(['eu'])
    expect(longest('I am not an EU citizen, my wife is an EU citizen')).toEqual(['eu', 'other'])
  })

  it('inside a longer phrase of the same meaning, or beside one, count', () => {
    const statuses = matcher({ permit: 'work', 'work permit': 'work', 'permit of study': 'student' })
    expect(statuses.findLongest('my work permit')).toEqual(['work'])
    expect(statuses.findLongest('work permit of study')).toEqual(['work', 'student'])
  })

  it('inside a longer phrase do not count in Chinese either', () => {
    const statuses = matcher({ 欧盟公民: 'eu', 不是欧盟公民: 'other' }, 'zh')
    expect(statuses.findLongest('我不是欧盟公民')).toEqual(['other'])
    expect(statuses.findLongest('我是欧盟公民')).toEqual(['eu'])
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
