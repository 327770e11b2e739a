import { parallelTexts } from '../answering/translations.ts'
import { type TriageData, type TriageModel, trainTriageModel } from '../answering/triage.ts'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { Messages, type MessageTexts } from '../i18n/messages.ts'
import type { Article } from '../knowledge/article.ts'
import { createLexicon, type Lexicon, type LexiconData, withoutPlaces } from '../knowledge/lexicon.ts'
import { buildLanguageIndex, type LanguageIndexData } from '../retrieval/article-index.ts'
import { RANKER_WEIGHTS } from '../retrieval/article-search.ts'
import { type LanguageModel, trainLanguageModel } from '../retrieval/language-guess.ts'
import { learnTranslation, type TranslationTable } from '../retrieval/translation.ts'
import { learnArticleEmbedding } from '../retrieval/vector/article-vectors.ts'
import type { LatentSemanticData } from '../retrieval/vector/latent-semantic.ts'
import { languageTexts } from './language-texts.ts'

/** One part of what is learned from the knowledge; the parts do not depend on each other. */
export type BuildJob =
  | { kind: 'language-model' }
  | { kind: 'embedding' }
  | { kind: 'index' | 'triage' | 'translation'; language: Language }

/** What the jobs read; the same for all of them. Plain data, so that processes can be given it. */
export interface BuildInputs {
  articles: Article[]
  triage: TriageData
  words: LexiconData
  texts: MessageTexts
}

/** What the jobs give. */
export interface BuildOutputs {
  index: { languages: Partial<Record<Language, LanguageIndexData>> }
  triageModels: Partial<Record<Language, TriageModel>>
  translationTables: Partial<Record<Language, TranslationTable>>
  languageModel: LanguageModel | null
  /** Null when vectors have no share in the ranking. */
  embedding: LatentSemanticData | null
}

export type JobResult =
  | LanguageModel
  | LatentSemanticData
  | null
  | LanguageIndexData
  | TranslationTable
  | TriageModel

/** All jobs that a knowledge needs, the longest first. */
export function buildJobs(articles: readonly Article[], triage: TriageData): BuildJob[] {
  const written = LANGUAGES.filter((language) => articles.some((article) => article.texts[language]))
  return [
    { kind: 'language-model' },
    ...(RANKER_WEIGHTS.vectors > 0 ? [{ kind: 'embedding' as const }] : []),
    ...written.map((language) => ({ kind: 'index' as const, language })),
    ...LANGUAGES.filter((language) => triage.examples[language]).map((language) => ({
      kind: 'triage' as const,
      language,
    })),
    ...written
      .filter((language) => language !== 'en')
      .map((language) => ({ kind: 'translation' as const, language })),
  ]
}

export function runJob(job: BuildJob, { articles, triage, words, texts }: BuildInputs): JobResult {
  const messages = new Messages(texts)
  switch (job.kind) {
    case 'language-model':
      return trainLanguageModel(languageTexts(articles, triage, words, messages))
    case 'embedding':
      return learnArticleEmbedding(articles)
    case 'index':
      return buildLanguageIndex(articles, job.language)
    case 'triage':
      return trainTriageModel(triage, articles, job.language, (text) =>
        withoutPlaces(text, job.language, lexiconOf(words)),
      )
    case 'translation':
      return learnTranslation(parallelTexts(articles, messages, job.language), job.language, 'en')
    default:
      return job satisfies never
  }
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
    case 'index':
      outputs.index.languages[job.language] = result as LanguageIndexData
      return
    case 'triage':
      outputs.triageModels[job.language] = result as TriageModel
      return
    case 'translation':
      outputs.translationTables[job.language] = result as TranslationTable
      return
    default:
      job satisfies never
  }
}
