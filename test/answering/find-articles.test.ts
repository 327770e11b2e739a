import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  allowedFor,
  countryOfHistory,
  findArticles,
  preferred,
  preferredInCase,
} from '../../src/answering/find-articles.ts'
import { readMessage } from '../../src/answering/read-message.ts'
import { searchAcross } from '../../src/answering/search-across.ts'
import { type SeparateQuestion, separateQuestions } from '../../src/answering/separate-questions.ts'
import type { AskProfile, HistoryEntry } from '../../src/answering/types.ts'
import { type Lexicon, loadLexicon } from '../../src/knowledge/lexicon.ts'
import type { Country } from '../../src/knowledge/vocabulary.ts'
import { learnTranslation } from '../../src/retrieval/translation.ts'
import { anArticle, anArticleText, searchIn } from './own-articles.ts'

const VAT = {
  title: 'VAT and its limit',
  shortAnswer: 'Above the limit of turnover you register for VAT at the tax office.',
  questions: ['when must i register for vat', 'what is the vat limit', 'vat rate for food'],
}
const HIRING = {
  title: 'Hire your first worker',
  shortAnswer: 'You sign a contract and insure the worker before the first day.',
  questions: ['how do i hire a worker', 'which contract does my first worker need', 'insurance of workers'],
}
const RIGHTS = {
  title: 'Rights of citizens of the EU',
  shortAnswer: 'With a passport of the EU you need no visa and no residence permit.',
  questions: ['do i need a visa with a european passport', 'residence with a passport of the eu'],
}
const ITALIAN = anArticleText('it/vat', { title: 'IVA', shortAnswer: 'Si paga.', questions: ['iva'] }, 'it')
const ARTICLES = [
  anArticle('si/vat', VAT),
  anArticle('es/vat', VAT),
  anArticle('si/hiring', HIRING),
  anArticle('it/vat', VAT, { texts: { it: ITALIAN } }),
  anArticle('it/hiring', HIRING),
  anArticle('eu/passports', RIGHTS, { related: ['si/eu-citizens'] }),
  anArticle('si/eu-citizens', RIGHTS, { applies: ['eu_citizen', 'family_permit'] }),
  anArticle('guidelines/vat-advice', VAT, { audience: 'consultant' }),
]
const search = searchIn(ARTICLES)
let lexicon: Lexicon

beforeAll(async () => {
  lexicon = await loadLexicon(path.resolve(import.meta.dirname, '../../knowledge'))
})

const aQuestion = (text: string, profile: AskProfile = {}, history: HistoryEntry[] = []) => ({
  text,
  profile,
  history,
})
const find = (text: string, country: Country | null, history: HistoryEntry[] = []) =>
  findArticles(aQuestion(text, {}, history), readMessage(text, 'en', lexicon), 'en', country, {
    search,
    translations: null,
    lexicon,
  })
const user = (text: string): HistoryEntry => ({ role: 'user', text })

