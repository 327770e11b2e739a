import { beforeAll, describe, expect, it } from 'vitest'
import { loadMessages, type Messages } from '../../src/i18n/messages.ts'
import { makePlan, nextStep, type Plan } from '../../src/path/plan.ts'
import type { Situation } from '../../src/path/situation.ts'
import { pathStateSchema } from '../../src/path/state.ts'
import type { PathTools } from '../../src/path/tools.ts'
import { stepPart } from '../../src/path/view.ts'
import { ROOT, realTools } from './path-world.ts'

/**
 * Plans of founders in different situations, checked step by step against the articles as these founders would use
 * them: the order, what is not asked of them, and the facts that decide (as they are shown, with their year).
 */
interface Founder {
  who: string
  situation: Partial<Situation> & Pick<Situation, 'country' | 'status'>
  opening?: string
  /** All steps in the order of the plan; `*` stands for common/, the others are of the country. */
  steps: string
  /** What must be read in a step. */
  reads: Record<string, string[]>
  /** The first day of business. */
  opens: string | null
  warnings?: string[]
}

const FOUNDERS: Founder[] = [
  {
    who: 'a refugee who opens a small café in Slovenia',
    situation: { country: 'si', status: 'refugee', activity: 'food' },
    steps: `right-protected *idea advice numbers bank language-protected *money-plan licence-check premises legal-form
      tax-choice vat-choice liability owner-consent register haccp tax-data insurance craft-permit food-registration
      cash-register opening first-invoices pay-contributions year-return`,
    reads: {
      'si/right-protected': ['without any consent', 'Begin now'],
      'si/premises': ['use permit', 'before you sign and pay'],
      'si/register': ['0 EUR (2026)', '2 to 3 days', 'SPOT point', 'Begin on 11 January 2027'],
      'si/tax-data': ['At the latest on 22 January 2027', 'DR-03'],
      'si/insurance': [
        '651.04 EUR a month (2026)',
        '466 EUR a month (2026)',
        'M-1',
        'At the latest on 22 January 2027',
      ],
      'si/food-registration': ['at least 15 days before you start', 'UVHVVR'],
      'si/vat-choice': ['60,000 EUR'],
      'si/pay-contributions': ['At the latest on 20 February 2027'],
      'si/year-return': ['31 March'],
    },
    opens: '2027-02-09',
  },
  {
    who: 'an EU citizen who works as a programmer in Slovenia from March on',
    situation: { country: 'si', status: 'eu_citizen', activity: 'computer' },
    opening: '2027-03-01',
    steps: `right-eu *idea advice eu-certificate language-own *money-plan licence-check numbers bank legal-form tax-choice
      vat-choice owner-consent liability register tax-data insurance cash-register opening first-invoices
      pay-contributions year-return`,
    reads: {
      'si/eu-certificate': ['25.50 EUR (2026)', 'within 3 days', 'longer than 3 months'],
      'si/language-own': ['EU citizens may not join the free course ZIP'],
      'si/register': ['Begin on 15 February 2027', 'do not register too early'],
      'si/opening': ['Begin on 1 March 2027'],
    },
    opens: '2027-03-01',
  },
  {
    who: 'an employee with a work permit who wants to build and repair in Slovenia',
    situation: { country: 'si', status: 'work_permit', activity: 'construction', permitEnds: '2027-06-30' },
    steps: `right-work-permit *idea *renewal-folder advice language-zip numbers *money-plan licence-check qualification
      bank construction-manager self-permit legal-form tax-choice vat-choice owner-consent register tax-data insurance
      craft-permit cash-register permit-extension pay-contributions opening first-invoices year-return`,
    reads: {
      'si/right-work-permit': ['tied to that job', '1 year of lawful residence', 'wide consent'],
      'si/self-permit': [
        '89.97 EUR (2026)',
        '507.43 EUR a month to live on',
        'about 90 days (our estimate)',
        'you may not work',
      ],
      'si/construction-manager': ['works manager (vodja del)', 'liability insurance'],
      'si/permit-extension': ['At the latest on 30 June 2027', 'stay and work while the office decides'],
    },
    opens: '2027-04-21',
  },
  {
    who: 'a mother with a family permit who opens a hair salon in Slovenia and cannot read the letters',
    situation: {
      country: 'si',
      status: 'family_permit',
      activity: 'beauty',
      areas: { family: 'red', language: 'red', housing: 'green' },
    },
    steps: `*letters-helper *care-hours right-family *idea advice language-zip numbers bank *money-plan licence-check
      qualification premises legal-form tax-choice vat-choice liability owner-consent register tax-data insurance
      cash-register pay-contributions craft-permit opening first-invoices year-return`,
    reads: {
      'si/right-family': ['only a temporary permit has not', '1 year of residence'],
      'si/craft-permit': ['hairdressing'],
      'si/qualification': ['50 EUR (2026)', '2 months'],
      'common/letters-helper': ['Sign nothing that you cannot read'],
    },
    opens: '2027-03-15',
  },
  {
    who: 'a Ukrainian with a registered cleaning business in Slovenia',
    situation: {
      country: 'si',
      status: 'temporary_protection',
      activity: 'cleaning_care',
      stage: 'registered',
    },
    steps: `tax-data insurance *weekly-books protection-change bank liability cash-register language-zip first-invoices
      pay-contributions year-return`,
    reads: {
      'si/tax-data': ['within 8 days after the entry'],
      'si/protection-change': [
        '4 March 2027',
        'Do not give up the protection before the new permit is in your hand',
      ],
      'si/bank': ['within 10 working days', '4.90 EUR a month (2025)'],
      'si/first-invoices': ['for 10 years'],
    },
    opens: null,
  },
  {
    who: 'a Ukrainian with temporary protection who opens an online shop in Spain in February',
    situation: { country: 'es', status: 'temporary_protection', activity: 'online' },
    opening: '2027-02-15',
    steps: `right-temporary protection-change *idea advice padron nuss digital-key bank language *money-plan
      licence-check online-terms legal-form tax-choice insurance form-036 reta opening first-invoices quarter-returns
      year-return`,
    reads: {
      'es/right-temporary': ['until 4 March 2027'],
      'es/tax-choice': ['from the first sale'],
      'es/online-terms': ['within 14 calendar days'],
      'es/reta': [
        '88.60 EUR a month (2026)',
        '205.88 EUR a month (2026)',
        'at the earliest 60 days before',
        'tarifa plana',
      ],
      'es/quarter-returns': ['At the latest on 20 April 2027'],
    },
    opens: '2027-02-15',
  },
  {
    who: 'an asylum applicant in Spain without a stable home who wants to cook',
    situation: {
      country: 'es',
      status: 'asylum_applicant',
      activity: 'food',
      areas: { housing: 'red', income: 'yellow' },
      permitEnds: '2027-02-10',
    },
    steps: `*housing-first right-asylum *benefits *idea advice padron digital-key bank language card-renewal nuss
      *money-plan licence-check premises legal-form tax-choice insurance declaration food-health form-036 reta opening
      labour-notice first-invoices quarter-returns year-return`,
    reads: {
      'es/right-asylum': [
        'once 6 months have passed since your asylum claim',
        'autoriza a trabajar',
        'Plan a business that you can stop',
      ],
      'es/card-renewal': ['every 6 months', 'At the latest on 10 February 2027'],
      'es/bank': ['Asylum applicants have the right too', '3 EUR a month (2026)'],
      'es/premises': ['2 months of rent', 'smoke outlet'],
      'es/food-health': ['APPCC', 'you do not wait for a licence'],
    },
    opens: '2027-01-29',
    warnings: ['red_first'],
  },
  {
    who: 'an EU citizen who founds a company for a shop in Spain',
    situation: { country: 'es', status: 'eu_citizen', activity: 'shop', form: 'company' },
    steps: `right-eu *idea advice padron nie language nuss *money-plan digital-key licence-check bank street-permit
      premises legal-form tax-choice insurance company-name company-deed declaration form-036 reta eu-certificate
      opening labour-notice first-invoices quarter-returns year-return`,
    reads: {
      'es/nie': ['9.84 EUR (2025)', 'within 5 days', 'EX-15'],
      'es/company-deed': [
        'within 6 working hours',
        '1 EUR that stays in the business (2026)',
        'you, at a notary',
      ],
      'es/declaration': ['up to 750 square metres'],
      'es/eu-certificate': ['12 EUR (2025)', 'EX-18', 'no private insurance'],
      'es/labour-notice': ['At the latest on 7 March 2027'],
    },
    opens: '2027-02-05',
  },
  {
    who: 'a student in Spain who gives lessons',
    situation: { country: 'es', status: 'student', activity: 'teaching', permitEnds: '2027-08-31' },
    steps: `right-student *idea *renewal-folder advice padron nuss digital-key bank language *money-plan licence-check
      qualification legal-form tax-choice insurance form-036 reta opening first-invoices quarter-returns permit-renewal
      year-return`,
    reads: {
      'es/right-student': ['higher education', '30 hours a week'],
      'es/permit-renewal': [
        'Begin on 30 June 2027',
        'At the latest on 31 August 2027',
        'in the 2 months before',
      ],
      'es/year-return': ['About 30 June 2028; check the date of this year'],
    },
    opens: '2027-01-05',
  },
  {
    who: 'a refugee who opens a take-away in Italy',
    situation: { country: 'it', status: 'refugee', activity: 'food' },
    steps: `right-protected *idea advice tax-code digital-key pec bank language *money-plan licence-check
      food-requirement premises legal-form tax-choice vat-choice register inail inps scia e-invoice food-health opening
      health-service first-invoices inps-instalment year-tax`,
    reads: {
      'it/right-protected': ['treated like an Italian', '5 years'],
      'it/food-requirement': ['2 years of work in the last 5', 'SAB'],
      'it/register': ['79.50 EUR (2026)', 'within 5 days', 'ComUnica'],
      'it/inps': ['4,611.64 EUR a year (2026)', '3,000 EUR a year (2026)', 'cut of 35%'],
      'it/scia': ['start on the day of sending', '60 days to check', '40 EUR (2023)'],
      'it/tax-choice': ['85,000 EUR', '5% in the first 5 years'],
      'it/inps-instalment': ['About 18 May 2027'],
    },
    opens: '2027-02-24',
  },
  {
    who: 'a student in Italy who wants to design for clients from March on',
    situation: { country: 'it', status: 'student', activity: 'computer', permitEnds: '2027-09-30' },
    opening: '2027-03-01',
    steps: `right-student *idea *renewal-folder advice tax-code digital-key bank language *money-plan licence-check
      convert-study legal-form tax-choice vat-choice vat-number e-invoice opening health-service first-invoices
      permit-renewal year-tax`,
    reads: {
      'it/right-student': ['cannot start a business', 'Do not invoice on a study permit'],
      'it/convert-study': ['without a quota', '37 EUR (2026)', '126.46 EUR (2025)', '21,303.36 EUR'],
      'it/vat-number': [
        'free of charge, within 30 days',
        'no registration at the chamber',
        'gestione separata',
      ],
    },
    opens: '2027-03-25',
    warnings: ['opening_late'],
  },
  {
    who: 'an employee in Italy who starts as a builder beside the job',
    situation: { country: 'it', status: 'work_permit', activity: 'construction', permitEnds: '2027-09-30' },
    opening: '2027-02-01',
    steps: `right-work-permit *idea *renewal-folder advice tax-code digital-key pec bank language *money-plan
      licence-check qualification legal-form tax-choice vat-choice register inail inps points-licence e-invoice opening
      health-service first-invoices inps-instalment permit-renewal year-tax`,
    reads: {
      'it/right-work-permit': ['open the business now', 'not seasonal'],
      'it/points-licence': ['30 points', 'less than 15', '12,000 EUR'],
      'it/inail': ['by the day when work starts'],
      'it/permit-renewal': [
        'Ask 60 days before',
        '7,101.12 EUR',
        '126.46 EUR (2025)',
        'Begin on 30 July 2027',
      ],
    },
    opens: '2027-02-01',
  },
  {
    who: 'a shopkeeper in trouble in Italy whose permit ends soon',
    situation: {
      country: 'it',
      status: 'self_employment_permit',
      activity: 'shop',
      stage: 'in_trouble',
      permitEnds: '2027-01-20',
    },
    steps: `permit-renewal *act-early *weekly-books *renewal-folder language trouble-pay trouble-permit trouble-close`,
    reads: {
      'it/permit-renewal': ['Begin now', 'At the latest on 20 January 2027'],
      'it/trouble-pay': ['up to 84 monthly instalments', 'debts up to 120,000 EUR', 'Rateizza adesso'],
      'it/trouble-permit': ['attesa occupazione', '1 year'],
      'it/trouble-close': ['within 30 days', '35.50 EUR', 'The old debts stay'],
    },
    opens: null,
    warnings: ['permit_renew_now'],
  },
]

