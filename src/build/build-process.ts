import { keepWordsOf } from '../retrieval/tokenise.ts'
import { type BuildInputs, type BuildJob, runJob } from './jobs.ts'

/** More than a language has: its texts are read for the index, for the triage and for the word table. */
keepWordsOf(20_000)

const [root, cacheFolder] = process.argv.slice(2)
if (root && cacheFolder) await buildForCache(root, cacheFolder)
else answerJobs()

/** Builds everything, keeps it in the cache folder and ends; ends at once when the program that waits for it is gone. */
async function buildForCache(root: string, cacheFolder: string): Promise<void> {
  process.on('disconnect', () => process.exit())
  const { openAssistant } = await import('../assistant.ts')
  await openAssistant({ root, cacheFolder, today: () => '' })
  process.disconnect?.()
}

/** The first message is what the jobs read, each later one a job; ends with the program that sends them. */
function answerJobs(): void {
  let inputs: BuildInputs | null = null
  process.on('message', (message: BuildInputs | BuildJob) => {
    if (inputs === null) inputs = message as BuildInputs
    else process.send?.(runJob(message as BuildJob, inputs))
  })
}
