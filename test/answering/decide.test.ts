import { describe, expect, it } from 'vitest'
import { decide } from '../../src/answering/decide.ts'
import type { TriageClass } from '../../src/answering/triage.ts'
import type { Turnout } from '../../src/answering/turnout.ts'
import { anArticle } from './own-articles.ts'

const TEXT = { title: 'T', shortAnswer: 'S', passages: [['H', 'P']] as [string, string][] }
const VAT = anArticle('si/vat', TEXT)
const HIRING = anArticle('si/hiring', TEXT)
const HELP = anArticle('si/local-support', TEXT)
const RIGHTS = anArticle('si/rights-and-complaints', TEXT)

const aHit = (article = VAT, score = 0.8) => ({ article, score, probability: 0.7 })
const aClass = (id: string, changes: Partial<TriageClass> = {}): TriageClass => ({
  id,
  outcome: 'answered',
  handover: 'none',
  topics: [],
  later: false,
  about: id,
  ...changes,
})

interface Case {
  hits?: ReturnType<typeof aHit>[]
  coverage?: number
  main?: TriageClass
  probability?: number
  plain?: number
  contentWords?: number
  years?: number[]
  later?: boolean
  followUp?: boolean
  separate?: Turnout['separate']
  country?: Turnout['country']
}

/** A plain question about Slovenia that an article answers well, apart from what is given. */
function verdict(given: Case = {}) {
  const { hits = [aHit()], coverage = 0.9, main = null, probability = 0.9, plain = 0.9 } = given
  const { contentWords = 5, followUp = false, separate = [], country = 'si' } = given
  const { years = [], later = false } = given
  const reading = {
    text: 'q',
    sentences: [],
    questions: [],
    countries: [],
    countryNamed: false,
    countryOfOthers: false,
    ownCountry: null,
    town: null,
  }
  return decide({
    question: { text: 'q', profile: {}, history: [] },
    language: { message: 'en', reply: 'en', romanised: false, script: undefined, doubtful: false },
    today: '2026-11-26',
    reading: {
      ...reading,
      otherCountry: false,
      statuses: [],
      notEuCitizen: false,
      contentWords,
      years,
      later,
      onlyAsking: false,
    },
    risks: { main, probability, handover: main?.handover === 'none' ? null : main, plain },
    country,
    findings: { hits, passages: new Map(), coverage, followUp, query: [] },
    separate,
    rights: RIGHTS,
    localSupport: HELP,
  })
}
const articlesOf = (found: ReturnType<typeof verdict>) =>
  found.kind === 'answered' ? found.articles.map(({ article }) => article.id) : []

const NOTHING_FITS = { hits: [aHit(VAT, 0.2)], coverage: 0.1, plain: 0.2 }
const URGENT = aClass('refused', { handover: 'urgent' })

