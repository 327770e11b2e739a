import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseLanguage, guessReplyLanguage } from '../../src/answering/choose-language.ts'
import { loadTriage } from '../../src/answering/triage.ts'
import type { Question } from '../../src/answering/types.ts'
import { languageTexts } from '../../src/build/language-texts.ts'
import { loadMessages } from '../../src/i18n/messages.ts'
import { readLexicon } from '../../src/knowledge/lexicon.ts'
import { type LanguageModel, trainLanguageModel } from '../../src/retrieval/language-model.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
let model: LanguageModel

/** Learned from a part of what the product says in each language, without any article. */
beforeAll(async () => {
  const [triage, words, messages] = await Promise.all([
    loadTriage(path.join(ROOT, 'knowledge/triage')),
    readLexicon(path.join(ROOT, 'knowledge')),
    loadMessages(path.join(ROOT, 'locales')),
  ])
  const texts = languageTexts({ articles: [], triage, words, messages, general: {}, commonWords: {} })
  model = trainLanguageModel(
    texts.map((one) => ({
      ...one,
      texts: one.texts.filter((_, at) => at % 4 === 0),
      romanised: one.romanised.slice(0, 150),
    })),
  )
})

const choose = (text: string, more: Partial<Question> = {}) =>
  chooseLanguage({ text, profile: {}, history: [], ...more }, model)

describe('the language of a message', () => {
  it.each([
    ['hello', 'en'],
    ['Hola!', 'es'],
    ['ciao', 'it'],
    ['Živjo', 'sl'],
    ['bonjour', 'fr'],
    ['привіт', 'uk'],
    ['你好', 'zh'],
  ])('is told by a greeting alone: %s is %s', (greeting, language) => {
    expect(choose(greeting)).toMatchObject({ message: language, reply: language, doubtful: false })
  })

  it('is asked for when one or two words might be of several and nothing else tells it', () => {
    expect(choose('Michael Schumacher').doubtful).toBe(true)
    expect(choose('Michael Schumacher', { languageHint: 'bs' })).toMatchObject({
      reply: 'bs',
      doubtful: false,
    })
    expect(choose('Odpreti podjetje')).toMatchObject({ reply: 'sl', doubtful: false })
  })

  it.each([
    ['How do I open a small shop near the market?', 'en'],
    ['¿Cómo puedo abrir una tienda pequeña cerca del mercado?', 'es'],
    ['Come posso aprire un piccolo negozio vicino al mercato?', 'it'],
    ['Kako lahko odprem majhno trgovino blizu tržnice?', 'sl'],
    ['Как мне открыть маленький магазин рядом с рынком?', 'ru'],
    ['كيف أفتح متجرا صغيرا قرب السوق؟', 'ar'],
    ['আমি কীভাবে একটি ছোট দোকান খুলব?', 'bn'],
  ])('is told by a sentence, whatever the person chose: %s', (text, language) => {
    expect(choose(text)).toMatchObject({ message: language, reply: language })
    expect(choose(text, { profile: { language: 'fr' } }).reply).toBe(language)
  })

  it('that the product does not have is asked back in English', () => {
    expect(choose('Guten Tag, ich möchte gerne wissen, wie ich ein Gewerbe anmelden kann')).toMatchObject({
      reply: 'en',
      doubtful: true,
    })
  })

  it('of a short message is the one that the person chose, then that of the talk, then that of the client', () => {
    const history = [{ role: 'user' as const, text: 'Cuánto cuesta darse de alta como autónomo en España' }]
    const languageHint = 'it-IT'
    expect(choose('vat?', { profile: { language: 'sl' }, history, languageHint }).reply).toBe('sl')
    expect(choose('vat?', { history, languageHint }).reply).toBe('es')
    expect(choose('vat?', { languageHint }).reply).toBe('it')
  })

  it('without a letter and with nothing else known is English', () => {
    expect(choose('60 000?')).toMatchObject({ reply: 'en', doubtful: false })
  })
})

describe('the script of a message', () => {
  it('of Serbian in Cyrillic is kept for the reply, unless the person chose another', () => {
    const text = 'Како могу да отворим малу радњу близу пијаце?'
    expect(choose(text)).toMatchObject({ reply: 'bs', script: 'Cyrl' })
    expect(choose(text, { profile: { script: 'Latn' } }).script).toBe('Latn')
  })

  it('in Latin letters of another one is noticed', () => {
    expect(choose('kak otkryt magazin v slovenii, kakie dokumenty nuzhny')).toMatchObject({
      message: 'ru',
      romanised: true,
    })
  })
})

describe('the language in which to speak to somebody who wrote nothing', () => {
  it('is the one chosen, then that of the client, then English', () => {
    const silent = { text: '', profile: {}, history: [] }
    expect(guessReplyLanguage({ ...silent, profile: { language: 'tr' } }, model)).toBe('tr')
    expect(guessReplyLanguage({ ...silent, languageHint: 'sr-Cyrl-RS' }, model)).toBe('bs')
    expect(guessReplyLanguage({ ...silent, languageHint: 'de' }, model)).toBe('en')
  })
})
