import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { LANGUAGES } from '../i18n/languages.ts'
import { COUNTRIES, STATUSES } from '../knowledge/vocabulary.ts'
import { askLine, askOne } from './ask-line.ts'
import type { Answerer } from './pipeline.ts'

export const ASK_HELP = `npm run --silent ask -- "question" [--country ${COUNTRIES.join('|')}] [--status …] [--lang …] [--json]
npm run --silent ask -- --jsonl < questions.jsonl > answers.jsonl
  statuses: ${STATUSES.join(' ')}
  languages: ${LANGUAGES.join(' ')}`

/** Runs `npm run ask`. Returns the exit code. The assistant is opened only when the arguments are right. */
export async function runAskCommand(
  args: string[],
  open: () => Promise<Answerer>,
  streams: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream; errors: NodeJS.WritableStream },
): Promise<number> {
  const options = readArguments(args)
  if (typeof options === 'string') {
    streams.errors.write(`${options}\n${ASK_HELP}\n`)
    return 2
  }
  const answerer = await open()
  if (options.jsonl) {
    for await (const line of createInterface({ input: streams.input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue
      const written = streams.output.write(`${JSON.stringify(askLine(line, answerer))}\n`)
      if (!written) await new Promise((resolve) => streams.output.once('drain', resolve))
    }
    return 0
  }
  const { country, status, lang, text } = options
  const result = askOne({ text, profile: { country, status, language: lang } }, answerer)
  if ('error' in result) {
    streams.errors.write(`${result.error.code}: ${result.error.message}\n`)
    return 2
  }
  streams.output.write(options.json ? `${JSON.stringify(result)}\n` : `${result.text}\n`)
  return 0
}

interface AskArguments {
  text: string
  jsonl: boolean
  json: boolean
  country?: string | undefined
  status?: string | undefined
  lang?: string | undefined
}

function readArguments(args: string[]): AskArguments | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        country: { type: 'string' },
        status: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean' },
        jsonl: { type: 'boolean' },
      },
    })
    const text = positionals.join(' ')
    if (!values.jsonl && text === '') return 'Write a question.'
    if (values.country && !(COUNTRIES as readonly string[]).includes(values.country))
      return `--country ${values.country} is none of ${COUNTRIES.join(', ')}.`
    if (values.status && !(STATUSES as readonly string[]).includes(values.status))
      return `--status ${values.status} is not known.`
    if (values.lang && !(LANGUAGES as readonly string[]).includes(values.lang))
      return `--lang ${values.lang} is not known.`
    return {
      text,
      json: values.json ?? false,
      jsonl: values.jsonl ?? false,
      country: values.country,
      status: values.status,
      lang: values.lang,
    }
  } catch (error) {
    return (error as Error).message
  }
}
