import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Holidays, loadHolidays } from '../../src/calendar/holidays.ts'
import { type DeadlineLexicon, loadDeadlineWords } from '../../src/handover/deadline-words.ts'
import { findDeadline } from '../../src/handover/deadlines.ts'
import { LANGUAGES, type Language } from '../../src/i18n/languages.ts'
import type { Country } from '../../src/knowledge/vocabulary.ts'

const knowledge = path.resolve(import.meta.dirname, '../../knowledge')
let holidays: Holidays
let lexicon: DeadlineLexicon
beforeAll(async () => {
  ;[holidays, lexicon] = await Promise.all([loadHolidays(knowledge), loadDeadlineWords(knowledge)])
})

/** Thursday. */
const today = '2026-11-26'
const find = (language: Language, text: string, country: Country | null = 'si') =>
  findDeadline(text, lexicon, { language, today, country, holidays })

describe('deadlines in messages', () => {
  it('every language has its words', () => {
    expect(Object.keys(lexicon).sort()).toEqual([...LANGUAGES].sort())
  })

  it.each<[Language, string, string]>([
    ['en', 'I got the letter on Monday, 8 days', '2026-12-01'],
    [
      'en',
      'They refused my permit. The letter came yesterday and I have eight days to appeal.',
      '2026-12-03',
    ],
    ['en', 'in 15 days from 3 December', '2026-12-18'],
    ['en', 'I must answer the office by 3 December', '2026-12-03'],
    ['en', 'the decision says I can appeal within 30 days, I received it on 20.11.2026', '2026-12-20'],
    ['en', 'I received the decision 3 days ago and have 15 days', '2026-12-08'],
    ['en', 'only have 5 days left to appeal', '2026-12-01'],
    // Tomorrow, or the Friday after: the cautious one.
    ['en', 'the fine must be paid before next Friday', '2026-11-27'],
    ['en', 'got the decision on November 20th, one month to complain', '2026-12-20'],
    ['sl', 'V ponedeljek sem dobila pismo, rok je 8 dni', '2026-12-01'],
    ['sl', 'Odločbo sem prejel 20. novembra, pritožba v petnajstih dneh', '2026-12-05'],
    ['sl', 'Do 3. 12. moram odgovoriti upravni enoti', '2026-12-03'],
    ['sl', 'pred 3 dnevi sem dobil sklep, imam 8 dni', '2026-12-01'],
    ['es', 'Recibí la carta el lunes, tengo 10 días', '2026-12-03'],
    ['es', 'Me llegó la resolución el 20 de noviembre y tengo un mes para el recurso', '2026-12-20'],
    ['es', 'tengo que contestar al requerimiento hasta el 3 de diciembre', '2026-12-03'],
    ['es', 'hace 3 días me notificaron, quince días de plazo', '2026-12-08'],
    ['it', 'Ho ricevuto la lettera lunedì, ho 8 giorni', '2026-12-01'],
    ['it', 'devo rispondere alla questura entro il 3 dicembre', '2026-12-03'],
    ['it', 'il provvedimento è arrivato 3 giorni fa, trenta giorni per il ricorso', '2026-12-23'],
    ['it', '60 giorni dal 3 dicembre', '2027-02-01'],
    ['bs', 'U ponedjeljak sam dobio rješenje, žalba 8 dana', '2026-12-01'],
    ['mk', 'Во понеделник добив решение, 8 дена за жалба', '2026-12-01'],
    ['sq', 'Të hënën mora letrën, 8 ditë', '2026-12-01'],
    ['uk', 'У понеділок отримав лист, 8 днів на оскарження', '2026-12-01'],
    ['ru', 'Письмо пришло в понедельник, 8 дней на обжалование', '2026-12-01'],
    ['fr', "J'ai reçu la lettre lundi, 8 jours", '2026-12-01'],
    ['ro', 'Am primit scrisoarea luni, 8 zile', '2026-12-01'],
    ['tr', 'Mektubu pazartesi aldım, 8 gün', '2026-12-01'],
    ['ar', 'استلمت الرسالة يوم الاثنين، ٨ أيام', '2026-12-01'],
    ['zh', '星期一收到信，8天', '2026-12-01'],
    ['bn', 'সোমবার চিঠি পেয়েছি, ৮ দিন', '2026-12-01'],
    ['ur', 'پیر کو خط ملا، ۸ دن', '2026-12-01'],
    ['fa', 'دوشنبه نامه را گرفتم، ۸ روز', '2026-12-01'],
  ])('%s: %s', (language, text, date) => {
    expect(find(language, text)?.date).toBe(date)
  })

  it('says how it was computed', () => {
    expect(find('en', 'I got the letter on Monday, 8 days')).toEqual({
      date: '2026-12-01',
      days: 8,
      from: '2026-11-23',
      workingDays: false,
      quote: expect.stringContaining('8 days'),
    })
  })

  it('counts working days by the calendar of the country', () => {
    const spanish = 'Recibí la notificación el 4 de diciembre de 2026, 3 días hábiles'
    expect(
      findDeadline(spanish, lexicon, { language: 'es', today: '2026-12-05', country: 'es', holidays }),
    ).toMatchObject({
      date: '2026-12-10',
      workingDays: true,
    })
  })

  it.each<[Language, string]>([
    ['en', 'How long is the appeal period?'],
    ['en', 'I have been in Slovenia for 8 days'],
    ['en', 'The letter gives me 15 days to appeal'],
    ['en', 'My shop opens on Monday, 8 hours a day'],
    ['en', 'I pay 400 euro a month since 2024'],
    ['sl', 'Koliko dni imam dopusta?'],
    ['es', 'Quiero abrir mi tienda el 3 de diciembre'],
    ['it', 'Posso lavorare 20 ore a settimana?'],
  ])('%s: no deadline in "%s"', (language, text) => {
    expect(find(language, text)).toBeNull()
  })
})
