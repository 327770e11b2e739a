import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { COLOURS, STAGES } from '../../src/conversation/chat-state.ts'
import { ACTIVITIES } from '../../src/conversation/flows/situation/steps.ts'
import { COUNTRIES, STATUSES } from '../../src/knowledge/vocabulary.ts'
import { comparePlans, snapshotOf } from '../../src/path/compare.ts'
import { dependenciesOf } from '../../src/path/order.ts'
import { makePlan, nextStep, type Plan, type PlanRequest } from '../../src/path/plan.ts'
import { hasFixedDay } from '../../src/path/schedule.ts'
import { FORMS } from '../../src/path/schema.ts'
import type { Situation } from '../../src/path/situation.ts'
import type { PathTools } from '../../src/path/tools.ts'
import { realTools } from './path-world.ts'

let tools: PathTools
beforeAll(async () => {
  tools = await realTools()
}, 120_000)

const REFUGEE_CAFE: Situation = {
  country: 'si',
  status: 'refugee',
  stage: 'idea',
  activity: 'food',
  form: 'sole_trader',
  areas: {},
  permitEnds: null,
}

function planFor(situation: Partial<Situation> = {}, request: Partial<PlanRequest> = {}): Plan {
  return makePlan(
    {
      situation: { ...REFUGEE_CAFE, ...situation },
      today: '2026-11-26',
      opening: null,
      done: {},
      skipped: new Set(),
      ...request,
    },
    tools,
  )
}

const ids = (plan: Plan) => plan.steps.map(({ step }) => step.id)
const dated = (plan: Plan, id: string) => {
  const found = plan.steps.find(({ step }) => step.id === id)
  if (!found) throw new Error(`The plan has no ${id}`)
  return found
}

describe('dates', () => {
  it('respect weekends and the holidays of the country', () => {
    // Food safety wants 15 days; 8 February is a holiday in Slovenia, so nobody opens on it by chance.
    const plan = planFor()
    const food = dated(plan, 'si/food-registration')
    expect(food.start).toBe('2027-01-18')
    expect(food.finish).toBe('2027-02-02')
    expect(plan.steps.some(({ start }) => start === '2027-02-08')).toBe(false)
    for (const holiday of ['2026-12-25', '2026-12-26', '2027-01-01', '2027-01-02'])
      expect(plan.steps.map(({ start }) => start)).not.toContain(holiday)
  })

  it('differ by country: 8 December is a holiday in Spain and Italy and none in Slovenia', () => {
    const starts = (country: Situation['country']) => planFor({ country }).steps.map(({ start }) => start)
    expect(starts('es')).not.toContain('2026-12-08')
    expect(starts('it')).not.toContain('2026-12-08')
    expect(dated(planFor({}, { today: '2026-12-08' }), 'si/right-protected').start).toBe('2026-12-08')
  })

  it('begin one step a working day, and what offices take runs beside', () => {
    const plan = planFor()
    const own = plan.steps.filter(({ step }) => !step.same_day && !step.opening && !hasFixedDay(step))
    expect(new Set(own.map(({ start }) => start)).size).toBe(own.length)
    expect(dated(plan, 'si/advice').start < dated(plan, 'common/idea').finish).toBe(true)
  })

  it('put what is done on the day of the tap and let the others move up', () => {
    const before = planFor()
    const after = planFor({}, { done: { 'si/right-protected': '2026-11-20', 'common/idea': '2026-11-25' } })
    expect(dated(after, 'common/idea')).toMatchObject({ state: 'done', start: '2026-11-25' })
    expect((after.opening ?? '') < (before.opening ?? '')).toBe(true)
    expect(nextStep(after)?.step.id).toBe('common/money-plan')
  })

  it('wait no longer for a step that was skipped, but for what it waited for', () => {
    const plan = planFor({}, { skipped: new Set(['si/premises']) })
    expect(dated(plan, 'si/premises').state).toBe('skipped')
    expect(dated(plan, 'si/register').start < dated(planFor(), 'si/register').start).toBe(true)
    expect(dated(plan, 'si/owner-consent').start > dated(plan, 'si/legal-form').start).toBe(true)
  })
})

