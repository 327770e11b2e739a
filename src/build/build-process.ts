import { keepWordsOf } from '../retrieval/tokenise.ts'
import { type BuildInputs, type BuildJob, runJob } from './jobs.ts'

/** More than a language has: its texts are read for the index, for the triage and for the word table. */
keepWordsOf(20_000)

/** The first message is what the jobs read, each later one a job; ends with the program that sends them. */
let inputs: BuildInputs | null = null
process.on('message', (message: BuildInputs | BuildJob) => {
  if (inputs === null) inputs = message as BuildInputs
  else process.send?.(runJob(message as BuildJob, inputs))
})
