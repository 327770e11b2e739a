import { parentPort, workerData } from 'node:worker_threads'
import { type BuildInputs, type BuildJob, runJob } from './jobs.ts'

const inputs = workerData as BuildInputs

parentPort?.on('message', (job: BuildJob) => parentPort?.postMessage(runJob(job, inputs)))
