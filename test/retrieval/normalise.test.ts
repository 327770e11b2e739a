import { expect, it } from 'vitest'
import { asciiDigits, normalise } from '../../src/retrieval/normalise.ts'
import { words } from '../../src/retrieval/tokenise.ts'

it.each([
  ['ŽIVLJENJE v Škofji Loki', 'zivljenje v skofji loki'],
  ['Málaga, ¿Cuánto?', 'malaga, ¿cuanto?'],
  ['İstanbul’da ışık', "istanbul'da isik"],
  ['ﬁrma', 'firma'],
  ['Ёлка', 'елка'],
  ['إقامة', 'اقامه'],
  ['کی', 'كي'],
  ['١٢٣ ۴۵۶ ৭৮৯', '123 456 789'],
])('what readers take as the same gets one spelling: %s', (text, spelling) => {
  expect(normalise(text)).toBe(spelling)
})

it('letters of their own stay apart: й is no и, ї is no і', () => {
  expect(normalise('Мій країна')).toBe('мій країна')
  expect(normalise('мий')).not.toBe(normalise('мии'))
})

it('Serbian Cyrillic is read as Latin, and only in Serbian', () => {
  expect(normalise('Љубав и њива', 'bs')).toBe(normalise('Ljubav i njiva', 'bs'))
  expect(normalise('дело', 'mk')).toBe('дело')
})

it('Chinese is parted from Latin words and digits that stand at it', () => {
  expect(normalise('我的nie过期')).toBe('我的 nie 过期')
  expect(normalise('交300欧')).toBe('交 300 欧')
  expect(words('我的nie', 'zh')).toContain('nie')
})

it('marks of Bengali stay', () => {
  expect(normalise('কিভাবে')).toBe('কিভাবে'.normalize('NFC'))
})

it('a text that is normal already stays as it is', () => {
  for (const text of ['Škofja Loka', 'Українська', 'إقامة', '我的nie', '১২'])
    expect(normalise(normalise(text))).toBe(normalise(text))
})

it('digits of other scripts are read as ASCII digits, all else is kept', () => {
  expect(asciiDigits('Ž ٠٩ ۰۹ ০৯ ०९ 09')).toBe('Ž 09 09 09 09 09')
})