describe('articles for a question', () => {
  it('are those of the country and the common ones, its own first', () => {
    const ids = find('when must i register for vat', 'si').hits.map(({ article }) => article.id)
    expect(ids[0]).toBe('si/vat')
    expect(ids.some((id) => /^(es|it)\//.test(id))).toBe(false)
    const own = find('residence with a passport of the eu', 'si').hits.map(({ article }) => article.id)
    expect(own.slice(0, 2)).toEqual(['si/eu-citizens', 'eu/passports'])
  })

  it('written for founders come before those for consultants, except for a consultant', () => {
    const hits = ['guidelines/vat-advice', 'es/vat'].map((id) => ({
      article: ARTICLES.find((one) => one.id === id) ?? anArticle(id, VAT),
      score: 0.8,
      probability: 0.5,
    }))
    const first = (profile: AskProfile) => preferred(hits, aQuestion('vat', profile), null)[0]?.article.id
    expect(first({})).toBe('es/vat')
    expect(first({ audience: 'consultant' })).toBe('guidelines/vat-advice')
  })

  it('on the topic of a case for a person gain', () => {
    const hits = ['si/vat', 'si/hiring'].map((id, index) => ({
      article: anArticle(id, VAT),
      score: 0.8 - index * 0.05,
      probability: 0.5,
    }))
    const first = (topics: string[]) => preferredInCase(hits, topics, 'si')[0]?.article.id
    expect(first([])).toBe('si/vat')
    expect(first(['hiring'])).toBe('si/hiring')
  })

  it('on the person’s own status gain', () => {
    const hits = ['si/vat', 'si/protection-status'].map((id, index) => ({
      article: anArticle(id, VAT),
      score: 0.8 - index * 0.05,
      probability: 0.5,
    }))
    const first = (profile: AskProfile) => preferred(hits, aQuestion('vat', profile), 'si')[0]?.article.id
    expect(first({ status: 'student' })).toBe('si/vat')
    expect(first({ status: 'refugee' })).toBe('si/protection-status')
  })

  it('fit the status, and are not for EU citizens when the person is none', () => {
    const allows = (profile: AskProfile, notEuCitizen = false) =>
      ARTICLES.filter(allowedFor('si', aQuestion('', profile), { notEuCitizen })).map(({ id }) => id)
    expect(allows({ status: 'eu_citizen' })).toContain('si/eu-citizens')
    expect(allows({ status: 'student' })).not.toContain('si/eu-citizens')
    expect(allows({})).toContain('si/eu-citizens')
    expect(allows({}, true)).not.toContain('si/eu-citizens')
    expect(allows({ status: 'student' })).toContain('si/vat')
  })
})

describe('the talk so far', () => {
  it('is used by a follow-up and not by a new topic', () => {
    const followed = find('and in spain?', 'es', [user('what is the vat limit')])
    expect(followed.followUp).toBe(true)
    expect(followed.hits[0]?.article.id).toBe('es/vat')
    const fresh = find('which contract does my first worker need?', 'si', [user('what is the vat limit')])
    expect(fresh.followUp).toBe(false)
    expect(fresh.hits[0]?.article.id).toBe('si/hiring')
  })

  it('tells the country that the person named last, not what the assistant said', () => {
    const history = [
      user('I live in Spain'),
      user('now I moved to Italy'),
      { role: 'assistant' as const, text: 'In Slovenia …' },
    ]
    const country = (history: Parameters<typeof aQuestion>[2], contentWords = 8) =>
      countryOfHistory(aQuestion('?', {}, history), { contentWords }, 'en', lexicon)
    expect(country(history)).toBe('it')
    expect(country([])).toBeNull()
    const ofBrother = [user('I live in Palermo'), user('My brother in Slovenia wants to open a bar')]
    expect(country(ofBrother)).toBe('it')
    expect(country(ofBrother, 2)).toBe('si')
    expect(country([user('My brother in Slovenia wants to open a bar')])).toBe('si')
  })
})

describe('a search across languages', () => {
  const table = learnTranslation(
    [
      { from: 'operaio', to: 'worker' },
      { from: 'assumere operaio', to: 'hire worker' },
      { from: 'contratto', to: 'contract' },
    ],
    'it',
    'en',
  )
  const query = [{ text: 'contratto operaio', weight: 1 }]
  const ids = (tables: object) =>
    searchAcross(query, 'it', () => true, { search, translations: { tables, idf: new Map() } }).articles.map(
      ({ article }) => article.id,
    )

  it('finds by learned words what is written in English only', () => {
    expect(ids({ it: table })).toContain('si/hiring')
    expect(ids({})).not.toContain('si/hiring')
  })
})

describe('several questions in a message', () => {
  const inSlovenia = {
    allowed: allowedFor('si', aQuestion(''), { notEuCitizen: true }),
    preferred: (hits: Parameters<typeof preferred>[0]) => preferred(hits, aQuestion(''), 'si'),
  }
  const separate = (text: string): SeparateQuestion[] =>
    separateQuestions(readMessage(text, 'en', lexicon), 'en', inSlovenia, search)

  it('about different things are answered apart, in their order', () => {
    const found = separate('How do I hire a worker? When must I register for VAT?')
    expect(found.map(({ article }) => article.id)).toEqual(['si/hiring', 'si/vat'])
  })

  it('about one thing are one question', () => {
    expect(separate('When must I register for VAT? What is the VAT limit?')).toEqual([])
    expect(separate('When must I register for VAT?')).toEqual([])
  })

  it('that only add to the one before belong to it', () => {
    const found = separate('How do I hire a worker? And how much? When must I register for VAT?')
    expect(found[0]?.question).toBe('How do I hire a worker? And how much?')
    expect(found).toHaveLength(2)
  })

  it('are read as a story when there are very many', () => {
    expect(separate('How do I hire a worker? When must I register for VAT? '.repeat(3))).toEqual([])
  })
})
