import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { AREAS_OF_LIFE, COLOURS, STAGES } from '../../src/conversation/chat-state.ts'
import { ACTIVITIES } from '../../src/conversation/flows/situation/steps.ts'
import type { Knowledge } from '../../src/knowledge/article.ts'
import { COUNTRIES, STATUSES } from '../../src/knowledge/vocabulary.ts'
import { checkPathSteps } from '../../src/path/check.ts'
import { stepsFor } from '../../src/path/plan.ts'
import { FORMS } from '../../src/path/schema.ts'
import type { Situation } from '../../src/path/situation.ts'
import { loadPathSteps, PathDataError, type PathStep } from '../../src/path/steps.ts'
import { ROOT, realKnowledge } from './path-world.ts'

let steps: PathStep[]
let knowledge: Knowledge

beforeAll(async () => {
  steps = await loadPathSteps(path.join(ROOT, 'knowledge'))
  knowledge = await realKnowledge()
}, 120_000)

const PLAIN: Situation = {
  country: 'si',
  status: 'unknown',
  stage: 'idea',
  activity: null,
  form: 'sole_trader',
  areas: {},
  permitEnds: null,
}

function* situations(): Generator<Situation> {
  for (const country of COUNTRIES)
    for (const status of STATUSES)
      for (const stage of STAGES)
        for (const activity of [null, ...ACTIVITIES])
          for (const form of FORMS)
            for (const permitEnds of [null, '2027-06-30'])
              yield { ...PLAIN, country, status, stage, activity, form, permitEnds }
  for (const area of AREAS_OF_LIFE)
    for (const colour of COLOURS) yield { ...PLAIN, areas: { [area]: colour } }
}

