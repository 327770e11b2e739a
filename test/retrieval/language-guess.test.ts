import { describe, expect, it } from 'vitest'
import { guessLanguage, isInOtherLanguage } from '../../src/retrieval/language-guess.ts'
import { type LanguageTexts, trainLanguageModel } from '../../src/retrieval/language-model.ts'

const texts = (language: LanguageTexts['language'], more: Partial<LanguageTexts>): LanguageTexts => ({
  language,
  texts: [],
  romanised: [],
  words: [],
  greetings: [],
  ...more,
})
const MODEL = trainLanguageModel([
  texts('en', {
    texts: ['how do i open a shop in the town', 'the tax office asks for my papers', 'what does it cost'],
    greetings: ['hello', 'good morning', 'ciao'],
  }),
  texts('es', {
    texts: ['cómo abro una tienda en la ciudad', 'la oficina pide mis papeles', 'cuánto cuesta'],
    greetings: ['hola', 'buenos días', 'ciao'],
  }),
  texts('it', {
    texts: ['come apro un negozio in città', 'l’ufficio chiede i miei documenti', 'quanto costa'],
    greetings: ['ciao', 'buongiorno'],
  }),
  texts('ru', {
    texts: ['как открыть магазин в городе', 'налоговая просит мои документы', 'сколько это стоит'],
    greetings: ['привет'],
  }),
  texts('uk', {
    texts: ['як відкрити крамницю в місті', 'податкова просить мої документи', 'скільки це коштує'],
  }),
])
const first = (text: string) => guessLanguage(text, MODEL)[0]

describe('a guess of the language', () => {
  it.each([
    ['hello', 'en'],
    ['Hola!', 'es'],
    ['¡Buenos días!', 'es'],
    ['ciao', 'it'],
    ['привет', 'ru'],
  ])('of a greeting alone is certain enough: %s is %s', (greeting, language) => {
    expect(first(greeting)?.language).toBe(language)
    expect(first(greeting)?.probability).toBeGreaterThan(0.7)
  })

  it('is the less certain, the more languages use a greeting', () => {
    expect(first('ciao')?.probability).toBeLessThan(first('hola')?.probability ?? 0)
  })

  it.each([
    ['how do i open a shop', 'en'],
    ['cómo abro una tienda', 'es'],
    ['как открыть магазин', 'ru'],
    ['як відкрити крамницю', 'uk'],
    ['我想开店', 'zh'],
    ['আমি দোকান খুলতে চাই', 'bn'],
    ['আমার permesso di lungo periodo করতে হবে, test কোথায় book করব', 'bn'],
    ['我的permesso在续签只有ricevuta，可以去camera di commercio吗', 'zh'],
    ['what does تصريح mean on my card', 'en'],
    ['我的nie过期了', 'zh'],
  ])('is told by the script and the words: %s is %s', (text, language) => {
    expect(first(text)).toMatchObject({ language, romanised: false })
  })

  it('shares one whole among the languages of a script', () => {
    const sum = guessLanguage('how do i', MODEL).reduce((total, { probability }) => total + probability, 0)
    expect(sum).toBeCloseTo(1, 5)
    expect(guessLanguage('как', MODEL).every(({ language }) => /ru|uk|mk|bs/.test(language))).toBe(true)
  })

  it('is none without letters', () => {
    expect(guessLanguage('60 000?', MODEL)).toEqual([])
    expect(guessLanguage('', null)).toEqual([])
  })

  it('works by the script without anything learned', () => {
    expect(guessLanguage('我想开店', null)[0]?.language).toBe('zh')
    expect(guessLanguage('How do I open a small shop in the town?', null)[0]?.language).toBe('en')
  })
})

it('German is another language, one of ours is not', () => {
  expect(isInOtherLanguage('Guten Tag, ich möchte gerne wissen, wie ich ein Gewerbe anmelden kann')).toBe(
    true,
  )
  expect(isInOtherLanguage('¿Cómo puedo abrir una tienda pequeña cerca del mercado?')).toBe(false)
})
