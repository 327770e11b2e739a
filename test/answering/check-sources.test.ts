import { describe, expect, it } from 'vitest'
import { findUngrounded, numbersIn } from '../../src/answering/check-sources.ts'
import type { ReplyPart } from '../../src/conversation/turn.ts'
import { aFigure, anArticle, anArticleText } from './own-articles.ts'

const VAT = anArticle(
  'si/vat',
  {
    title: 'VAT',
    shortAnswer: 'The limit is {{limit}}.',
    passages: [['Limit', 'Since {{2025-01-01}}; call 080 11 55 or see https://office.example/more.']],
  },
  {
    figures: aFigure('limit', 60000, 'EUR'),
    texts: { sl: anArticleText('si/vat', { title: 'DDV', shortAnswer: 'Meja je {{limit}}.' }, 'sl') },
  },
)
const passage = (text: string, more: Partial<ReplyPart> = {}): ReplyPart => ({
  kind: 'passage',
  text,
  ...more,
})
const ungrounded = (text: string, more: Partial<ReplyPart> = {}, cited = [VAT]) =>
  findUngrounded([passage(text, more)], cited, 'en').map((one) => one.text)

describe('what a reply states', () => {
  it('is grounded when the cited article says it', () => {
    expect(ungrounded('60,000 EUR since 1 January 2025, call 080 11 55')).toEqual([])
    expect(ungrounded('See https://office.example/more or https://blog.example/page')).toEqual([])
    expect(ungrounded('Meja je 60.000 EUR', { language: 'sl' })).toEqual([])
  })

  it.each([
    ['61,000 EUR', '61,000'],
    ['600,000 EUR', '600,000'],
    ['since 2 January 2025', '2'],
    ['call 080 11 56', '56'],
    ['https://office.example/mor', 'https://office.example/mor'],
    ['٦١٠٠٠ EUR', '61000'],
  ])('is not when it is made up: %s', (text, found) => {
    expect(ungrounded(text)).toEqual([found])
  })

  it('is not when only an article says it that is not cited', () => {
    expect(ungrounded('60,000 EUR', {}, [])).toEqual(['60,000'])
  })

  it('is taken as it stands in headings, which repeat the question; links never are', () => {
    expect(ungrounded('You asked: 99 days?', { kind: 'heading' })).toEqual([])
    expect(ungrounded('- [A page](https://evil.example/)', { kind: 'sources' })).toHaveLength(1)
  })
})

describe('the numbers of a text', () => {
  it('keep their separators, and leave out list numbers and links', () => {
    expect(numbersIn('1. Pay 1,234.56 by 15:30.\n2. See https://a.example/2025 (22%).')).toEqual([
      '1,234.56',
      '15:30',
      '22',
    ])
  })
})