describe('a wished opening day', () => {
  it('counts the last days back, and moves what costs money each month towards it', () => {
    const plan = planFor({}, { opening: '2027-04-10' })
    expect(plan.opening).toBe('2027-04-10')
    expect(plan.warnings).toEqual([])
    const register = dated(plan, 'si/register')
    expect(register.start >= '2027-02-15' && register.start <= '2027-03-15').toBe(true)
    expect(register.latest && register.start <= register.latest).toBe(true)
    // The bank can be done now and may wait until spring.
    expect(dated(plan, 'si/bank').start < '2026-12-15').toBe(true)
    expect((dated(plan, 'si/bank').latest ?? '') > '2027-03-01').toBe(true)
  })

  it('that cannot be kept is said, with the earliest day that can', () => {
    const plan = planFor({}, { opening: '2026-12-24' })
    expect(plan.warnings).toEqual([{ kind: 'opening_late', wished: '2026-12-24', earliest: plan.opening }])
    expect(plan.opening).toBe(planFor().opening)
  })

  it('that is over asks for a new one', () => {
    expect(planFor({}, { opening: '2026-11-01' }).warnings).toEqual([
      { kind: 'opening_past', wished: '2026-11-01' },
    ])
  })
})

describe('the end of a permit', () => {
  const permit = { country: 'it', status: 'work_permit', activity: 'online' } as const

  it('is counted back from: the renewal begins as many days before as the article says', () => {
    const plan = planFor({ ...permit, permitEnds: '2027-09-30' })
    // 60 days before is a Sunday, so the Friday.
    expect(dated(plan, 'it/permit-renewal')).toMatchObject({ start: '2027-07-30', due: '2027-09-30' })
  })

  it('that is near puts the renewal before all else and says so', () => {
    const plan = planFor({ ...permit, permitEnds: '2026-12-20' })
    expect(nextStep(plan)?.step.id).toBe('it/permit-renewal')
    expect(plan.warnings.map(({ kind }) => kind)).toEqual(['permit_renew_now', 'permit_before_opening'])
  })

  it('that is over says to start nothing', () => {
    expect(planFor({ ...permit, permitEnds: '2026-10-01' }).warnings).toEqual([
      { kind: 'permit_ended', permitEnds: '2026-10-01' },
    ])
  })

  it('in months in Spain: the two months before it ends', () => {
    const plan = planFor({ country: 'es', status: 'self_employment_permit', permitEnds: '2027-05-31' })
    expect(dated(plan, 'es/permit-renewal').start).toBe('2027-03-31')
  })
})

describe('days that the law sets', () => {
  it('follow the step that they count from', () => {
    const plan = planFor()
    const entered = dated(plan, 'si/register').finish
    expect(entered).toBe('2027-01-14')
    expect(dated(plan, 'si/tax-data').due).toBe('2027-01-22')
    expect(dated(plan, 'si/insurance').due).toBe('2027-01-22')
    expect(dated(plan, 'si/pay-contributions').due).toBe('2027-02-20')
    expect(dated(plan, 'si/year-return').due).toBe('2028-03-31')
  })

  it('that were missed are named', () => {
    const plan = planFor(
      { stage: 'preparing' },
      { today: '2027-02-10', done: { 'si/register': '2027-01-14', 'si/insurance': '2027-01-14' } },
    )
    expect(plan.warnings).toEqual([{ kind: 'due_missed', id: 'si/tax-data', due: '2027-01-22' }])
  })
})

