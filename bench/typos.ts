import path from 'node:path'
import { type AskResult, askOne } from '../src/answering/ask-line.ts'
import { openAssistant } from '../src/assistant.ts'
import { figuresOf } from '../src/evaluation/figures.ts'
import { type Judgement, judge } from '../src/evaluation/judge.ts'
import { type EvalQuestion, readQuestionSets } from '../src/evaluation/question-set.ts'
import { LANGUAGES } from '../src/i18n/languages.ts'
import { seededRandom } from '../src/retrieval/features.ts'
import { readSettings } from '../src/settings.ts'
import { withTypos } from './support/typos.ts'

/**
 * `npm run bench:typos -- [SHARE]`: how many right articles in the first three are lost when a share of the words (0.3
 * unless told) of the questions under eval/ is misspelt, on average of several draws.
 */
const share = Number(process.argv[2] ?? 0.3)
const root = path.resolve(import.meta.dirname, '..')
const settings = readSettings({ ...process.env, TELEGRAM_BOT_TOKEN: undefined }, root)
const assistant = await openAssistant({
  root: settings.root,
  cacheFolder: path.join(settings.dataFolder, 'cache'),
  today: () => new Date().toISOString().slice(0, 10),
})
const questions = (await readQuestionSets(path.join(root, 'eval', 'questions'))).filter(
  ({ expect }) => (expect.articles?.length ?? 0) > 0,
)
/** One draw of misspellings says little of a language with some 140 questions. */
const DRAWS = [7, 8, 9]
const randoms = DRAWS.map((seed) => seededRandom(seed))
const asked = (question: EvalQuestion) => judge(question, askOne(question, assistant) as AskResult)
const judgements = questions.map((question) => ({
  written: asked(question),
  misspelt: randoms.map((random) => asked({ ...question, text: withTypos(question.text, share, random) })),
}))

const percent = (list: readonly Judgement[]) => (figuresOf(list).rightInThree?.value ?? 0) * 100
console.log(`language      n  as written  misspelt   lost (percent points, ${share * 100} % of the words)`)
for (const language of ['all', ...LANGUAGES]) {
  const own = judgements.filter(({ written }) => language === 'all' || written.question.lang === language)
  const written = percent(own.map((one) => one.written))
  const misspelt = percent(own.flatMap((one) => one.misspelt))
  console.log(
    `${language.padEnd(8)}${String(own.length).padStart(7)}${written.toFixed(1).padStart(12)}${misspelt.toFixed(1).padStart(10)}${(written - misspelt).toFixed(1).padStart(7)}`,
  )
}
