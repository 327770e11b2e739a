import { type BuildInputs, type BuildJob, runJob } from './jobs.ts'

/** The first message is what the jobs read, each later one a job; ends with the program that sends them. */
let inputs: BuildInputs | null = null
process.on('message', (message: BuildInputs | BuildJob) => {
  if (inputs === null) inputs = message as BuildInputs
  else process.send?.(runJob(message as BuildJob, inputs))
})
