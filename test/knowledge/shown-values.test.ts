import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/i18n/languages.ts'
import { formatPercent } from '../../src/i18n/numbers.ts'
import { renderPlaceholders } from '../../src/knowledge/figures.ts'

describe('a date in a text', () => {
  it.each(LANGUAGES)('ends a sentence with one point, in %s', (language) => {
    expect(renderPlaceholders('x {{2027-03-04}}.', {}, language)).not.toMatch(/\.\.$/)
    expect(renderPlaceholders('x {{2027-03}}.', {}, language)).toMatch(/[^.]\.$/)
  })

  it('keeps the point that the language writes after a year, and three points of the author', () => {
    expect(renderPlaceholders('({{2027-03-04}})', {}, 'uk')).toBe('(4 березня 2027 р.)')
    expect(renderPlaceholders('2027...', {}, 'en')).toBe('2027...')
  })
})

describe('a percentage', () => {
  it('has its sign where readers of the language write it', () => {
    expect(formatPercent(22, 'en')).toBe('22%')
    expect(formatPercent(9.5, 'sl')).toBe('9,5 %')
    expect(formatPercent(9.5, 'tr')).toBe('%9,5')
  })
})