describe('the decision', () => {
  it('answers from the article that fits best', () => {
    expect(articlesOf(verdict({ hits: [aHit(), aHit(HIRING, 0.5)] }))).toEqual(['si/vat'])
  })

  it('abstains when nothing fits, and names what is near', () => {
    expect(verdict(NOTHING_FITS)).toMatchObject({ kind: 'unanswered', articles: [VAT], handover: null })
    expect(verdict({ hits: [] })).toMatchObject({ kind: 'unanswered', articles: [] })
  })

  it('takes a figure of a later year for unknown only where a time to come is named', () => {
    const main = aClass('future', { outcome: 'unanswered', later: true })
    expect(verdict({ main }).kind).toBe('answered')
    expect(verdict({ main, years: [2026] }).kind).toBe('answered')
    expect(verdict({ main, years: [2028] })).toMatchObject({ kind: 'unanswered', text: 'unanswered.future' })
    expect(verdict({ main, later: true })).toMatchObject({ kind: 'unanswered' })
  })

  it('asks for the country when the answer is one country’s and none is known', () => {
    expect(verdict({ country: null }).kind).toBe('clarify_country')
    expect(verdict({ country: null, hits: [aHit(anArticle('eu/passports', TEXT))] }).kind).toBe('answered')
  })

  it('puts danger before everything', () => {
    const danger = aClass('danger', { outcome: 'crisis', handover: 'urgent', help: 'captivity' })
    expect(verdict({ main: danger, country: null })).toMatchObject({
      kind: 'crisis',
      help: 'captivity',
      handover: { reason: 'danger', urgency: 'urgent' },
    })
  })

  it('answers a case and offers a person with it', () => {
    const found = verdict({ main: URGENT })
    expect(articlesOf(found)).toEqual(['si/vat'])
    expect(found.handover).toEqual({ reason: 'refused', urgency: 'urgent' })
  })

  it('gives the rights in urgent need when nothing else fits', () => {
    expect(articlesOf(verdict({ main: URGENT, ...NOTHING_FITS }))).toEqual(['si/rights-and-complaints'])
    expect(verdict({ main: URGENT, ...NOTHING_FITS, probability: 0.4 })).toMatchObject({
      kind: 'unanswered',
      handover: { urgency: 'urgent' },
    })
  })

  it('gives who helps to somebody who wants a person, or only the person without a country', () => {
    const main = aClass('wants_person', { handover: 'normal' })
    expect(articlesOf(verdict({ main }))).toEqual(['si/local-support'])
    expect(verdict({ main, country: null })).toMatchObject({
      kind: 'person',
      handover: { reason: 'wants_person' },
    })
  })

  it('greets back only when there is no more in the message', () => {
    const main = aClass('greeting', { outcome: 'greeting' })
    expect(verdict({ main, contentWords: 1 }).kind).toBe('greeting')
    expect(verdict({ main, contentWords: 6 }).kind).toBe('answered')
  })

  it('leaves what is out of scope or in one’s own file, though an article fits', () => {
    expect(verdict({ main: aClass('sport', { outcome: 'out_of_scope' }) })).toMatchObject({
      kind: 'out_of_scope',
      text: 'out_of_scope.text',
    })
    expect(verdict({ main: aClass('orders', { outcome: 'out_of_scope' }) })).toMatchObject({
      text: 'out_of_scope.orders',
    })
    expect(verdict({ main: aClass('own_file', { outcome: 'unanswered' }) })).toMatchObject({
      kind: 'unanswered',
      text: 'unanswered.own_file',
    })
  })

  it('takes "how much?" after a question as belonging to it', () => {
    const main = aClass('near_domain', { outcome: 'unanswered' })
    expect(verdict({ main, contentWords: 1, plain: 0.2, followUp: true }).kind).toBe('answered')
    expect(verdict({ main, contentWords: 1, plain: 0.2 }).kind).toBe('unanswered')
  })

  it('answers a question that surely is on one article, where it is likelier a plain one than anything else', () => {
    const main = aClass('near_domain', { outcome: 'unanswered' })
    expect(verdict({ main, probability: 0.3, plain: 0.6, hits: [aHit(VAT, 0.9)] }).kind).toBe('answered')
    expect(verdict({ main, probability: 0.6, plain: 0.3, hits: [aHit(VAT, 0.9)] }).kind).toBe('unanswered')
    expect(verdict({ main, probability: 0.3, plain: 0.6, hits: [aHit(VAT, 0.5)] }).kind).toBe('unanswered')
  })

  it('lets a sure topic outweigh what lies beside the topics, also where it is a little less likely', () => {
    const about = (id: string) => ({ main: aClass(id, { outcome: 'unanswered' }), hits: [aHit(VAT, 0.9)] })
    const shares = { probability: 0.5, plain: 0.45 }
    expect(verdict({ ...about('near_domain'), ...shares }).kind).toBe('answered')
    expect(verdict({ ...about('personal_file'), ...shares }).kind).toBe('unanswered')
  })

  it('answers several questions apart, and as one when a person is needed', () => {
    const separate = [HIRING, VAT].map((article) => ({ question: article.id, article, passages: new Map() }))
    expect(articlesOf(verdict({ separate }))).toEqual(['si/hiring', 'si/vat'])
    expect(articlesOf(verdict({ separate, main: URGENT }))).toEqual(['si/vat'])
    expect(verdict({ separate, country: null }).kind).toBe('clarify_country')
  })

  it('keeps no text of the person in its trace', () => {
    expect(verdict().trace.join(' ')).toMatch(/language en .*country si .*best si\/vat/)
  })
})
