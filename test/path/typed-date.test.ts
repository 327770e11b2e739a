import { describe, expect, it } from 'vitest'
import type { Language } from '../../src/i18n/languages.ts'
import { dayAtEnd, typedDay } from '../../src/path/typed-date.ts'

const TODAY = '2026-11-26'

describe('a typed date', () => {
  it.each<[string, Language, string]>([
    ['15.3.2027', 'sl', '2027-03-15'],
    ['15. 3. 2027', 'sl', '2027-03-15'],
    ['15/03/27', 'es', '2027-03-15'],
    ['2027-03-15', 'en', '2027-03-15'],
    ['15 March 2027', 'en', '2027-03-15'],
    ['March 15, 2027', 'en', '2027-03-15'],
    ['15 de marzo de 2027', 'es', '2027-03-15'],
    ['15 marzo', 'it', '2027-03-15'],
    ['15. marca', 'sl', '2027-03-15'],
    ['15 березня 2027', 'uk', '2027-03-15'],
    ['15 марта', 'ru', '2027-03-15'],
    ['١٥ مارس ٢٠٢٧', 'ar', '2027-03-15'],
    ['۱۵/۳/۲۰۲۷', 'fa', '2027-03-15'],
    ['15 mars', 'fr', '2027-03-15'],
    ['2027年3月15日', 'zh', '2027-03-15'],
    ['১৫/৩/২০২৭', 'bn', '2027-03-15'],
    ['15 march', 'ar', '2027-03-15'],
    ['1.12.', 'sl', '2026-12-01'],
    ['1.11.', 'sl', '2027-11-01'],
  ])('%s in %s is %s', (text, language, day) => {
    expect(typedDay(text, TODAY, language)).toBe(day)
  })

  it.each(['', 'soon', '31.2.2027', '15.13.2027', 'next year', '2027', '15', 'I have 3 children and 2 dogs'])(
    '%s is none',
    (text) => {
      expect(typedDay(text, TODAY, 'en')).toBeNull()
    },
  )

  it('at the end of a step is taken from it', () => {
    expect(dayAtEnd('call the owner, 15.3.', TODAY, 'en')).toEqual({
      text: 'call the owner',
      day: '2027-03-15',
    })
    expect(dayAtEnd('buy 2 pans', TODAY, 'en')).toEqual({ text: 'buy 2 pans', day: null })
    expect(dayAtEnd('ask about form 036', TODAY, 'en')).toEqual({ text: 'ask about form 036', day: null })
  })
})