let tools: PathTools
let messages: Messages
beforeAll(async () => {
  tools = await realTools()
  messages = await loadMessages(`${ROOT}/locales`)
}, 120_000)

const TODAY = '2026-11-26'

function situationOf(founder: Founder): Situation {
  return {
    stage: 'idea',
    activity: null,
    form: 'sole_trader',
    areas: {},
    permitEnds: null,
    ...founder.situation,
  }
}

function planOf(founder: Founder): Plan {
  const opening = founder.opening ?? null
  return makePlan(
    { situation: situationOf(founder), today: TODAY, opening, done: {}, skipped: new Set() },
    tools,
  )
}

function read(founder: Founder, plan: Plan, id: string): string {
  const planned = plan.steps.find(({ step }) => step.id === id)
  if (!planned) throw new Error(`${founder.who}: there is no step ${id}`)
  const view = {
    plan,
    situation: situationOf(founder),
    state: pathStateSchema.parse({ version: 1, opening: founder.opening ?? null }),
    tools,
    messages,
    language: 'en' as const,
    today: TODAY,
    say: (key: string, values?: Record<string, string | number>) => messages.text('en', key, values),
  }
  return stepPart(view, planned).text
}

describe.each(FOUNDERS)('the plan for $who', (founder) => {
  it('has exactly these steps in this order', () => {
    const expected = founder.steps
      .split(/\s+/)
      .map((id) => (id.startsWith('*') ? `common/${id.slice(1)}` : `${founder.situation.country}/${id}`))
    expect(planOf(founder).steps.map(({ step }) => step.id)).toEqual(expected)
  })

  it('opens on the day that follows from it, and warns of nothing else', () => {
    const plan = planOf(founder)
    expect(plan.opening).toBe(founder.opens)
    expect(plan.warnings.map(({ kind }) => kind)).toEqual(founder.warnings ?? [])
  })

  it('begins with what comes first', () => {
    const first = founder.steps.trim().split(/\s+/)[0] ?? ''
    expect(
      nextStep(planOf(founder))
        ?.step.id.replace(/^common\//, '*')
        .replace(/^(si|es|it)\//, ''),
    ).toBe(first)
  })

  it('says what the articles say, with the year of each amount', () => {
    const plan = planOf(founder)
    for (const [id, words] of Object.entries(founder.reads))
      for (const word of words) expect(read(founder, plan, id), id).toContain(word)
  })

  it('gives every step an office, a proof that it is done and a source with its date', () => {
    const plan = planOf(founder)
    for (const { step } of plan.steps) {
      const text = read(founder, plan, step.id)
      expect(text, step.id).toMatch(/Where: .+/)
      expect(text, step.id).toMatch(/Done when: .+/)
      expect(text, step.id).toMatch(/Source: \[.+\]\(https?:\/\/.+\) \(as of .*\d{4}\)/)
      expect(text, step.id).not.toMatch(/\{\{|\}\}|undefined|NaN/)
    }
  })
})