describe('a change of the situation', () => {
  const compare = (before: Partial<Situation>, after: Partial<Situation>) => {
    const of = (change: Partial<Situation>) => snapshotOf(planFor(change), { ...REFUGEE_CAFE, ...change })
    return comparePlans(of(before), of(after), tools.byId)
  }

  it('adds and removes steps and names the fact that is the reason', () => {
    const changes = compare({ status: 'asylum_applicant' }, { status: 'refugee' })
    expect(changes.facts).toEqual(['status'])
    expect(changes.added).toEqual([
      { id: 'si/right-protected', because: ['status'] },
      { id: 'si/language-protected', because: ['status'] },
    ])
    expect(changes.removed.map(({ id }) => id)).toEqual(['si/right-asylum', 'si/language-own'])
    // Without the wait for a permit of months the business opens earlier.
    const { opening } = compare({ status: 'work_permit' }, { status: 'refugee' })
    expect(opening && opening.now < opening.before).toBe(true)
  })

  it('of two facts gives each step its own reason', () => {
    const { added } = compare({ activity: 'shop' }, { activity: 'food', areas: { housing: 'red' } })
    const reasons = Object.fromEntries(added.map(({ id, because }) => [id, because]))
    expect(reasons['common/housing-first']).toEqual(['area_housing'])
    expect(reasons['si/haccp']).toEqual(['activity'])
  })

  it('keeps the ids of the steps that stay, so that what was ticked off stays ticked off', () => {
    const stay = ids(planFor()).filter((id) => ids(planFor({ activity: 'shop' })).includes(id))
    expect(stay).toContain('si/register')
    expect(
      dated(planFor({ activity: 'shop' }, { done: { 'si/numbers': '2026-12-01' } }), 'si/numbers').state,
    ).toBe('done')
  })

  it('is none when only time passes', () => {
    const before = snapshotOf(planFor(), REFUGEE_CAFE)
    const later = snapshotOf(planFor({}, { today: '2027-01-20' }), REFUGEE_CAFE)
    expect(comparePlans(before, later, tools.byId)).toEqual({
      facts: [],
      added: [],
      removed: [],
      opening: null,
    })
  })
})

describe('any plan', () => {
  const anySituation = fc.record({
    country: fc.constantFrom(...COUNTRIES),
    status: fc.constantFrom(...STATUSES),
    stage: fc.constantFrom(...STAGES),
    activity: fc.constantFrom(null, ...ACTIVITIES),
    form: fc.constantFrom(...FORMS),
    areas: fc.dictionary(
      fc.constantFrom(
        'status',
        'housing',
        'income',
        'language',
        'family',
        'health',
        'skills',
        'network',
        'money',
      ),
      fc.constantFrom(...COLOURS),
    ),
    permitEnds: fc.constantFrom(null, '2026-10-01', '2026-12-20', '2027-03-01', '2028-02-29'),
  })
  const anyDay = fc
    .integer({ min: 0, max: 900 })
    .map((days) => new Date(Date.UTC(2026, 10, 26) + days * 86_400_000).toISOString().slice(0, 10))

  it('keeps the order, begins nothing in the past or on a closed day, and is the same twice', () => {
    fc.assert(
      fc.property(anySituation, anyDay, fc.option(anyDay, { nil: null }), (situation, today, opening) => {
        const request = { situation, today, opening, done: {}, skipped: new Set<string>() } as PlanRequest
        const plan = makePlan(request, tools)
        const byId = new Map(plan.steps.map((planned) => [planned.step.id, planned]))
        const waits = dependenciesOf(
          plan.steps.map(({ step }) => step),
          tools.byId,
        )
        for (const { step, start, finish } of plan.steps) {
          expect(start >= today && finish >= start).toBe(true)
          if (!step.opening && !hasFixedDay(step) && !step.same_day)
            expect(tools.holidays.isWorkingDay(start, situation.country as 'si')).toBe(true)
          if (hasFixedDay(step)) continue
          for (const id of waits.get(step.id) ?? []) {
            const before = byId.get(id)
            if (before && !hasFixedDay(before.step)) expect(start >= before.finish).toBe(true)
          }
        }
        expect(makePlan(request, tools)).toEqual(plan)
      }),
      { numRuns: 150 },
    )
  })
})
