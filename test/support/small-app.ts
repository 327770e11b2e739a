import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, buildApp, type Outside } from '../../src/app.ts'
import { createLog } from '../../src/operations/log.ts'
import { readSettings } from '../../src/settings.ts'
import { smallKnowledge } from './small-knowledge.ts'

/** The whole program over a few real articles, in a folder of its own. */
export async function openSmallApp(
  environment: Record<string, string> = {},
  outside: Partial<Outside> = {},
): Promise<{ app: App; close: () => Promise<void>; dataFolder: string }> {
  const knowledge = environment.KNOWLEDGE_ROOT ?? (await smallKnowledge())
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'small-steps-app-'))
  const settings = readSettings(
    { PORT: '0', DATA_DIR: dataFolder, KNOWLEDGE_ROOT: knowledge, LOG_LEVEL: 'silent', ...environment },
    knowledge,
  )
  const app = await buildApp(settings, { log: createLog('silent'), holdMs: () => 0, ...outside })
  return {
    app,
    dataFolder,
    async close() {
      await app.stop()
      for (const folder of [knowledge, dataFolder]) await rm(folder, { recursive: true, force: true })
    },
  }
}