describe('the steps of knowledge/paths', () => {
  it('name existing articles, sources and figures, write no amount as digits, and wait for each other in no circle', () => {
    expect(checkPathSteps(steps, knowledge.articles)).toEqual([])
  })

  it('can each be reached in some situation', () => {
    const reached = new Set<string>()
    for (const situation of situations()) for (const step of stepsFor(situation, steps)) reached.add(step.id)
    expect(steps.map((step) => step.id).filter((id) => !reached.has(id))).toEqual([])
  })

  it('begin in every country and for every status with exactly one check of the right to start', () => {
    for (const situation of situations()) {
      if (situation.stage !== 'idea') continue
      const checks = stepsFor(situation, steps).filter((step) => /\/right-/.test(step.id))
      expect(checks, JSON.stringify(situation)).toHaveLength(1)
    }
  })

  it('lead every founder who starts to a first day of business, and nobody whose business runs', () => {
    for (const situation of situations()) {
      const openings = stepsFor(situation, steps).filter((step) => step.opening)
      const starts = situation.stage === 'idea' || situation.stage === 'preparing'
      expect(openings, JSON.stringify(situation)).toHaveLength(starts ? 1 : 0)
    }
  })

  it('link each to an official or named page with the date on which it was seen', () => {
    for (const step of steps) {
      const source = knowledge.articles
        .find((article) => article.id === step.article)
        ?.sources.find((one) => one.id === step.source)
      expect(source?.url, step.id).toMatch(/^https?:\/\//)
      expect(source?.seen, step.id).toMatch(/^\d{4}/)
    }
  })

  it('cover the same matters in each country', () => {
    const topics = {
      right: /\/right-/,
      numbers: /\/(numbers|nie|tax-code)$/,
      'digital login or free advice': /\/(digital-key|advice)$/,
      'legal form': /\/legal-form$/,
      vat: /\/(vat-choice|tax-choice)$/,
      registration: /\/(register|form-036)$/,
      company: /\/(register-company|company-deed|company)$/,
      'social security': /\/(insurance|reta|inps)$/,
      bank: /\/bank$/,
      licences: /\/licence-check$/,
      premises: /\/premises$/,
      food: /\/food-/,
      online: /\/online-/,
      transport: /\/transport/,
      building: /\/(construction|points-licence)/,
      qualification: /\/qualification$/,
      insurance: /\/(liability|insurance|inail)$/,
      invoices: /\/first-invoices$/,
      'first tax day': /\/(year-return|quarter-returns|year-tax)$/,
      renewal: /\/permit-(extension|renewal)$/,
      language: /\/language/,
      trouble: /\/trouble-/,
    }
    for (const country of COUNTRIES)
      for (const [topic, pattern] of Object.entries(topics))
        expect(
          steps.some((step) => step.country === country && pattern.test(step.id)),
          `${topic} in ${country}`,
        ).toBe(true)
  })
})

describe('the check of the steps', () => {
  const broken = (change: Partial<PathStep>) => {
    const one = steps.find((step) => step.id === 'si/food-registration') as PathStep
    return checkPathSteps(
      [...steps.filter((step) => step !== one), { ...one, ...change }],
      knowledge.articles,
    )
  }

  it('names an article, source, figure or step that does not exist', () => {
    expect(broken({ article: 'si/nothing' })).toEqual([
      'si/food-registration: there is no article si/nothing',
      ...broken({ article: 'si/nothing' }).slice(1),
    ])
    expect(broken({ source: 'nobody' })).toEqual([
      'si/food-registration: the article si/food-business has no source nobody',
    ])
    expect(broken({ takes: { time: 'no_days', count: 'calendar' } }).join()).toContain(
      'names the figure no_days',
    )
    expect(broken({ depends_on: ['si/unheard-of'] })).toEqual([
      'si/food-registration: waits for the unknown step si/unheard-of',
    ])
  })

  it('names the steps that wait for each other', () => {
    expect(broken({ depends_on: ['si/opening'] }).join()).toMatch(
      /wait for each other: .*si\/food-registration/,
    )
  })

  it('refuses an amount in digits and a language that states other figures than English', () => {
    const one = steps.find((step) => step.id === 'si/food-registration') as PathStep
    const text = (what: string) => ({ ...one.text, sl: { ...one.text.sl, what } as never })
    expect(broken({ text: text('Stane 15 EUR, {{register_days}} dni.') })).toEqual([
      'si/food-registration: sl writes an amount as digits; name a figure',
    ])
    // The figure stands in "done" too, so taking it from one sentence only is noticed when both lose it.
    expect(
      broken({
        text: {
          ...one.text,
          sl: { title: 'Obrat', what: 'Registrirajte ga prej.', where: 'SPOT', done: 'Obrat je vpisan.' },
        },
      }),
    ).toEqual(['si/food-registration: sl and en use different figures'])
  })
})

describe('texts of translators', () => {
  it('are added by step in files of their own; a wrong id or field is refused with its place', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'small-steps-paths-'))
    const texts = path.join(root, 'paths', 'texts')
    await mkdir(texts, { recursive: true })
    for (const name of ['common', 'si', 'es', 'it'])
      await writeFile(
        path.join(root, 'paths', `${name}.yaml`),
        `steps:\n  - { id: ${name}/one, article: si/vat, source: x, text: { en: { title: One, what: Do this now., where: Here, done: It is done. } } }\n`,
      )
    const good = 'si/one: { title: Один, what: Зробіть це зараз., where: Тут, done: Зроблено. }\n'
    await writeFile(path.join(texts, 'uk.yaml'), good)
    expect((await loadPathSteps(root)).find((step) => step.id === 'si/one')?.text.uk?.title).toBe('Один')
    await writeFile(path.join(texts, 'uk.yaml'), good.replace('si/one', 'si/two'))
    await expect(loadPathSteps(root)).rejects.toThrow('texts/uk.yaml: there is no step si/two')
    await writeFile(path.join(texts, 'uk.yaml'), good.replace('where', 'whereabouts'))
    await expect(loadPathSteps(root)).rejects.toThrow(PathDataError)
    await rm(root, { recursive: true })
  })
})
