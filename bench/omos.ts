import { parseArgs } from 'node:util'
import { AppError } from '../src/errors.ts'
import { RANKER_WEIGHTS } from '../src/retrieval/article-search.ts'
import { readPageSets } from './omos/data.ts'
import {
  type CrossFigures,
  type LanguageFigures,
  learnFromPages,
  measureAcross,
  measureLanguage,
  type SystemFigures,
} from './omos/measure.ts'
import { type Agreement, shown } from './support/ranks.ts'

const HELP = `npm run --silent bench:omos -- DIR [--json]
  DIR holds pages.<lang>.jsonl and questions.<lang>.jsonl (one JSON object a line)`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
})
const folder = positionals[0]
if (values.help || !folder) {
  console.error(HELP)
  process.exitCode = values.help ? 0 : 2
} else {
  try {
    await run(folder, values.json ?? false)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(`${error.code}: ${error.message}`)
    process.exitCode = 2
  }
}

async function run(from: string, asJson: boolean): Promise<void> {
  const sets = await readPageSets(from, (message) => console.error(message))
  const embeddings = RANKER_WEIGHTS.vectors > 0 ? learnFromPages(sets) : null
  const languages: LanguageFigures[] = []
  for (const set of sets) {
    if (set.questions.length === 0) continue
    const figures = await measureLanguage(set, embeddings)
    languages.push(...figures)
    if (!asJson) for (const figure of figures) printLanguage(figure)
  }
  const across = await measureAcross(sets)
  if (asJson) console.log(JSON.stringify({ languages, across }, null, 2))
  else printAcross(across)
}

function printLanguage({ language, split, product, minisearch, lines, abstention }: LanguageFigures): void {
  console.log(`${language} (${split}, n ${product.city.n}) hit@1/hit@3/hit@5/MRR@10 in percent`)
  const row = (name: string, { city, allPages, msPerQuestion }: SystemFigures) =>
    console.log(
      `  ${name.padEnd(12)} city ${shown(city)}   all pages ${shown(allPages)}   ${msPerQuestion} ms a question`,
    )
  row('product', product)
  row('minisearch', minisearch)
  const three = ({ precision, recall, f }: Agreement) => `${precision}/${recall}/${f}`
  console.log(
    `  answer lines P/R/F ${three(lines)}   abstaining nP/nR/nF ${abstention ? three(abstention) : 'no such questions'}`,
  )
}

function printAcross(across: readonly CrossFigures[]): void {
  if (across.length === 0) return
  console.log(
    'across languages (city filter): hit@1 by words; hit@1/hit@5 by vectors learned from other cities',
  )
  for (const { question, pages, lexicalHit1, vectorHit1, vectorHit5 } of across)
    console.log(`  ${question} asks ${pages}: ${lexicalHit1}; ${vectorHit1}/${vectorHit5}`)
}
