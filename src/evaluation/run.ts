import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type AskResult, askOne } from '../answering/ask-line.ts'
import type { Answerer } from '../answering/pipeline.ts'
import { parseYaml } from '../knowledge/yaml.ts'
import { type EvalFigures, figuresOf, isMiss, SHARES, type Share, type ShareName } from './figures.ts'
import { type Judgement, judge } from './judge.ts'
import { type EvalQuestion, readQuestionSets } from './question-set.ts'

export const EVAL_HELP = `npm run eval -- [--lang sl] [--kind plain] [--split tune|held] [--misses FIGURE] [--gate]
  prints figures per language (worst first), writes eval/last-report.json and compares with the last one
  --misses FIGURE  lists the questions that miss (tuning half only): ${SHARES.join(', ')}
  --gate   exit code 1 when a figure falls below eval/bars.yaml`

const barsSchema = z.record(
  z.string(),
  z.partialRecord(z.enum(SHARES), z.strictObject({ min: z.number().optional(), max: z.number().optional() })),
)

type Report = Record<string, EvalFigures>

/** Runs `npm run eval`; returns the exit code. */
export async function runEvalCommand(
  args: string[],
  open: () => Promise<Answerer>,
  folder: string,
  print: (line: string) => void,
): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      lang: { type: 'string' },
      kind: { type: 'string' },
      split: { type: 'string' },
      misses: { type: 'string' },
      gate: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  const listed = SHARES.find((name) => name === values.misses)
  if (values.help || (values.misses && !listed)) {
    print(EVAL_HELP)
    return values.help ? 0 : 2
  }
  const chosen = (question: EvalQuestion) =>
    (!values.lang || question.lang === values.lang) &&
    (!values.kind || question.kind === values.kind) &&
    (!values.split || question.split === values.split)
  const questions = (await readQuestionSets(path.join(folder, 'questions'))).filter(chosen)
  const answerer = await open()
  const judgements = questions.map((question) => judge(question, askOne(question, answerer) as AskResult))
  if (listed) {
    for (const judgement of judgements)
      if (judgement.question.split === 'tune' && isMiss(judgement, listed)) print(missLine(judgement))
    return 0
  }
  const report = reportOf(judgements)
  const previous = await lastReport(folder)
  for (const line of table(report, previous)) print(line)
  if (!values.lang && !values.kind && !values.split) await saveReport(folder, report)
  if (!values.gate) return 0
  const failures = belowBars(
    report,
    barsSchema.parse(parseYaml(await readFile(path.join(folder, 'bars.yaml'), 'utf8'))),
  )
  for (const failure of failures) print(`BELOW THE BAR ${failure}`)
  print(
    failures.length === 0
      ? 'All figures hold the bars of eval/bars.yaml.'
      : `${failures.length} figures are below eval/bars.yaml.`,
  )
  return failures.length === 0 ? 0 : 1
}

function reportOf(judgements: readonly Judgement[]): Report {
  const report: Report = { all: figuresOf(judgements) }
  const groups: [string, (judgement: Judgement) => string][] = [
    ['', (j) => j.question.lang],
    ['kind ', (j) => j.question.kind],
    ['split ', (j) => j.question.split],
  ]
  for (const [prefix, keyOf] of groups) {
    for (const key of [...new Set(judgements.map(keyOf))])
      report[prefix + key] = figuresOf(judgements.filter((j) => keyOf(j) === key))
  }
  return report
}

const COLUMNS: Record<ShareName, string> = {
  rightFirst: 'first',
  rightInThree: 'in3',
  wrongCountryFirst: 'wrongC',
  vital: 'vital',
  complete: 'compl',
  outcome: 'outc',
  falseAnswers: 'false',
  overAbstention: 'overAb',
  clarify: 'clar',
  needlessClarify: 'needCl',
  handoverRecall: 'hand',
  urgentRecall: 'urg',
  needlessHandover: 'needHo',
  language: 'lang',
}

function table(report: Report, previous: Report | null): string[] {
  const worstFirst = (a: string, b: string) =>
    (report[a]?.rightInThree?.value ?? 1) - (report[b]?.rightInThree?.value ?? 1)
  const keys = Object.keys(report)
  const order = [
    'all',
    ...keys.filter((key) => key !== 'all' && !key.includes(' ')).sort(worstFirst),
    ...keys.filter((key) => key.startsWith('split ')),
    ...keys.filter((key) => key.startsWith('kind ')),
  ]
  const cell = (value: Share | null, before: Share | null | undefined) => {
    if (!value) return '-'.padStart(12)
    const change = before ? Math.round((value.value - before.value) * 1000) / 10 : 0
    const arrow = change === 0 ? '' : change > 0 ? `+${change.toFixed(1)}` : change.toFixed(1)
    return `${(value.value * 100).toFixed(1)}${arrow ? `(${arrow})` : ''}`.padStart(12)
  }
  const interval = (value: Share | null) =>
    value ? `in3 95% [${(value.low * 100).toFixed(0)}-${(value.high * 100).toFixed(0)}]` : ''
  return [
    `${'group'.padEnd(24)}${'n'.padStart(5)}${SHARES.map((name) => COLUMNS[name].padStart(12)).join('')}${'p95ms'.padStart(8)}`,
    ...order.map((key) => {
      const figures = report[key] as EvalFigures
      const cells = SHARES.map((name) => cell(figures[name], previous?.[key]?.[name]))
      return `${key.padEnd(24)}${String(figures.n).padStart(5)}${cells.join('')}${figures.p95Ms.toFixed(1).padStart(8)}  ${interval(figures.rightInThree)}`
    }),
  ]
}

function missLine({ question, result, vitalFound, vitalTotal }: Judgement): string {
  const missing = question.expect.facts.filter((fact) => fact.kind === 'vital').map((fact) => fact.any[0])
  return `${question.id} [${question.kind}] ${JSON.stringify(question.text.slice(0, 160))} ${JSON.stringify(question.profile ?? null)}\n    want ${question.expect.outcome} ${question.expect.handover ?? '-'} ${question.expect.articles.join(' ')} ${missing.join('|')}\n    got  ${result.outcome} ${result.handover?.reason ?? '-'} ${result.language} ${result.articles.slice(0, 3).join(' ')} vital ${vitalFound}/${vitalTotal}`
}

async function lastReport(folder: string): Promise<Report | null> {
  return readFile(path.join(folder, 'last-report.json'), 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => null,
  )
}

async function saveReport(folder: string, report: Report): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'last-report.json'), JSON.stringify(report, null, 1))
}

/** Compares with the bars: `all`, a language, `kind …`, or `every_language` for each of them. */
function belowBars(report: Report, bars: z.output<typeof barsSchema>): string[] {
  const failures: string[] = []
  for (const [group, limits] of Object.entries(bars)) {
    const keys = group === 'every_language' ? Object.keys(report).filter((key) => key.length === 2) : [group]
    for (const key of keys) {
      for (const [figure, limit] of Object.entries(limits)) {
        const { min, max } = limit ?? {}
        const value = report[key]?.[figure as keyof EvalFigures] as Share | null | undefined
        if (!value) continue
        if (min !== undefined && value.value < min)
          failures.push(`${key} ${figure} ${(value.value * 100).toFixed(1)} % is below ${min * 100} %`)
        if (max !== undefined && value.value > max)
          failures.push(`${key} ${figure} ${(value.value * 100).toFixed(1)} % is above ${max * 100} %`)
      }
    }
  }
  return failures
}
