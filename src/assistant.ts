import path from 'node:path'
import { type EmergencyNumbers, loadEmergency } from './answering/emergency.ts'
import { type Answerer, createAnswerer } from './answering/pipeline.ts'
import { passageIdf } from './answering/translations.ts'
import { loadTriage, type TriageClasses } from './answering/triage.ts'
import type { AnswererTools } from './answering/turnout.ts'
import { buildAll, buildApart, isWorthProcesses } from './build/build.ts'
import type { BuildOutputs } from './build/jobs.ts'
import { KnowledgeUnusableError } from './errors.ts'
import { Messages, type MessageTexts, readMessageTexts } from './i18n/messages.ts'
import type { Knowledge } from './knowledge/article.ts'
import { readCommonWords } from './knowledge/common-words.ts'
import { fingerprint } from './knowledge/fingerprint.ts'
import { readGeneralSentences } from './knowledge/general-sentences.ts'
import { createLexicon, type Lexicon, type LexiconData, readLexicon } from './knowledge/lexicon.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { ArticleSearch } from './retrieval/article-search.ts'
import { FileCache } from './retrieval/cache.ts'
import { Spelling } from './retrieval/spelling.ts'
import { openBuiltInVectors } from './retrieval/vector/article-vectors.ts'

/** What answers questions, with the parts that other modules use. */
export interface Assistant extends Answerer {
  knowledge: Knowledge
  messages: Messages
  lexicon: Lexicon
  triage: TriageClasses
  tools: AnswererTools
  /** Version of all content: changes when any file of it changes. */
  version: string
  /** What `read` gives of the same files, kept in the cache beside the rest. */
  kept: KeptReading
}

export type KeptReading = <T>(name: string, read: () => Promise<T>) => Promise<T>

export interface AssistantOptions {
  /** Folder that holds knowledge/ and locales/. */
  root: string
  /** Where what was built is kept; null keeps nothing. */
  cacheFolder: string | null
  today: () => string
  report?: (message: string) => void
  /** What must be built is built by a process whose memory goes with it; for a program that stays. */
  staying?: boolean
}

/** Bump when the code that builds an index changes, so that an index of an older code is not used. */
const BUILD_VERSION = 'build-52'

const CACHE_FILE = 'assistant.bin'

/** All that is kept in the cache: what was read from the files and what was learned from it. */
interface Built {
  knowledge: Knowledge
  texts: MessageTexts
  words: LexiconData
  triage: TriageClasses
  emergency: EmergencyNumbers
  /** How much each English stem tells. */
  idf: Map<string, number>
  learned: BuildOutputs
}

/**
 * Loads the knowledge and what is built from it: from the cache when nothing changed, else anew. Articles that are
 * wrong on disk are reported and left out. Throws KnowledgeUnusableError when none is left.
 */
export async function openAssistant(options: AssistantOptions): Promise<Assistant> {
  const { root, report = () => {} } = options
  const knowledgeRoot = path.join(root, 'knowledge')
  const version = await fingerprint([knowledgeRoot, path.join(root, 'locales')])
  const cache = options.cacheFolder ? new FileCache(options.cacheFolder) : null
  const origin = `${BUILD_VERSION} ${version}`
  const kept: KeptReading = async (name, read) =>
    cache ? cache.getOrBuild(name, origin, read, report) : read()
  if (cache && options.staying && !(await cache.mayHold(CACHE_FILE, origin))) {
    if (await isWorthProcesses(knowledgeRoot)) await buildApart(root, cache.folder)
  }
  const built = await kept<Built>(CACHE_FILE, () => readAndLearn(root, knowledgeRoot))
  if (built.knowledge.articles.length === 0)
    throw new KnowledgeUnusableError(
      `No article in ${knowledgeRoot} can be served. Run: npm run knowledge -- check`,
    )
  const { articles } = built.knowledge
  const { learned, triage, emergency } = built
  const messages = new Messages(built.texts)
  const lexicon = createLexicon(built.words)
  const vectors = await openBuiltInVectors(articles, learned.embedding, options.cacheFolder, report)
  const tools: AnswererTools = {
    articles,
    search: new ArticleSearch(learned.index, articles, { vectors, messages: labelledMessages(learned) }),
    lexicon,
    triage,
    translations: { tables: learned.translationTables, idf: built.idf },
    triageModels: learned.triageModels,
    languageModel: learned.languageModel,
    spelling: spellingOf(learned),
    messages,
    emergency,
    today: options.today,
  }
  return {
    ...createAnswerer(tools),
    knowledge: built.knowledge,
    messages,
    lexicon,
    triage,
    tools,
    version,
    kept,
  }
}

function spellingOf({ spelling }: BuildOutputs) {
  return Object.fromEntries(
    Object.entries(spelling).map(([language, data]) => [language, new Spelling(data)]),
  )
}

/** What people write about each subject; the triage compares messages with the same ones. */
function labelledMessages({ triageModels }: BuildOutputs) {
  return Object.fromEntries(
    Object.entries(triageModels).map(([language, { examples }]) => [language, examples]),
  )
}

async function readAndLearn(root: string, knowledgeRoot: string): Promise<Built> {
  const [texts, words, triage, emergency, general, commonWords, knowledge] = await Promise.all([
    readMessageTexts(path.join(root, 'locales')),
    readLexicon(knowledgeRoot),
    loadTriage(path.join(knowledgeRoot, 'triage')),
    loadEmergency(knowledgeRoot),
    readGeneralSentences(knowledgeRoot),
    readCommonWords(knowledgeRoot),
    loadKnowledge(knowledgeRoot),
  ])
  const { articles } = knowledge
  const learned = await buildAll({ articles, triage, words, texts, general, commonWords })
  const idf = passageIdf(articles)
  return { knowledge, texts, words, triage: { classes: triage.classes }, emergency, idf, learned }
}
