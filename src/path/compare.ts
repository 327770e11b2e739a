import { z } from 'zod'
import { AREAS_OF_LIFE, COLOURS, STAGES } from '../conversation/chat-state.ts'
import { ACTIVITIES } from '../conversation/flows/situation/steps.ts'
import { COUNTRIES, STATUSES } from '../knowledge/vocabulary.ts'
import type { Plan } from './plan.ts'
import { FORMS } from './schema.ts'
import { changedFacts, type FactName, factsOf, type Situation } from './situation.ts'
import type { PathStep } from './steps.ts'

/** What is kept of the plan that the person saw last, to say later what changed. */
export const snapshotSchema = z.strictObject({
  situation: z.strictObject({
    country: z.enum(COUNTRIES),
    status: z.enum(STATUSES),
    stage: z.enum(STAGES),
    activity: z.enum(ACTIVITIES).nullable(),
    form: z.enum(FORMS),
    areas: z.partialRecord(z.enum(AREAS_OF_LIFE), z.enum(COLOURS)),
    permitEnds: z.string().nullable(),
  }),
  steps: z.array(z.string()),
  opening: z.string().nullable(),
})
export type PlanSnapshot = z.output<typeof snapshotSchema>

export interface PlanChanges {
  /** Facts of the situation that changed; empty when nothing did. */
  facts: FactName[]
  added: { id: string; because: FactName[] }[]
  removed: { id: string; because: FactName[] }[]
  /** The first day of business before and now, when the change moved it. */
  opening: { before: string; now: string } | null
}

export function snapshotOf(plan: Plan, situation: Situation): PlanSnapshot {
  return { situation, steps: plan.steps.map(({ step }) => step.id), opening: plan.opening }
}

/** What a change of the situation did to the plan, and which facts are the reason. The passing of time is no change. */
export function comparePlans(
  before: PlanSnapshot,
  after: PlanSnapshot,
  steps: ReadonlyMap<string, PathStep>,
): PlanChanges {
  const facts = changedFacts(before.situation, after.situation)
  if (facts.length === 0) return { facts, added: [], removed: [], opening: null }
  const because = (id: string) => {
    const step = steps.get(id)
    const own: FactName[] = step
      ? [...(step.country ? (['country'] as const) : []), ...factsOf(step.when)]
      : []
    return own.filter((fact) => facts.includes(fact))
  }
  const only = (some: readonly string[], others: readonly string[]) =>
    some.filter((id) => !others.includes(id)).map((id) => ({ id, because: because(id) }))
  return {
    facts,
    added: only(after.steps, before.steps),
    removed: only(before.steps, after.steps),
    opening:
      before.opening && after.opening && before.opening !== after.opening
        ? { before: before.opening, now: after.opening }
        : null,
  }
}
