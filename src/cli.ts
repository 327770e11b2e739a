import path from 'node:path'
import { runKnowledgeCommand } from './knowledge/commands.ts'

const [command, ...args] = process.argv.slice(2)
const root = path.resolve(import.meta.dirname, '..')

switch (command) {
  case 'knowledge':
    process.exitCode = await runKnowledgeCommand(args, {
      root: path.join(root, 'knowledge'),
      today: new Date().toISOString().slice(0, 10),
      print: (line) => console.log(line),
    })
    break
  default:
    console.error('Use npm run ask, chat, knowledge or eval.')
    process.exitCode = 2
}
