import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learnSpelling, Spelling } from '../../src/retrieval/spelling.ts'

const often = (text: string) => Array.from({ length: 3 }, () => text)
const spelling = (texts: string[], language = 'en') => new Spelling(learnSpelling(texts, language))

describe('misspelt words', () => {
  const english = spelling([
    ...often('register my business at the office before the deadline'),
    'a rare notary',
  ])

  it.each([
    ['a letter left out', 'regster'],
    ['a letter put in', 'regiister'],
    ['a wrong letter', 'registar'],
    ['two letters swapped', 'regitser'],
  ])('%s is mended', (_, typed) => {
    expect(english.corrected(`How to ${typed}?`)).toBe('How to register?')
  })

  it('words that the texts hold, also rarely or in another form, stay as they are', () => {
    expect(english.corrected('notary deadlines registers')).toBe('notary deadlines registers')
  })

  it('words like none, short words and signs stay as they are', () => {
    expect(english.corrected('my kebab, 7 km: https://x.y')).toBe('my kebab, 7 km: https://x.y')
  })

  it('a rare word, which may be misspelt itself, is nobody’s correction', () => {
    expect(english.corrected('notery')).toBe('notery')
  })

  it('of two candidates the more usual one is taken', () => {
    const texts = [...often('permit'), ...often('permit'), ...often('hermit')]
    expect(spelling(texts).corrected('zermit')).toBe('permit')
  })

  it('works in other scripts and without diacritics', () => {
    expect(spelling(often('регистрация бизнеса'), 'ru').corrected('регистрацыя')).toBe('регистрация')
    expect(spelling(often('ব্যবসা নিবন্ধন'), 'bn').corrected('নিবন্ধ')).toBe('নিবন্ধন')
    expect(spelling(often('podjetništvo'), 'sl').corrected('podjetništvo podjetnistvo')).toBe(
      'podjetništvo podjetnistvo',
    )
    expect(spelling(often('注册公司'), 'zh').corrected('注册公詞')).toBe('注册公詞')
  })

  it('never changes what it knows nothing of, and never throws', () => {
    const empty = spelling([])
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => empty.corrected(text) === text))
  })
})
