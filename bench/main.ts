import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { askOne } from '../src/answering/ask-line.ts'
import { openAssistant } from '../src/assistant.ts'
import type { Language } from '../src/i18n/languages.ts'
import { searchDocument } from '../src/retrieval/article-index.ts'
import { benchQuestions } from './support/bench-questions.ts'
import { measureChats } from './support/chats.ts'
import { measureGrowth } from './support/growth.ts'
import { MiniSearchPeer } from './support/minisearch-peer.ts'
import { hundredths, type Timing, timed } from './support/timing.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' } } })
const root = path.resolve(import.meta.dirname, '..')
const cacheFolder = await mkdtemp(path.join(tmpdir(), 'bench-'))
/** How long a person takes to read an answer and write again; short for a real one. */
const READING_MS = 5000
const LANGUAGES: Language[] = ['en', 'sl']

/** What a process of its own measures of a start. */
interface Start {
  openMs: number
  processMs: number
  cpuMs: number
  rssMb: number
  articles: number
}

async function start(): Promise<Start> {
  const script = path.join(import.meta.dirname, 'support', 'measure-start.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    script,
    root,
    cacheFolder,
  ])
  return JSON.parse(stdout) as Start
}

function ratio(own: Timing, other: Timing) {
  return {
    p50: hundredths(own.p50Ms / other.p50Ms),
    p95: hundredths(own.p95Ms / other.p95Ms),
    p99: hundredths(own.p99Ms / other.p99Ms),
  }
}

function print(title: string, figures: object): void {
  if (values.json) return
  const shown = Object.entries(figures).map(([name, value]) =>
    typeof value === 'object' ? `${name} ${JSON.stringify(value)}` : `${name} ${value}`,
  )
  console.log(`${title.padEnd(22)} ${shown.join('  ')}`)
}

try {
  const cold = await start()
  print('start cold', cold)
  const warm = await start()
  print('start warm', warm)

  const assistant = await openAssistant({
    root,
    cacheFolder,
    today: () => new Date().toISOString().slice(0, 10),
  })
  const { articles } = assistant.knowledge
  const questions = await benchQuestions(root, articles, LANGUAGES)
  const peers = new Map(
    LANGUAGES.map((language) => [
      language,
      new MiniSearchPeer(
        articles
          .filter((article) => article.texts[language])
          .map((article) => searchDocument(article, language))
          .map(({ id, title, questions: own, summary, passages }) => ({
            id,
            title,
            body: [...own, summary, ...passages.map(({ text }) => text)].join('\n'),
          })),
        language,
      ),
    ]),
  )
  const answer = ({ text, country }: (typeof questions)[number]) =>
    askOne({ text, profile: { country } }, assistant)
  const search = ({ text, language }: (typeof questions)[number]) => peers.get(language)?.search(text)
  for (const question of questions.slice(0, 60)) {
    answer(question)
    search(question)
  }
  const answers = timed(questions, answer)
  const minisearch = timed(questions, search)
  const answerRatio = ratio(answers, minisearch)
  print('answers', answers)
  print('minisearch search', minisearch)
  print('answers / minisearch', answerRatio)

  const crowd = (chats: number, turns: number, pauseMs: number) =>
    measureChats(root, cacheFolder, questions, { chats, turns, pauseMs })
  const oneChat = await crowd(1, 100, 0)
  print('whole app, 1 chat', oneChat)
  const fiftyChats = await crowd(50, 6, READING_MS)
  print('whole app, 50 chats', fiftyChats)
  const fiftyWithoutPause = await crowd(50, 6, 0)
  print('50 chats, no pause', fiftyWithoutPause)

  const documents = articles
    .filter((article) => article.area === 'si' && article.texts.en)
    .map((article) => searchDocument(article, 'en'))
  const english = questions.filter(({ language }) => language === 'en').map(({ text }) => text)
  const growth = measureGrowth(documents, 'en', english, [1, 10, 100])
  for (const row of growth) print(`growth ${row.factor}×`, row)

  if (values.json)
    console.log(
      JSON.stringify(
        {
          start: { cold, warm },
          answers,
          minisearch,
          answerRatio,
          oneChat,
          fiftyChats,
          fiftyWithoutPause,
          growth,
        },
        null,
        2,
      ),
    )
} finally {
  await rm(cacheFolder, { recursive: true, force: true })
}
