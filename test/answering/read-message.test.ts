import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { MESSAGE_LIMIT, queryParts, readMessage } from '../../src/answering/read-message.ts'
import type { Language } from '../../src/i18n/languages.ts'
import { type Lexicon, loadLexicon } from '../../src/knowledge/lexicon.ts'

let lexicon: Lexicon

beforeAll(async () => {
  lexicon = await loadLexicon(path.resolve(import.meta.dirname, '../../knowledge'))
})

const reading = (text: string, language: Language = 'en') => readMessage(text, language, lexicon)

describe('a message in which the writer only asks', () => {
  it.each<[string, Language]>([
    ['How many days to appeal a refusal? Just curious, nothing happened to me.', 'en'],
    ['Koliko dni je časa za pritožbo? Jaz nisem dobil ničesar, samo zanima me.', 'sl'],
    ['¿Se borran las deudas si cierro? No tengo deudas.', 'es'],
    ['Какой штраф за подложного автономо? просто интересно, для курсовой', 'ru'],
    ['罚款多少？只是好奇', 'zh'],
  ])('says so: %s', (text, language) => {
    expect(reading(text, language).onlyAsking).toBe(true)
  })

  it.each<[string, Language]>([
    ['My permit was refused, I just want to know what I can do', 'en'],
    ['Zavrnili so mi dovoljenje, samo da vem, kaj lahko storim', 'sl'],
    ['Me han denegado el permiso, solo quiero saber qué puedo hacer', 'es'],
    ['اجازه‌ام رد شد، فقط میخوام بدونم چکار کنم', 'fa'],
    ['我的居留被拒了，只想了解一下怎么办', 'zh'],
  ])('is not one in need: %s', (text, language) => {
    expect(reading(text, language).onlyAsking).toBe(false)
  })
})

describe('the country of a message', () => {
  it.each<[string, Language, string, boolean]>([
    ['how do i open a bar in Italy?', 'en', 'it', true],
    ['i live in Maribor, which permit?', 'en', 'si', true],
    ['how do i open a shop in slovnia?', 'en', 'si', true],
    ['Хочу открыть магазин во Пиран', 'ru', 'si', true],
    ['Сакам да отворам дуќан во Пиран', 'mk', 'si', true],
    ['我在斯洛文尼亚开店', 'zh', 'si', true],
    ['我的nie过期了', 'zh', 'es', true],
    ['my cuota de autonomos is too high', 'en', 'es', false],
  ])('%s (%s) is %s', (text, language, country, named) => {
    expect(reading(text, language)).toMatchObject({ countries: [country], countryNamed: named })
  })

  it('is told by a local word, unless it is an ordinary word of the language of the message', () => {
    expect(reading('how much are prispevki for me?').countries).toEqual(['si'])
    expect(reading('Koliko prispevkov plačam na mesec?', 'sl').countries).toEqual([])
    expect(reading('kako odprem s.p. in koliko je prispevkov?', 'sl').countries).toEqual(['si'])
    expect(reading('devo aprire un conto corrente?', 'it').countries).toEqual([])
  })

  it('is named by an office, and only hinted at by one that has an ordinary name in the language of the message', () => {
    expect(reading('the seguridad social wrote to me')).toMatchObject({
      countries: ['es'],
      countryNamed: true,
    })
    const spanish = reading('cuánto se paga al mes de seguridad social?', 'es')
    expect(spanish).toMatchObject({ countries: ['es'], countryNamed: false })
  })

  it('is none where nothing tells it', () => {
    expect(reading('when must i register for vat?').countries).toEqual([])
  })

  it('of a question comes before one that the story names', () => {
    const text = 'In Italy my cousin pays nothing. How much do I pay in Spain? I know Slovenia too.'
    expect(reading(text).countries[0]).toBe('es')
  })

  it('the writer’s own country comes before that of friends, wherever it stands', () => {
    const text = 'I live in Milan, my friends in Spain use Verifactu. Which system for invoices is mine?'
    expect(reading(text).countries).toEqual(['it', 'es'])
    const russian = 'Живу в Милане, знакомые в Испании ставят себе Verifactu. Мне какая система нужна?'
    expect(readMessage(russian, 'ru', lexicon).countries[0]).toBe('it')
  })

  it('the only country may be that of others; a question about them is about it', () => {
    const own = reading('My cousin in Italy pays 5 percent, how much do I pay?')
    expect(own).toMatchObject({ countries: ['it'], countryOfOthers: true })
    expect(reading('My sister wants to open a bar in Spain, what does she need?').countryOfOthers).toBe(false)
    expect(reading('I am in Italy with my cousin, how much do I pay?').countryOfOthers).toBe(false)
  })

  it.each<[string, Language]>([
    ['Is the VAT limit in Italy 60000 like in Slovenia?', 'en'],
    ["İtalya'da KDV sınırı Slovenya'daki gibi 60 bin euro mu?", 'tr'],
    ['Je v Italiji meja za DDV enaka kot v Sloveniji?', 'sl'],
    ['意大利的增值税门槛像斯洛文尼亚一样吗？', 'zh'],
    ['کیا اٹلی میں بھی سلووینیا کی طرح حد ہے؟', 'ur'],
    ['aquí en Bolonia también existe la tarifa plana como en España?', 'es'],
  ])('with which the writer only compares is not the one asked about: %s', (text, language) => {
    expect(readMessage(text, language, lexicon).countries[0]).toBe('it')
  })

  it('that is only compared with, and no other named, gives way to the writer’s own', () => {
    expect(readMessage('Is it the same limit as in Slovenia?', 'en', lexicon).countryOfOthers).toBe(true)
    expect(readMessage('What is the limit in Slovenia?', 'en', lexicon).countryOfOthers).toBe(false)
  })

  it.each<[string, Language, string]>([
    ['selim se v Valencio', 'sl', 'es'],
    ['živim v Rimu', 'sl', 'it'],
    ['radim u Bolonji', 'bs', 'it'],
    ['iz Kamnika sem', 'sl', 'si'],
    ['uzimam kuhara u alicanteu', 'bs', 'es'],
    ['otvaram radnju u bresci', 'bs', 'it'],
    ['torinoda berber dukkani acacagim', 'tr', 'it'],
    ['Valensiyadan yazıyorum', 'tr', 'es'],
    ['my boss near Latina took my passport', 'en', 'it'],
    ['vivo a Siviglia', 'it', 'es'],
    ['vivo en Nápoles', 'es', 'it'],
  ])(
    'is told by its towns in every case and by their names in other languages: %s',
    (text, language, country) => {
      expect(readMessage(text, language, lexicon).countries).toEqual([country])
    },
  )

  it('cases of towns are read only where the language has them', () => {
    expect(readMessage('parmi les papiers', 'fr', lexicon).countries).toEqual([])
  })

  it('a town is named once, in any form', () => {
    expect(readMessage('Živim v Škofji Loki', 'sl', lexicon).town).toBe('Škofja Loka')
    expect(readMessage('Живу в Милане', 'ru', lexicon)).toMatchObject({ town: 'Milano', countries: ['it'] })
    expect(reading('from Malaga to Sevilla').town).toBeNull()
    expect(reading('My sister lives in Malaga. How do I register in Spain?').town).toBeNull()
  })

  it('that is none of ours is noticed', () => {
    expect(reading('how do i open a shop in Germany?')).toMatchObject({ countries: [], otherCountry: true })
  })
})

