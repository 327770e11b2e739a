import path from 'node:path'
import { runAskCommand } from './answering/ask-command.ts'
import { openAssistant } from './assistant.ts'
import { runChat } from './channels/terminal/chat.ts'
import { runEvalCommand } from './evaluation/run.ts'
import { runKnowledgeCommand } from './knowledge/commands.ts'

const [command, ...args] = process.argv.slice(2)
const root = path.resolve(import.meta.dirname, '..')
const today = () => new Date().toISOString().slice(0, 10)

switch (command) {
  case 'knowledge':
    process.exitCode = await runKnowledgeCommand(args, {
      root: path.join(root, 'knowledge'),
      today: today(),
      print: (line) => console.log(line),
    })
    break
  case 'ask': {
    const cacheFolder = path.join(process.env.DATA_DIR ?? path.join(root, 'data'), 'cache')
    const assistant = await openAssistant({
      root,
      cacheFolder,
      today,
      report: (message) => console.error(message),
    })
    process.exitCode = await runAskCommand(args, assistant, {
      input: process.stdin,
      output: process.stdout,
      errors: process.stderr,
    })
    break
  }
  case 'chat':
    process.exitCode = await runChat(root)
    break
  case 'eval': {
    const cacheFolder = path.join(process.env.DATA_DIR ?? path.join(root, 'data'), 'cache')
    const assistant = await openAssistant({
      root,
      cacheFolder,
      today,
      report: (message) => console.error(message),
    })
    process.exitCode = await runEvalCommand(args, assistant, path.join(root, 'eval'), (line) =>
      console.log(line),
    )
    break
  }
  default:
    console.error('Use npm run ask, chat, knowledge or eval.')
    process.exitCode = 2
}
