import { describe, expect, it } from 'vitest'
import { SmallStepsRetriever } from '../../src/retrieval/langchain-retriever.ts'
import { aFigure, anArticle, anArticleText, searchIn } from '../answering/own-articles.ts'

const VAT = anArticle(
  'si/vat',
  {
    title: 'VAT in Slovenia',
    shortAnswer: 'The limit is {{limit}}.',
    questions: ['what is the vat limit'],
    passages: [
      ['Limit', 'The limit of VAT is {{limit}}.'],
      ['Late', 'A fine for who is late.'],
    ],
  },
  {
    figures: aFigure('limit', 60000, 'EUR'),
    texts: {
      fr: anArticleText('si/vat', { title: 'TVA', shortAnswer: 'Le seuil de TVA est {{limit}}.' }, 'fr'),
    },
  },
)
const FOR_STUDENTS = anArticle(
  'si/students',
  {
    title: 'VAT of students',
    shortAnswer: 'Students ask first.',
    questions: ['vat limit of students'],
    passages: [['Students', 'The VAT limit holds for students.']],
  },
  { applies: ['student'] },
)
const articles = [VAT, FOR_STUDENTS]
const retriever = (more: Partial<ConstructorParameters<typeof SmallStepsRetriever>[0]> = {}) =>
  new SmallStepsRetriever({ search: searchIn(articles), articles, language: 'en', ...more })

describe('the LangChain retriever', () => {
  it('writes figures out and gives only the sources of the passage', async () => {
    const [document] = await retriever({ status: 'refugee' }).invoke('what is the vat limit')
    expect(document?.pageContent).toBe('The limit of VAT is 60,000 EUR.')
    expect(document?.metadata).toMatchObject({ article: 'si/vat', heading: 'Limit', review_by: '2027-05-01' })
    expect(document?.metadata.sources.map(({ title }) => title)).toEqual(['The office'])
  })

  it('keeps to articles that apply to the status', async () => {
    const found = async (status: 'student' | 'refugee') =>
      (await retriever({ status }).invoke('vat limit of students')).map(({ metadata }) => metadata.article)
    expect(await found('student')).toContain('si/students')
    expect(await found('refugee')).not.toContain('si/students')
  })

  it('gives the short answer where there is no full text in the language', async () => {
    const documents = await retriever({ language: 'fr' }).invoke('seuil de TVA')
    expect(documents).toHaveLength(1)
    expect(documents[0]?.pageContent).toMatch(/^Le seuil de TVA est 60.000/)
    expect(documents[0]?.metadata).toMatchObject({ heading: '', language: 'fr' })
  })

  it('finds nothing for another country', async () => {
    expect(await retriever({ country: 'es' }).invoke('what is the vat limit')).toEqual([])
  })
})
