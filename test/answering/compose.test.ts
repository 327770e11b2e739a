import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type AnsweredArticle, composeAnswer, crisisParts, pagesOf } from '../../src/answering/compose.ts'
import { type EmergencyNumbers, loadEmergency } from '../../src/answering/emergency.ts'
import { answerAsPlainText } from '../../src/answering/plain-text.ts'
import type { Answer } from '../../src/answering/types.ts'
import { loadMessages, type Messages } from '../../src/i18n/messages.ts'
import type { Article } from '../../src/knowledge/article.ts'
import { aFigure, anArticle, anArticleText } from './own-articles.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
let messages: Messages
let numbers: EmergencyNumbers

beforeAll(async () => {
  messages = await loadMessages(path.join(ROOT, 'locales'))
  numbers = await loadEmergency(path.join(ROOT, 'knowledge'))
})

const VAT = anArticle(
  'si/vat',
  {
    title: 'VAT',
    shortAnswer: 'The limit is {{limit}}.',
    passages: [
      ['Limit', 'Up to {{limit}} since {{2025-01-01}}.'],
      ['Limit', 'Count each month.'],
      ['Late', 'A fine.'],
    ],
  },
  { figures: aFigure('limit', 60000, 'EUR', ['blog']) },
)

const answered = (article: Article, more: Partial<AnsweredArticle> = {}): AnsweredArticle => ({
  article,
  question: null,
  passages: article.texts.en?.passages ?? [],
  ...more,
})
const compose = (...articles: AnsweredArticle[]) => composeAnswer(articles, 'en', messages, '2026-11-26')
const kinds = ({ parts }: ReturnType<typeof compose>) => parts.map((part) => part.kind)

