import { parallelTexts } from '../answering/translations.ts'
import { type TriageData, type TriageModel, trainTriageModel } from '../answering/triage.ts'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { Messages, type MessageTexts } from '../i18n/messages.ts'
import type { Article } from '../knowledge/article.ts'
import type { CommonWords } from '../knowledge/common-words.ts'
import type { GeneralSentences } from '../knowledge/general-sentences.ts'
import { createLexicon, type Lexicon, type LexiconData, withoutPlaces } from '../knowledge/lexicon.ts'
import { buildLanguageIndex, type LanguageIndexData } from '../retrieval/article-index.ts'
import { RANKER_WEIGHTS } from '../retrieval/article-search.ts'
import { type LanguageModel, trainLanguageModel } from '../retrieval/language-model.ts'
import { learnSpelling, type SpellingData } from '../retrieval/spelling.ts'
import { learnTranslation, type TranslationTable } from '../retrieval/translation.ts'
import { learnArticleEmbedding } from '../retrieval/vector/article-vectors.ts'
import type { LatentSemanticData } from '../retrieval/vector/latent-semantic.ts'
import { languageTexts } from './language-texts.ts'

/** One part of what is learned from the knowledge; the parts do not depend on each other. */
export type BuildJob =
  | { kind: 'language-model' }
  | { kind: 'embedding' }
  /** All that is learned of one language, by one process: it reads the same texts several times. */
  | { kind: 'language'; language: Language }

/** What the jobs read; the same for all of them. Plain data, so that processes can be given it. */
export interface BuildInputs {
  articles: Article[]
  triage: TriageData
  words: LexiconData
  texts: MessageTexts
  general: GeneralSentences
  commonWords: CommonWords
}

/** What the jobs give. */
export interface BuildOutputs {
  index: { languages: Partial<Record<Language, LanguageIndexData>> }
  triageModels: Partial<Record<Language, TriageModel>>
  translationTables: Partial<Record<Language, TranslationTable>>
  spelling: Partial<Record<Language, SpellingData>>
  languageModel: LanguageModel | null
  /** Null when vectors have no share in the ranking. */
  embedding: LatentSemanticData | null
}

interface LanguageResult {
  index: LanguageIndexData | null
  triage: TriageModel | null
  translation: TranslationTable | null
  spelling: SpellingData | null
}

export type JobResult = LanguageModel | LatentSemanticData | null | LanguageResult

/** All jobs that a knowledge needs, the longest first. */
export function buildJobs(articles: readonly Article[], triage: TriageData): BuildJob[] {
  const languages = LANGUAGES.filter((language) => isWritten(articles, language) || triage.examples[language])
  return [
    { kind: 'language-model' },
    ...(RANKER_WEIGHTS.vectors > 0 ? [{ kind: 'embedding' as const }] : []),
    ...languages.map((language) => ({ kind: 'language' as const, language })),
  ]
}

export function runJob(job: BuildJob, inputs: BuildInputs): JobResult {
  const { articles, triage, words, texts, general, commonWords } = inputs
  switch (job.kind) {
    case 'language-model':
      return trainLanguageModel(
        languageTexts({ articles, triage, words, messages: new Messages(texts), general, commonWords }),
      )
    case 'embedding':
      return learnArticleEmbedding(articles)
    case 'language':
      return learnLanguage(job.language, inputs)
    default:
      return job satisfies never
  }
}

function learnLanguage(language: Language, inputs: BuildInputs): LanguageResult {
  const { articles, triage, words, texts } = inputs
  const written = isWritten(articles, language)
  return {
    index: written ? buildLanguageIndex(articles, language) : null,
    triage: triage.examples[language]
      ? trainTriageModel(triage, articles, language, (text) =>
          withoutPlaces(text, language, lexiconOf(words)),
        )
      : null,
    translation:
      written && language !== 'en'
        ? learnTranslation(parallelTexts(articles, new Messages(texts), language), language, 'en')
        : null,
    spelling: written ? learnSpelling(textsIn(language, inputs), language) : null,
  }
}

/** All that is written in a language, in which the right spellings are the most frequent ones. */
function textsIn(language: Language, { articles, triage, general }: BuildInputs): string[] {
  return [
    ...articles.flatMap((article) => {
      const text = article.texts[language]
      if (!text) return []
      const passages = text.passages.map(({ heading, raw }) => `${heading} ${raw}`)
      return [text.title, text.shortAnswer, ...text.questions, ...text.examples, ...passages]
    }),
    ...Object.values(triage.examples[language] ?? {}).flat(),
    ...(general[language] ?? []),
  ]
}

function isWritten(articles: readonly Article[], language: Language): boolean {
  return articles.some((article) => article.texts[language])
}

const lexicons = new WeakMap<LexiconData, Lexicon>()

/** Made once for all jobs of a process: it takes about as long as a job. */
function lexiconOf(words: LexiconData): Lexicon {
  const lexicon = lexicons.get(words) ?? createLexicon(words)
  lexicons.set(words, lexicon)
  return lexicon
}

export function emptyOutputs(): BuildOutputs {
  return {
    index: { languages: {} },
    triageModels: {},
    translationTables: {},
    spelling: {},
    languageModel: null,
    embedding: null,
  }
}

/** Puts the result of a job where it belongs. */
export function keepResult(outputs: BuildOutputs, job: BuildJob, result: JobResult): void {
  switch (job.kind) {
    case 'language-model':
      outputs.languageModel = result as LanguageModel
      return
    case 'embedding':
      outputs.embedding = result as LatentSemanticData
      return
    case 'language': {
      const { index, triage, translation, spelling } = result as LanguageResult
      if (index) outputs.index.languages[job.language] = index
      if (triage) outputs.triageModels[job.language] = triage
      if (translation) outputs.translationTables[job.language] = translation
      if (spelling) outputs.spelling[job.language] = spelling
      return
    }
    default:
      job satisfies never
  }
}