describe('the status in a message', () => {
  it.each<[string, Language]>([
    ['i am not an eu citizen', 'en'],
    ['I have no EU passport', 'en'],
    ['我不是欧盟公民', 'zh'],
  ])('%s (%s) says not to be a citizen of the EU, and is not read as eu_citizen', (text, language) => {
    expect(reading(text, language)).toMatchObject({ statuses: [], notEuCitizen: true })
  })

  it('is found by its phrases, also in another language of the three countries', () => {
    expect(reading('i am an eu citizen')).toMatchObject({ statuses: ['eu_citizen'], notEuCitizen: false })
    expect(reading('i have a work permit').statuses).toEqual(['work_permit'])
    expect(reading('i have permesso di soggiorno per studio').statuses).toEqual(['student'])
  })

  it('of a message without one is empty', () => {
    expect(reading('how much is vat?')).toMatchObject({ statuses: [], notEuCitizen: false })
  })
})

describe('the questions of a message', () => {
  it('are its sentences that ask, with or without a question mark', () => {
    const { questions, sentences } = reading('I sew dresses. Where do I register? how much does it cost')
    expect(sentences).toHaveLength(3)
    expect(questions).toEqual(['Where do I register?', 'how much does it cost'])
  })

  it('are all its sentences when none asks', () => {
    expect(reading('I sew dresses. I sell them.').questions).toHaveLength(2)
  })

  it('count fully in the search, the story around them less, and towns not at all', () => {
    const story = reading('I sew dresses in Ljubljana. Where do I register in Maribor?')
    const [question, rest] = queryParts(story, 'en', lexicon)
    expect(question?.weight).toBe(1)
    expect(rest?.weight).toBeLessThan(1)
    expect(`${question?.text} ${rest?.text}`).not.toMatch(/maribor|ljubljana/i)
    expect(rest?.text).toContain('dresses')
  })

  it('of an endless message are those of its beginning', () => {
    expect(reading('how much? '.repeat(5000)).text.length).toBeLessThanOrEqual(MESSAGE_LIMIT)
  })

  it('tells whether a time to come is named', () => {
    const later = (text: string, language: Language = 'en') => {
      const { years, later } = readMessage(text, language, lexicon)
      return { years, later }
    }
    expect(later('What is the VAT limit?')).toEqual({ years: [], later: false })
    expect(later('What will the limit be in 2028?')).toEqual({ years: [2028], later: true })
    expect(later('¿Cuánto será la cuota el próximo año?', 'es').later).toBe(true)
    expect(later('20281 euro')).toEqual({ years: [], later: false })
  })
})
