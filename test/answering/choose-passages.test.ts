import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { choosePassages, facetsOf, passageText } from '../../src/answering/choose-passages.ts'
import { decidingStatuses } from '../../src/answering/status-decides.ts'
import { passageIdf } from '../../src/answering/translations.ts'
import type { Language } from '../../src/i18n/languages.ts'
import { type Lexicon, loadLexicon } from '../../src/knowledge/lexicon.ts'
import type { Status } from '../../src/knowledge/vocabulary.ts'
import { learnTranslation } from '../../src/retrieval/translation.ts'
import { aFigure, anArticle, anArticleText } from './own-articles.ts'

let lexicon: Lexicon

beforeAll(async () => {
  lexicon = await loadLexicon(path.resolve(import.meta.dirname, '../../knowledge'))
})

const TRADER = anArticle(
  'si/register-sole-trader',
  {
    title: 'Register',
    shortAnswer: 'Register first.',
    passages: [
      ['Where', 'At the office in the town hall.'],
      ['What it costs', 'The registration costs {{fee}}.'],
      ['Students', 'With a study permit you need more papers.'],
      [
        'Refugees',
        'Refugees have free access to work, asylum applicants after months, students need a permit.',
      ],
      ['Signboard', 'Put a signboard with a lantern above the door.'],
    ],
  },
  { figures: aFigure('fee', 90, 'EUR'), asks: ['status'] },
)

interface Asked {
  language?: Language
  status?: Status
  hits?: [id: string, score: number][]
}
function chosen(text: string, { language = 'en', status, hits = [] }: Asked, more: object = {}): string[] {
  const own = TRADER.texts.en
  if (!own) throw new Error('The article has its English text.')
  const { translations = null, budget } = more as { translations?: never; budget?: never }
  const question = { text, language, hits: new Map(hits), status: status ?? null }
  return choosePassages(TRADER, own, question, lexicon, translations, budget).map(
    ({ passage }) => passage.heading,
  )
}
const hit = (index: number, score: number): [string, number] => [`si/register-sole-trader#en/${index}`, score]

describe('the passages of an article', () => {
  it('are those that the search found, in the order of the article', () => {
    expect(chosen('signboard', { hits: [hit(4, 1), hit(0, 0.8)] })).toEqual(['Where', 'Signboard'])
  })

  it('that fit far worse than the best are left out', () => {
    expect(chosen('signboard', { hits: [hit(4, 1), hit(0, 0.2)] })).toEqual(['Signboard'])
  })

  it('on what the question wants to know come before others', () => {
    expect(facetsOf('how much is it?', 'en', lexicon)).toContain('cost')
    expect(facetsOf('وقديش بتكلف؟', 'ar', lexicon)).toContain('cost')
    expect(facetsOf('ووين بسجل؟', 'ar', lexicon)).toContain('where')
    expect(chosen('how much is it?', { hits: [hit(0, 0.05)] })).toEqual(['What it costs'])
  })

  it('of the section about which people ask so come, whatever the language of the question', () => {
    const asked = ['каде да одам', 'колку чини', '', '', 'дали ми треба фирмарина над врата']
    const article = { ...TRADER, texts: { ...TRADER.texts } }
    article.texts.mk = { ...anArticleText(TRADER.id, { title: 'а', shortAnswer: 'б.' }, 'mk'), asked }
    const english = TRADER.texts.en as NonNullable<typeof TRADER.texts.en>
    const question = { text: 'мора ли фирмарина', language: 'mk' as const, hits: new Map(), status: null }
    const found = choosePassages(article, english, question, lexicon, null)
    expect(found.map(({ passage }) => passage.heading)).toEqual(['Signboard'])
  })

  it('on the status of the person come, those on other statuses do not', () => {
    const hits = [hit(2, 0.5), hit(3, 0.5)]
    expect(chosen('papers', { status: 'student', hits })).toContain('Students')
    expect(chosen('papers', { status: 'student', hits })).not.toContain('Refugees')
    expect(chosen('papers', { status: 'refugee', hits })).not.toContain('Students')
  })

  it('show a divided list from its beginning', () => {
    const steps = anArticle('si/steps', {
      title: 'Steps',
      shortAnswer: 'Six steps.',
      passages: [
        ['Steps', '1. Ask the office.\n2. Pay the fee.'],
        ['Steps', '3. Wait for the letter.\n4. Put up the signboard.'],
        ['Later', 'Read the mailbox.'],
      ],
    })
    const text = steps.texts.en
    if (!text) throw new Error('The article has its English text.')
    const asked = {
      text: 'signboard',
      language: 'en' as const,
      hits: new Map([[text.passages[1]?.id ?? '', 1]]),
      status: null,
    }
    const shown = choosePassages(steps, text, asked, lexicon, null)
    expect(shown.map(({ passage }) => passage.index)).toEqual([0, 1])
  })

  it('keep to the budget, but one is always given', () => {
    const hits = [0, 1, 2, 3, 4].map((index) => hit(index, 1 - index / 100))
    expect(chosen('all of it', { hits })).toHaveLength(4)
    expect(chosen('all of it', { hits }, { budget: { characters: 5, most: 3 } })).toHaveLength(1)
  })

  it('for a question in another language are found through learned words and local terms', () => {
    const tables = {
      it: learnTranslation([{ from: 'insegna lanterna', to: 'signboard lantern' }], 'it', 'en'),
    }
    const translations = { tables, idf: passageIdf([TRADER]) }
    expect(chosen('insegna lanterna', { language: 'it' }, { translations })[0]).toBe('Signboard')
    expect(chosen('lantern', { language: 'it' })[0]).toBe('Signboard')
    expect(chosen('qualcosa', { language: 'it' })).toEqual([])
  })
})

describe('the text whose passages are shown', () => {
  const full = (language: Language) =>
    anArticleText('si/vat', { title: 'T', shortAnswer: 'S', passages: [['H', 'P']] }, language)
  const short = anArticleText('si/vat', { title: 'T', shortAnswer: 'S' }, 'fr')
  const article = { ...TRADER, texts: { en: full('en'), es: full('es'), fr: short } }

  it('is that of the reply, else one that the person reads, else English', () => {
    expect(passageText(article, 'es', [])?.language).toBe('es')
    expect(passageText(article, 'fr', ['es'])?.language).toBe('es')
    expect(passageText(article, 'fr', [])?.language).toBe('en')
    expect(passageText({ ...article, texts: { fr: short } }, 'fr', [])).toBeNull()
  })
})

describe('the status decides', () => {
  const deciding = (text: string, profile: object = {}, article = TRADER) =>
    decidingStatuses(article, { text, language: 'en', profile }, lexicon)

  it('who may, where a passage tells at least three apart', () => {
    expect(deciding('can i register?')).toEqual(
      expect.arrayContaining(['student', 'asylum_applicant', 'refugee']),
    )
  })

  it.each<[string, string, object, object]>([
    ['when the question is not who may', 'where is the office?', {}, {}],
    ['when the person has said it', 'can i register?', { status: 'student' }, {}],
    ['for a consultant', 'can i register?', { audience: 'consultant' }, {}],
    ['when the article does not ask for it', 'can i register?', {}, { asks: ['income'] }],
    ['in rules of the EU', 'can i register?', {}, { area: 'eu' }],
  ])('nothing %s', (_, text, profile, changes) => {
    expect(deciding(text, profile, { ...TRADER, ...changes })).toEqual([])
  })
})
