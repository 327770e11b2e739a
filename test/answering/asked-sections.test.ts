import { describe, expect, it } from 'vitest'
import { scoreSections } from '../../src/answering/asked-sections.ts'
import type { Language } from '../../src/i18n/languages.ts'
import { anArticleText } from './own-articles.ts'

const asking = (language: Language, asked: string[]) => ({
  ...anArticleText('si/vat', { title: 'VAT', shortAnswer: 'VAT.' }, language),
  asked,
})
const best = (scores: number[]) => scores.indexOf(Math.max(...scores))

describe('what people ask of each section', () => {
  it.each<[Language, string[], string, number]>([
    [
      'en',
      ['how much do I pay / price', 'by when must I file / deadline'],
      'what is the deadline for it?',
      1,
    ],
    ['mk', ['колку се плаќа месечно', 'ме одбија, каде да се жалам'], 'кај да пратам жалба', 1],
    ['ru', ['какой штраф если опоздал', 'сколько платить взносов'], 'opozdal s podachej, kakoj shtraf', 0],
    ['zh', ['罚款多少', '什么时候交'], '会罚款吗', 0],
  ])('tells the section that a question is about, in %s', (language, asked, question, section) => {
    expect(best(scoreSections(asking(language, asked), question))).toBe(section)
  })

  it('gives scores from 0 to 1, and 0 for a question that has nothing in common', () => {
    const text = asking('en', ['how much do I pay', 'by when must I file'])
    const scores = scoreSections(text, 'how much must I pay')
    expect(Math.max(...scores)).toBeLessThanOrEqual(1)
    expect(scores[0]).toBeGreaterThan(scores[1] as number)
    expect(scoreSections(text, 'zebra')).toEqual([0, 0])
  })

  it('tells nothing where nobody has written it, or of a section without it', () => {
    expect(scoreSections(asking('en', []), 'how much')).toEqual([])
    expect(scoreSections(asking('en', ['', 'how much do I pay']), 'pay')[0]).toBe(0)
  })
})
