import type { Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Article } from '../knowledge/article.ts'
import type { Lexicon } from '../knowledge/lexicon.ts'
import type { Country } from '../knowledge/vocabulary.ts'
import type { ArticleSearch } from '../retrieval/article-search.ts'
import type { LanguageModel } from '../retrieval/language-model.ts'
import type { Spelling } from '../retrieval/spelling.ts'
import type { LanguageChoice } from './choose-language.ts'
import type { EmergencyNumbers } from './emergency.ts'
import type { Findings } from './find-articles.ts'
import type { MessageReading } from './read-message.ts'
import type { RiskScreen } from './screen-risks.ts'
import type { SeparateQuestion } from './separate-questions.ts'
import type { Translations } from './translations.ts'
import type { TriageClasses, TriageModels } from './triage.ts'
import type { Question } from './types.ts'

/** All that the steps of answering work with. */
export interface AnswererTools {
  articles: readonly Article[]
  search: ArticleSearch
  lexicon: Lexicon
  translations: Translations | null
  triage: TriageClasses
  triageModels: TriageModels
  languageModel: LanguageModel | null
  /** Mends misspelt words; a language without it is read as it was typed. */
  spelling: Partial<Record<Language, Spelling>>
  messages: Messages
  emergency: EmergencyNumbers
  /** Today as an ISO day. */
  today: () => string
}

/** All that the steps found out about one question. */
export interface Turnout {
  question: Question
  /** Today as an ISO day. */
  today: string
  language: LanguageChoice
  reading: MessageReading
  risks: RiskScreen
  country: Country | null
  findings: Findings
  /** The questions of the message, when it asks several things. */
  separate: SeparateQuestion[]
  /** The article on rights and complaints of the country; undefined when the country is not known. */
  rights: Article | undefined
  /** The article on who helps in the country; undefined when the country is not known. */
  localSupport: Article | undefined
}
