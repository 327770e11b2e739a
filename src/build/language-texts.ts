import type { TriageData } from '../answering/triage.ts'
import { LANGUAGES } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Article, ArticleText } from '../knowledge/article.ts'
import type { CommonWords } from '../knowledge/common-words.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import type { GeneralSentences } from '../knowledge/general-sentences.ts'
import type { LexiconData } from '../knowledge/lexicon.ts'
import type { LanguageTexts } from '../retrieval/language-model.ts'
import { serbianToCyrillic } from '../retrieval/romanise.ts'
import { sampled } from '../retrieval/sampled.ts'

/** Serbian is read in both of its scripts. */
function inBothScripts(texts: string[], language: string): string[] {
  return language === 'bs' ? [...texts, ...texts.map(serbianToCyrillic)] : texts
}

/** More texts of a language teach hardly more, and learning them is the longest part of the first start. */
const MOST_TEXTS = 1300

/** Where a language is learned from. */
export interface LanguageSources {
  articles: readonly Article[]
  triage: TriageData
  words: LexiconData
  messages: Messages
  general: GeneralSentences
  commonWords: CommonWords
}

/**
 * The product's own texts by language: articles, everyday messages, cases, system texts, of which a sample where they
 * are many, the general sentences and the common words.
 */
export function languageTexts({
  articles,
  triage,
  words,
  messages,
  general,
  commonWords,
}: LanguageSources): LanguageTexts[] {
  return LANGUAGES.map((language) => {
    const isLatin = (text: string) => isRomanised(text, language)
    const written = articles.flatMap((article) => article.texts[language] ?? [])
    const messagesOf = (text: ArticleText) => [...text.questions, ...text.examples]
    const cases = Object.values(triage.examples[language] ?? {}).flat()
    const native = [
      ...articles.flatMap((article) => {
        const text = article.texts[language]
        if (!text) return []
        const own = messagesOf(text).filter((one) => !isLatin(one))
        return [text.title, ...own, renderPlaceholders(text.shortAnswer, article.figures, language)]
      }),
      ...cases.filter((one) => !isLatin(one)),
      ...messages
        .keys(language)
        .flatMap((key) => messages.raw(language, key)?.replace(/\{[^}]*\}/g, ' ') ?? []),
    ]
    return {
      language,
      texts: inBothScripts([...sampled(native, MOST_TEXTS), ...(general[language] ?? [])], language),
      words: inBothScripts(commonWords[language] ?? [], language),
      greetings: triage.examples[language]?.greeting ?? [],
      romanised: [
        ...(words.languages[language]?.latin ?? []),
        ...written.flatMap(messagesOf).filter(isLatin),
        ...cases.filter(isLatin),
      ],
    }
  })
}

const OTHER_SCRIPT: Partial<Record<string, RegExp>> = {
  ru: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  mk: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  ur: /\p{Script=Arabic}/u,
  bn: /\p{Script=Bengali}/u,
  zh: /\p{Script=Han}/u,
}

function isRomanised(text: string, language: string): boolean {
  const script = OTHER_SCRIPT[language]
  return script !== undefined && !script.test(text)
}
