import { type ChildProcess, fork } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AREAS } from '../knowledge/vocabulary.ts'
import {
  type BuildInputs,
  type BuildJob,
  type BuildOutputs,
  buildJobs,
  emptyOutputs,
  type JobResult,
  keepResult,
  runJob,
} from './jobs.ts'

/** Compiled code runs as it is; a process of TypeScript must first learn to read it. */
const HELPER = import.meta.url.endsWith('.ts') ? './build-process.mjs' : './build-process.js'
/** Fewer articles than this are built faster here than in processes that must first start. */
const WORTH_PROCESSES = 40
const MOST_PROCESSES = 4
/** Learning makes many short-lived objects: with more room for them (megabytes) it takes a sixth less time. */
const BUILDING = ['--max-semi-space-size=32']

/** Opens the assistant once, for its cache, in a process of its own. Resolves also when that fails: then it is built here. */
export async function buildApart(root: string, cacheFolder: string): Promise<void> {
  const helper = fork(fileURLToPath(new URL(HELPER, import.meta.url)), [root, cacheFolder], {
    execArgv: BUILDING,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await new Promise((resolve) => helper.on('exit', resolve).on('error', resolve))
}

/** Whether there are so many articles that processes of their own are worth their start. */
export async function isWorthProcesses(knowledgeRoot: string): Promise<boolean> {
  const folders = await Promise.all(
    AREAS.map((area) => readdir(path.join(knowledgeRoot, area)).catch(() => [])),
  )
  return folders.flat().length >= WORTH_PROCESSES
}

/**
 * Builds all that is learned from the knowledge, on all cores: in processes of their own, since threads would leave
 * their memory with the program for good. Throws when one of them fails.
 */
export async function buildAll(inputs: BuildInputs): Promise<BuildOutputs> {
  const jobs = buildJobs(inputs.articles, inputs.triage)
  const outputs = emptyOutputs()
  if (inputs.articles.length < WORTH_PROCESSES) {
    for (const job of jobs) keepResult(outputs, job, runJob(job, inputs))
    return outputs
  }
  const processes = Math.min(MOST_PROCESSES, availableParallelism())
  await Promise.all(Array.from({ length: processes }, () => workThrough(jobs, inputs, outputs)))
  return outputs
}

/** One process that takes jobs from the list until none is left. */
async function workThrough(jobs: BuildJob[], inputs: BuildInputs, outputs: BuildOutputs): Promise<void> {
  const helper = fork(fileURLToPath(new URL(HELPER, import.meta.url)), {
    serialization: 'advanced',
    execArgv: BUILDING,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    helper.send(inputs)
    for (let job = jobs.shift(); job; job = jobs.shift())
      keepResult(outputs, job, await resultOf(helper, job))
  } finally {
    helper.kill()
  }
}

function resultOf(helper: ChildProcess, job: BuildJob): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const onMessage = (result: unknown) => {
      stopListening()
      resolve(result as JobResult)
    }
    const onEnd = (cause: unknown) => {
      stopListening()
      reject(new Error(`Building ${job.kind} failed: ${String(cause)}`))
    }
    const stopListening = () => helper.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
    helper.on('message', onMessage).on('error', onEnd).on('exit', onEnd)
    helper.send(job)
  })
}
