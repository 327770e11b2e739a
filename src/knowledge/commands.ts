import { messageOf } from '../errors.ts'
import type { Article } from './article.ts'
import { describeProblem } from './article.ts'
import { checkKnowledge } from './check.ts'
import { glossaryLines, glossaryOf } from './glossary.ts'
import { loadKnowledge } from './load.ts'
import { stampTranslations } from './stamp.ts'
import { coverage, languageStats } from './stats.ts'

const HELP = `npm run knowledge -- COMMAND [article or area …]
  list    articles with title, review date and languages
  check   everything that is wrong; exit code 1 when there is an error
  due     what is due for review, soonest first
  stats   counts and words per language, research facts per area
  glossary  the local terms with their meanings in English
  stamp   writes into translations which version of the English text they were compared with`

export interface KnowledgeCommandOptions {
  root: string
  today: string
  /** Takes one line. */
  print: (line: string) => void
  /** Readers of the data beside the articles; each throws for a file that cannot be used. */
  readers?: readonly (() => Promise<unknown>)[]
}

/** Runs one knowledge command and returns its exit code. */
export async function runKnowledgeCommand(args: string[], options: KnowledgeCommandOptions): Promise<number> {
  const [command, ...selection] = args
  const knowledge = await loadKnowledge(options.root)
  const selected = (id: string) =>
    selection.length === 0 ||
    selection.some((wanted) => id === trimmed(wanted) || id.startsWith(`${trimmed(wanted)}/`))
  const articles = knowledge.articles.filter((article) => selected(article.id))
  switch (command) {
    case 'list':
      for (const article of articles) options.print(listLine(article))
      return 0
    case 'check': {
      const problems = checkKnowledge(knowledge, options.today).filter(
        (problem) => selected(problem.file.split('/').slice(0, 2).join('/')) || selected(problem.file),
      )
      for (const problem of problems) options.print(describeProblem(problem))
      const unusable = await unusableFiles(options.readers ?? [])
      for (const message of unusable) options.print(message)
      const warnings = problems.filter((problem) => problem.severity === 'warning').length
      const errors = problems.length - warnings + unusable.length
      options.print(`${articles.length} articles, ${errors} errors, ${warnings} warnings`)
      return errors > 0 ? 1 : 0
    }
    case 'due':
      for (const article of [...articles].sort((a, b) => a.reviewBy.localeCompare(b.reviewBy))) {
        options.print(
          `${article.reviewBy} ${article.reviewBy <= options.today ? 'DUE ' : '    '} ${article.id}`,
        )
      }
      return 0
    case 'stats':
      for (const row of languageStats(articles)) {
        options.print(
          `${row.language}  articles ${row.short}  full ${row.full}  questions ${row.questions}  words ${row.words}`,
        )
      }
      for (const row of coverage(articles)) {
        options.print(
          `${row.area}  articles ${row.articles}  research facts present ${row.present}, left out ${row.leftOut}`,
        )
      }
      return 0
    case 'glossary':
      for (const line of glossaryLines(glossaryOf(articles), 'en')) options.print(line)
      return 0
    case 'stamp':
      for (const file of await stampTranslations(options.root, articles)) options.print(`stamped ${file}`)
      return 0
    default:
      options.print(HELP)
      return command === undefined || command === 'help' ? 0 : 2
  }
}

function trimmed(selection: string): string {
  return selection.replace(/^knowledge\//, '').replace(/\/+$/, '')
}

function listLine(article: Article): string {
  const languages = Object.entries(article.texts).map(([language, text]) =>
    text.passages.length > 0 ? language.toUpperCase() : language,
  )
  return `${article.id}  "${article.texts.en?.title ?? '?'}"  reviewed ${article.reviewed}, review by ${article.reviewBy}  ${languages.join(' ')}`
}

/** What is wrong in the data beside the articles, which all stop the start. */
async function unusableFiles(readers: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  const read = await Promise.allSettled(readers.map((reader) => reader()))
  return read.flatMap((result) => (result.status === 'rejected' ? [`error ${messageOf(result.reason)}`] : []))
}
