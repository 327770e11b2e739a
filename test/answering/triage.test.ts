import { describe, expect, it } from 'vitest'
import type { MessageReading } from '../../src/answering/read-message.ts'
import { type ScreenContext, screenRisks } from '../../src/answering/screen-risks.ts'
import {
  classOfGroup,
  guessTriage,
  PLAIN,
  type TriageClass,
  type TriageData,
  trainTriageModel,
} from '../../src/answering/triage.ts'
import { sentences } from '../../src/retrieval/article-index.ts'
import { anArticle } from './own-articles.ts'

const aClass = (id: string, outcome: TriageClass['outcome'], handover: TriageClass['handover']) => ({
  [id]: { id, outcome, handover, topics: [], later: false, about: id },
})

const DATA: TriageData = {
  classes: {
    ...aClass('danger', 'crisis', 'urgent'),
    ...aClass('deadline', 'answered', 'urgent'),
    ...aClass('wants_person', 'answered', 'normal'),
    ...aClass('own_file', 'unanswered', 'none'),
    ...aClass('sport', 'out_of_scope', 'none'),
    ...aClass('greeting', 'greeting', 'none'),
    ...aClass('contrast', 'answered', 'none'),
  },
  examples: {
    en: {
      danger: ['he beats me now', 'a man with a knife is at my door', 'he wants to kill me tonight'],
      deadline: ['my permit was refused yesterday', 'the letter says i must leave the country in three days'],
      wants_person: ['i want to talk to a human', 'can somebody real help me please'],
      own_file: ['where is my application now', 'what is the state of my file'],
      sport: ['who won the match', 'which team is first in the league'],
      greeting: ['hello', 'good morning', 'hi there'],
      contrast: ['how long is the appeal period after a refusal', 'what is the penalty for late tax'],
    },
  },
}
const ARTICLE = anArticle('si/vat', {
  title: 'VAT in Slovenia',
  shortAnswer: 'The limit decides.',
  questions: ['when must i register for vat', 'what is the vat rate for food', 'how much is the vat limit'],
})
const MODELS = { en: trainTriageModel(DATA, [ARTICLE], 'en') }

const reading = (text: string): MessageReading => ({
  text,
  sentences: sentences(text),
  questions: sentences(text),
  countries: [],
  countryNamed: false,
  countryOfOthers: false,
  ownCountry: null,
  town: null,
  otherCountry: false,
  statuses: [],
  notEuCitizen: false,
  years: [],
  later: false,
  onlyAsking: false,
  contentWords: 5,
})
const ALONE: ScreenContext = { best: null, followUp: false }
const screen = (text: string, context: Partial<ScreenContext> = {}) =>
  screenRisks(reading(text), 'en', DATA, MODELS, { ...ALONE, ...context })

describe('the screen for risks', () => {
  it.each([
    ['a man with a knife wants to kill me', 'danger', 'danger'],
    ['my permit was refused, i must leave the country', 'deadline', 'deadline'],
    ['please, i want to talk to a real human', 'wants_person', 'wants_person'],
    ['where is my application', 'own_file', null],
    ['which team won the match', 'sport', null],
    ['good morning', 'greeting', null],
  ])('%s is %s', (text, main, handover) => {
    const found = screen(text)
    expect(found.main?.id).toBe(main)
    expect(found.handover?.id ?? null).toBe(handover)
  })

  it.each(['what is the vat rate', 'how long is the appeal period after a refusal'])(
    'a plain question is no case, also about a risky topic: %s',
    (text) => {
      expect(screen(text)).toMatchObject({ main: null, handover: null })
      expect(screen(text).plain).toBeGreaterThan(0.5)
    },
  )

  it('hears danger in one sentence of a story', () => {
    const story =
      'When must I register for VAT? What is the rate for food? A man with a knife is at my door now.'
    expect(screen(story).handover).not.toBeNull()
  })

  it('hears a wish for a person in one sentence, whatever stands around it', () => {
    const story = 'What is the rate for food, when must I register for VAT? I want to talk to a human.'
    const asked = screen(story, { best: { article: ARTICLE, probability: 1 } })
    expect(asked.handover?.id).toBe('wants_person')
  })

  it('needs more to see a case where an article surely fits that is no matter of cases', () => {
    const doubtful = 'i must leave the country when i register for vat'
    expect(screen(doubtful).handover).not.toBeNull()
    expect(screen(doubtful, { best: { article: ARTICLE, probability: 1 } }).handover).toBeNull()
  })

  it('needs more to see a case in a message that means little without the talk before it', () => {
    const threat = 'a man with a knife wants to kill me'
    expect(screen(threat, { followUp: true }).handover?.id).toBe('danger')
    const doubtful = 'i must leave the country when i register for vat'
    expect(screen(doubtful).handover).not.toBeNull()
    expect(screen(doubtful, { followUp: true }).handover).toBeNull()
  })

  it('finds nothing in a language that it has not learned', () => {
    expect(screenRisks(reading('mi vuole uccidere'), 'it', DATA, MODELS, ALONE)).toEqual({
      main: null,
      probability: 0,
      handover: null,
      plain: 1,
    })
  })
})

describe('a guess', () => {
  it('shares one whole among the groups, for any text', () => {
    for (const text of ['when must i register', 'zzz qqq', '']) {
      const guess = guessTriage(MODELS, DATA, text, 'en')
      expect(Object.values(guess?.groups ?? {}).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4)
    }
  })

  it('names the nearest class of a group, and the first of it when none is near', () => {
    const guess = guessTriage(MODELS, DATA, 'the letter says i must leave', 'en')
    if (!guess) throw new Error('There is a model of English.')
    expect(classOfGroup(guess, 'urgent', DATA)?.id).toBe('deadline')
    expect(classOfGroup({ ...guess, classes: [] }, 'crisis', DATA)?.id).toBe('danger')
  })

  it('takes contrast examples as plain questions', () => {
    expect(MODELS.en.examples.labels).toContain(PLAIN)
    expect(MODELS.en.examples.labels).not.toContain('contrast')
  })
})
