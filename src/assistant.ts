import path from 'node:path'
import { loadEmergency } from './answering/emergency.ts'
import { type Answerer, type AnswererTools, createAnswerer } from './answering/pipeline.ts'
import { learnTranslations, type Translations } from './answering/translations.ts'
import { loadTriage, type TriageData, type TriageModels, trainTriage } from './answering/triage.ts'
import { KnowledgeUnusableError } from './errors.ts'
import { LANGUAGES } from './i18n/languages.ts'
import { loadMessages, type Messages } from './i18n/messages.ts'
import type { Knowledge } from './knowledge/article.ts'
import { renderPlaceholders } from './knowledge/figures.ts'
import { fingerprint } from './knowledge/fingerprint.ts'
import { type Lexicon, loadLexicon } from './knowledge/lexicon.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { type ArticleIndexData, buildArticleIndex } from './retrieval/article-index.ts'
import { ArticleSearch, RANKER_WEIGHTS } from './retrieval/article-search.ts'
import { FileCache } from './retrieval/cache.ts'
import { type LanguageTexts, trainLanguageModel } from './retrieval/language-guess.ts'
import type { LinearModel } from './retrieval/linear.ts'
import { learnArticleEmbedding, openBuiltInVectors } from './retrieval/vector/article-vectors.ts'
import type { LatentSemanticData } from './retrieval/vector/latent-semantic.ts'

/** What answers questions, with the parts that other modules use. */
export interface Assistant extends Answerer {
  knowledge: Knowledge
  messages: Messages
  lexicon: Lexicon
  triage: TriageData
  tools: AnswererTools
  /** Version of all content: changes when any file of it changes. */
  version: string
}

export interface AssistantOptions {
  /** Folder that holds knowledge/ and locales/. */
  root: string
  /** Where what was built is kept; null keeps nothing. */
  cacheFolder: string | null
  today: () => string
  report?: (message: string) => void
}

/** Bump when the code that builds an index changes, so that an index of an older code is not used. */
const BUILD_VERSION = 'build-4'

interface Built {
  knowledge: Knowledge
  index: ArticleIndexData
  triageModels: TriageModels
  languageModel: LinearModel | null
  translations: Translations
  /** Null when vectors have no share in the ranking. */
  embedding: LatentSemanticData | null
}

/**
 * Loads the knowledge and what is built from it: from the cache when nothing changed, else anew. Articles that are
 * wrong on disk are reported and left out. Throws KnowledgeUnusableError when none is left.
 */
export async function openAssistant(options: AssistantOptions): Promise<Assistant> {
  const { root, report = () => {} } = options
  const knowledgeRoot = path.join(root, 'knowledge')
  const version = await fingerprint([knowledgeRoot, path.join(root, 'locales')])
  const [messages, lexicon, triage, emergency] = await Promise.all([
    loadMessages(path.join(root, 'locales')),
    loadLexicon(knowledgeRoot),
    loadTriage(path.join(knowledgeRoot, 'triage')),
    loadEmergency(knowledgeRoot),
  ])
  const build = () => buildAll(knowledgeRoot, triage, lexicon, messages)
  const built = options.cacheFolder
    ? await new FileCache(options.cacheFolder).getOrBuild<Built>(
        'assistant.bin',
        `${BUILD_VERSION} ${version}`,
        build,
        report,
      )
    : await build()
  if (built.knowledge.articles.length === 0)
    throw new KnowledgeUnusableError(
      `No article in ${knowledgeRoot} can be served. Run: npm run knowledge -- check`,
    )
  const { articles } = built.knowledge
  const vectors = await openBuiltInVectors(articles, built.embedding, options.cacheFolder, report)
  const tools: AnswererTools = {
    articles,
    search: new ArticleSearch(built.index, articles, { vectors }),
    lexicon,
    triage,
    translations: built.translations,
    triageModels: built.triageModels,
    languageModel: built.languageModel,
    messages,
    emergency,
    today: options.today,
  }
  return { ...createAnswerer(tools), knowledge: built.knowledge, messages, lexicon, triage, tools, version }
}

async function buildAll(
  knowledgeRoot: string,
  triage: TriageData,
  lexicon: Lexicon,
  messages: Messages,
): Promise<Built> {
  const knowledge = await loadKnowledge(knowledgeRoot)
  return {
    knowledge,
    index: buildArticleIndex(knowledge.articles),
    triageModels: trainTriage(triage, knowledge.articles),
    translations: learnTranslations(knowledge.articles, messages),
    embedding: RANKER_WEIGHTS.vectors > 0 ? learnArticleEmbedding(knowledge.articles) : null,
    languageModel: trainLanguageModel(languageTexts(knowledge, triage, lexicon, messages)),
  }
}

/** The product's own texts by language: articles, examples of messages, system texts. */
function languageTexts(
  knowledge: Knowledge,
  triage: TriageData,
  lexicon: Lexicon,
  messages: Messages,
): LanguageTexts[] {
  return LANGUAGES.map((language) => ({
    language,
    texts: [
      ...knowledge.articles.flatMap((article) => {
        const text = article.texts[language]
        return text
          ? [
              text.title,
              ...text.questions.filter((question) => !isRomanised(question, language)),
              renderPlaceholders(text.shortAnswer, article.figures, language),
            ]
          : []
      }),
      ...Object.values(triage.examples[language] ?? {})
        .flat()
        .filter((example) => !isRomanised(example, language)),
      ...messages
        .keys(language)
        .flatMap((key) => messages.raw(language, key)?.replace(/\{[^}]*\}/g, ' ') ?? []),
    ],
    romanised: [
      ...(lexicon.languages[language]?.latin ?? []),
      ...knowledge.articles.flatMap(
        (article) =>
          article.texts[language]?.questions.filter((question) => isRomanised(question, language)) ?? [],
      ),
    ],
  }))
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