describe('a composed reply', () => {
  it('gives the short answer, the passages under their headings, and the sources', () => {
    const reply = compose(answered(VAT))
    expect(kinds(reply)).toEqual(['text', 'passage', 'passage', 'passage', 'sources'])
    expect(reply.parts[0]?.text).toBe('The limit is 60,000 EUR.')
    expect(reply.parts[1]?.text).toBe('**Limit**\nUp to 60,000 EUR since 1 January 2025.')
    expect(reply.parts[2]?.text).toBe('Count each month.')
    expect(reply.passageIds).toEqual(['si/vat#en/0', 'si/vat#en/1', 'si/vat#en/2'])
  })

  it('names each source with its date, official ones first', () => {
    const { sources, parts } = compose(answered(VAT))
    expect(sources.map(({ url }) => url)).toEqual([
      'https://office.example/page',
      'https://blog.example/page',
    ])
    expect(parts.at(-1)?.text).toContain('[The office](https://office.example/page) (as of November 2026)')
  })

  it('names a source of each article, however many the first one has', () => {
    const many = Array.from({ length: 9 }, (_, index) => `page-${index}`)
    const long = {
      ...VAT,
      sources: many.map((id) => ({
        ...(VAT.sources[0] as Article['sources'][number]),
        id,
        url: `https://office.example/${id}`,
      })),
      figures: aFigure('limit', 60000, 'EUR', many),
    }
    const beside = anArticle('si/costs', {
      title: 'Costs',
      shortAnswer: 'It costs.',
      passages: [['Fee', 'The fee is 20 EUR.']],
    })
    const { sources } = compose(answered(long), answered(beside, { role: 'beside' }))
    expect(sources.filter(({ article }) => article === 'si/vat')).toHaveLength(6)
    expect(sources.map(({ article }) => article)).toContain('si/costs')
  })

  it('shows a page once on which two articles rest', () => {
    const { sources, parts } = compose(
      answered(VAT),
      answered({ ...VAT, id: 'si/invoicing' }, { role: 'beside' }),
    )
    expect(sources.filter(({ url }) => url === 'https://office.example/page')).toHaveLength(2)
    expect(parts.at(-1)?.text.match(/office\.example\/page/g)).toHaveLength(1)
    expect(pagesOf(sources).map(({ url }) => url)).toEqual([...new Set(sources.map(({ url }) => url))])
  })

  it('names only the sources of what is said', () => {
    const { sources } = compose(answered(VAT, { passages: [] }))
    expect(sources.map(({ title }) => title)).toEqual(['A blog'])
  })

  it('says when the information was due for review, and not before', () => {
    expect(kinds(compose(answered({ ...VAT, reviewBy: '2026-11-26' })))).toContain('note')
    expect(kinds(compose(answered({ ...VAT, reviewBy: '2026-11-27' })))).not.toContain('note')
  })

  it('puts each of several questions above its answer', () => {
    const reply = compose(
      answered(VAT, { question: 'Which limit?', passages: [] }),
      answered(VAT, { question: 'Am I late?', passages: [] }),
    )
    expect(kinds(reply)).toEqual(['heading', 'text', 'heading', 'text', 'sources'])
    expect(reply.parts[0]?.text).toContain('Which limit?')
    expect(reply.parts[2]?.text).toContain('Am I late?')
  })

  it('adds only passages of an article that comes second, under its title', () => {
    const beside = anArticle('si/late', {
      title: 'Being late',
      shortAnswer: 'Short.',
      passages: [['F', 'Pay.']],
    })
    const reply = compose(answered(VAT, { passages: [] }), answered(beside, { role: 'beside' }))
    expect(kinds(reply)).toEqual(['text', 'heading', 'passage', 'sources'])
    expect(reply.parts[1]?.text).toContain('Being late')
    const nothing = compose(
      answered(VAT, { passages: [] }),
      answered(beside, { role: 'beside', passages: [] }),
    )
    expect(kinds(nothing)).toEqual(['text', 'sources'])
  })

  it('says what the status of the person allows in one short answer under its name', () => {
    const status = anArticle('si/protection-status', { title: 'Protection', shortAnswer: 'You may start.' })
    const reply = compose(answered(status, { role: { status: 'refugee' } }), answered(VAT, { passages: [] }))
    expect(kinds(reply)).toEqual(['heading', 'text', 'heading', 'text', 'sources'])
    expect(reply.parts[2]?.text).toBe('VAT')
    expect(reply.parts[0]?.text).toContain('Refugee')
    expect(reply.parts[1]?.text).toBe('You may start.')
    expect(reply.sources.map(({ article }) => article)).toContain('si/protection-status')
  })

  it('marks what comes in another language than the reply', () => {
    const article = {
      ...VAT,
      texts: { ...VAT.texts, fr: anArticleText('si/vat', { title: 'TVA', shortAnswer: 'Le seuil.' }, 'fr') },
    }
    const reply = composeAnswer([answered(article)], 'fr', messages, '2026-11-26')
    expect(reply.parts[0]).toEqual({ kind: 'text', text: 'Le seuil.' })
    expect(reply.parts[1]?.text).toContain('English')
    expect(reply.parts[2]).toMatchObject({ kind: 'passage', language: 'en' })
  })
})

describe('the reply to danger', () => {
  const text = (...of: ['violence' | 'self_harm', 'si' | null]) =>
    crisisParts(...of, 'en', messages, numbers)
      .map((part) => part.text)
      .join('\n')

  it('begins with 112, then the numbers of the country', () => {
    expect(text('violence', 'si')).toMatch(/^112/)
    expect(text('violence', 'si')).toContain('080 11 55')
    expect(text('violence', 'si')).not.toContain('1522')
  })

  it('gives the numbers of all three countries when none is known', () => {
    expect(text('violence', null)).toMatch(/^112[\s\S]*Slovenia[\s\S]*Spain[\s\S]*Italy/)
  })

  it('has a word more for who wants to end their life', () => {
    expect(text('self_harm', 'si')).toContain(messages.text('en', 'crisis.self_harm'))
  })
})

describe('plain text', () => {
  it('is what is read without markup, buttons in brackets', () => {
    const answer = {
      parts: [{ kind: 'text', text: '**Limit**\n60,000 EUR' }],
      choices: [[{ label: 'Slovenia', data: 'set:country:si' }]],
    } as unknown as Answer
    expect(answerAsPlainText(answer)).toBe('Limit\n60,000 EUR\n\n[Slovenia]')
  })
})
