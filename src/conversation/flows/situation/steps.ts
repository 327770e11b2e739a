import { AREAS_OF_LIFE, type AreaOfLife } from '../../chat-state.ts'

export const FACT_STEPS = ['country', 'municipality', 'status', 'stage', 'activity', 'reads'] as const
export type FactStep = (typeof FACT_STEPS)[number]
export type AreaStep = `area_${AreaOfLife}`
/** One question of the check. */
export type Step = FactStep | AreaStep

export const STEPS: readonly Step[] = [
  ...FACT_STEPS,
  ...AREAS_OF_LIFE.map((area): AreaStep => `area_${area}`),
]

/** Lines of business that can be tapped; others are typed. */
export const ACTIVITIES = [
  'food',
  'shop',
  'online',
  'construction',
  'transport',
  'cleaning_care',
  'beauty',
  'crafts',
  'computer',
  'teaching',
] as const
export type Activity = (typeof ACTIVITIES)[number]

export function isStep(value: string | undefined): value is Step {
  return (STEPS as readonly string[]).includes(value ?? '')
}

export function areaOf(step: Step): AreaOfLife | null {
  return step.startsWith('area_') ? (step.slice('area_'.length) as AreaOfLife) : null
}

export function stepAfter(step: Step): Step | null {
  return STEPS[STEPS.indexOf(step) + 1] ?? null
}
