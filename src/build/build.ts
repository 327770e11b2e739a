import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
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

/** Compiled code runs as it is; a thread of TypeScript must first learn to read it. */
const THREAD = import.meta.url.endsWith('.ts') ? './thread.mjs' : './build-thread.js'
/** Fewer articles than this are built faster here than in threads that must first start. */
const WORTH_THREADS = 40
const MOST_THREADS = 4

/** Builds all that is learned from the knowledge, on all cores. */
export async function buildAll(inputs: BuildInputs): Promise<BuildOutputs> {
  const jobs = buildJobs(inputs.articles, inputs.triage)
  const outputs = emptyOutputs()
  const threads = inputs.articles.length < WORTH_THREADS ? 0 : Math.min(MOST_THREADS, availableParallelism())
  if (threads < 2) {
    for (const job of jobs) keepResult(outputs, job, runJob(job, inputs))
    return outputs
  }
  await Promise.all(Array.from({ length: threads }, () => workThrough(jobs, inputs, outputs)))
  return outputs
}

/** One thread that takes jobs from the list until none is left. */
async function workThrough(jobs: BuildJob[], inputs: BuildInputs, outputs: BuildOutputs): Promise<void> {
  const worker = new Worker(new URL(THREAD, import.meta.url), { workerData: inputs })
  try {
    for (let job = jobs.shift(); job; job = jobs.shift())
      keepResult(outputs, job, await resultOf(worker, job))
  } finally {
    await worker.terminate()
  }
}

function resultOf(worker: Worker, job: BuildJob): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    worker.once('message', (result: JobResult) => {
      worker.off('error', reject)
      resolve(result)
    })
    worker.once('error', reject)
    worker.postMessage(job)
  })
}
