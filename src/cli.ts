import path from 'node:path'
import { AppError } from './errors.ts'
import { programRoot } from './program-root.ts'
import { readSettings } from './settings.ts'

const today = () => new Date().toISOString().slice(0, 10)

/** Commands load what they need only: checking an article needs no server. */
const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  async knowledge(args) {
    const { runKnowledgeCommand } = await import('./knowledge/commands.ts')
    const { dataReaders } = await import('./data-readers.ts')
    const { root } = settings()
    return runKnowledgeCommand(args, {
      root: path.join(root, 'knowledge'),
      today: today(),
      print: (line) => console.log(line),
      readers: dataReaders(root),
    })
  },
  async ask(args) {
    const { runAskCommand } = await import('./answering/ask-command.ts')
    return runAskCommand(args, openQuietly, {
      input: process.stdin,
      output: process.stdout,
      errors: process.stderr,
    })
  },
  async chat() {
    const { runChat } = await import('./channels/terminal/chat.ts')
    return runChat(programRoot)
  },
  async eval(args) {
    const { runEvalCommand } = await import('./evaluation/run.ts')
    return runEvalCommand(args, openQuietly, path.join(programRoot, 'eval'), (line) => console.log(line))
  },
  async consultant(args) {
    const { runConsultantCommand } = await import('./handover/consultant-command.ts')
    const { openSqliteStorage } = await import('./storage/sqlite/storage.ts')
    const storage = await openSqliteStorage(settings().dataFolder)
    try {
      return await runConsultantCommand(args, storage, new Date(), (line) => console.log(line))
    } finally {
      await storage.close()
    }
  },
}

const settings = () => readSettings({ ...process.env, TELEGRAM_BOT_TOKEN: undefined }, programRoot)

async function openQuietly() {
  const { openAssistant } = await import('./assistant.ts')
  const { root, dataFolder } = settings()
  return openAssistant({
    root,
    cacheFolder: path.join(dataFolder, 'cache'),
    today,
    report: (message) => console.error(message),
  })
}

const [name = '', ...rest] = process.argv.slice(2)
const command = COMMANDS[name]
if (command) {
  try {
    process.exitCode = await command(rest)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(`${error.code}: ${error.message}`)
    process.exitCode = 1
  }
} else {
  console.error(`Use one of: ${Object.keys(COMMANDS).join(', ')}.`)
  process.exitCode = 2
}
