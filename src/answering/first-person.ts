import type { Language } from '../i18n/languages.ts'
import { normalise } from '../retrieval/normalise.ts'

/** Words by which people speak of themselves; without one, "can refugees open a shop?" says nothing of the asker. */
const FIRST_PERSON: Partial<Record<Language, RegExp>> = {
  en: /\b(i|i'm|im|i've|my|me|we|our|us)\b/,
  sl: /\b(jaz|sem|smo|imam|imamo|moj|moja|moje|mojo|mene|meni|mi|zivim|delam|bi rad|bi rada|lahko odprem|prosim)\b/,
  es: /\b(yo|soy|somos|tengo|tenemos|mi|mis|me|estoy|vivo|quiero|puedo|trabajo|llevo)\b/,
  it: /\b(io|sono|siamo|ho|abbiamo|mio|mia|miei|mi|vivo|voglio|vorrei|posso|lavoro)\b/,
  bs: /\b(ja|sam|smo|imam|imamo|moj|moja|moje|mene|meni|mi|zivim|radim|mogu|zelim|hocu)\b/,
  fr: /\b(je|j'ai|j'|moi|mon|ma|mes|nous|suis)/,
  ro: /\b(eu|sunt|suntem|am|avem|meu|mea|mei|imi|locuiesc|vreau|pot)\b/,
  tr: /\b(ben|benim|bana|biz|bizim)\b|(im|um|yorum|ebilir miyim|abilir miyim)\b/,
  sq: /\b(une|jam|kam|kemi|im|ime|mua|jetoj|dua|mund te hap)\b/,
  ru: /(^|\s)(я|мы|у меня|мне|мой|моя|моё|мое|мои|нас|могу|хочу)(\s|$|,)/,
  uk: /(^|\s)(я|ми|у мене|в мене|мені|мій|моя|моє|мої|нас|можу|хочу)(\s|$|,)/,
  zh: /[我咱]/,
  bn: /(আমি|আমার|আমাকে|আমরা|আমাদের)/,
  ur: /(^|\s)(مين|ميرا|ميري|مجهي|همارا|هماري|همين)(\s|$)/,
  mk: /(^|\s)(јас|сум|имам|мој|моја|мое|мене|ми|можам|сакам|живеам)(\s|$|,)/,
}

/** Whether a text speaks of its writer; null in languages that say so by the verb alone. */
export function speaksOfOneself(text: string, language: Language): boolean | null {
  return FIRST_PERSON[language]?.test(normalise(text, language)) ?? null
}
