import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { loadTriage } from '../answering/triage.ts'
import { loadMessages } from '../i18n/messages.ts'
import type { Article } from '../knowledge/article.ts'
import { loadLexicon } from '../knowledge/lexicon.ts'
import { type BuildInputs, type BuildJob, runJob } from './jobs.ts'

const { root, articles } = workerData as { root: string; articles: Article[] }
const knowledge = path.join(root, 'knowledge')

const inputs: Promise<BuildInputs> = Promise.all([
  loadTriage(path.join(knowledge, 'triage')),
  loadLexicon(knowledge),
  loadMessages(path.join(root, 'locales')),
]).then(([triage, lexicon, messages]) => ({ articles, triage, lexicon, messages }))

parentPort?.on('message', async (job: BuildJob) => parentPort?.postMessage(runJob(job, await inputs)))
