import { describe, expect, it } from 'vitest'
import { MASK, maskSensitive, type SensitiveKind } from '../../src/privacy/sensitive-numbers.ts'

const SENSITIVE: [SensitiveKind, string][] = [
  ['iban', 'SI56 1910 0000 0123 438'],
  ['iban', 'SI56191000000123438'],
  ['iban', 'ES91 2100 0418 4502 0005 1332'],
  ['iban', 'it60 x054 2811 1010 0000 0123 456'],
  ['iban', 'DE89370400440532013000'],
  ['card', '4111 1111 1111 1111'],
  ['card', '5500-0000-0000-0004'],
  ['card', '378282246310005'],
  ['card', '٤١١١١١١١١١١١١١١١'],
  ['passport', 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'],
  ['passport', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
  ['tax_number', '12345678Z'],
  ['tax_number', 'X1234567L'],
  ['tax_number', 'Y-1234567-X'],
  ['tax_number', 'RSSMRA85T10A562S'],
  ['tax_number', '07643520567'],
  ['tax_number', '0101006500006'],
  ['tax_number', '15012557'],
  ['tax_number', 'SI15012557'],
  ['phone', '+386 40 123 456'],
  ['phone', '0034 612 345 678'],
  ['phone', '031 123 456'],
  ['phone', '612 345 678'],
  ['phone', '347 123 4567'],
]

const HARMLESS = [
  'I have 10000 EUR and need 25.000,50 €',
  'a loan of 50000000 EUR',
  'turnover of 1 234 567 890 euro',
  'Real Decreto 1155/2024 and Ley 14/2013',
  'BOE-A-2015-11430',
  'Regulation (EU) 2015/2302, Directive 2014/92',
  'Uradni list RS, št. 91/21',
  'my permit ends on 26.11.2026 or 2026-11-26',
  'from 20261126 to 26112026',
  'SKD 56.101, ATECO 47.11.40, CNAE 5610',
  'form 790-012 and modelo 036',
  'call 112 or 016 or 113',
  'I earn 1500 a month, 18000 a year since 2019',
  'room 1204, street 15, 29001 Málaga',
  'D.Lgs. 286/1998 art. 26, L. 104/1992',
  '600000000 EUR',
  'the M-1 form within 8 days',
  '1,234,567,890',
]

describe('numbers that nobody should send', () => {
  for (const [kind, number] of SENSITIVE) {
    it(`masks ${kind} ${number}`, () => {
      const masked = maskSensitive(`Here it is: ${number}, what now?`)
      expect(masked).toEqual({ text: `Here it is: ${MASK}, what now?`, kinds: [kind] })
    })
  }

  for (const text of HARMLESS) {
    it(`leaves "${text}"`, () => {
      expect(maskSensitive(text)).toEqual({ text, kinds: [] })
    })
  }

  it('a wrong check digit makes it a plain number', () => {
    for (const number of ['SI56 1910 0000 0123 439', '4111 1111 1111 1112', '12345678A', 'RSSMRA85T10A562T'])
      expect(maskSensitive(number).kinds).toEqual([])
  })

  it('an amount beside the word for a passport stays', () => {
    const text = 'she has my passport and says I must pay 25000'
    expect(maskSensitive(text)).toEqual({ text, kinds: [] })
  })

  it('masks the number of a passport beside the word in several languages', () => {
    for (const text of [
      'my passport is PB1234567',
      'potni list št. P12345678',
      'паспорт FE123456',
      'جواز السفر A1234567',
    ])
      expect(maskSensitive(text)).toEqual({ text: expect.stringContaining(MASK), kinds: ['passport'] })
  })

  it('masks several numbers in one message and names each kind once', () => {
    const masked = maskSensitive(
      'IBAN SI56191000000123438, cards 4111111111111111 and 4111 1111 1111 1111, tel +38640123456',
    )
    expect(masked).toEqual({
      text: `IBAN ${MASK}, cards ${MASK} and ${MASK}, tel ${MASK}`,
      kinds: ['iban', 'card', 'phone'],
    })
  })
})
