import type { AreaOfLife, Colour, PersonProfile, Stage } from '../conversation/chat-state.ts'
import { ACTIVITIES, type Activity } from '../conversation/flows/situation/steps.ts'
import type { Country, Status } from '../knowledge/vocabulary.ts'
import type { BusinessForm, StepConditions } from './schema.ts'

/** What of a person's situation decides the plan. */
export interface Situation {
  country: Country
  status: Status
  stage: Stage
  activity: Activity | null
  form: BusinessForm
  areas: Partial<Record<AreaOfLife, Colour>>
  /** ISO day. */
  permitEnds: string | null
}

/** The situation of a profile; null while the country is not known. */
export function situationOf(profile: PersonProfile, form: BusinessForm): Situation | null {
  if (!profile.country) return null
  return {
    country: profile.country,
    status: profile.status ?? 'unknown',
    stage: profile.stage ?? 'idea',
    activity: ACTIVITIES.find((activity) => activity === profile.activity) ?? null,
    form,
    areas: { ...profile.areas },
    permitEnds: profile.permitEnds,
  }
}

/** Names of the facts that a plan can change with; areas as "area_housing". */
export type FactName =
  | 'country'
  | 'status'
  | 'stage'
  | 'activity'
  | 'form'
  | 'permit_ends'
  | `area_${AreaOfLife}`

/** Whether all conditions of a step hold. */
export function holds(when: StepConditions, situation: Situation): boolean {
  const { status, stage, activity, activity_not: not, form, areas, permit_ends: permitEnds } = when
  if (status && !status.includes(situation.status)) return false
  if (stage && !stage.includes(situation.stage)) return false
  if (activity && !(situation.activity && activity.includes(situation.activity))) return false
  if (not && situation.activity && not.includes(situation.activity)) return false
  if (form && form !== situation.form) return false
  if (permitEnds && !situation.permitEnds) return false
  return Object.entries(areas ?? {}).every(([area, colours]) => {
    const colour = situation.areas[area as AreaOfLife]
    return colour !== undefined && colours.includes(colour)
  })
}

/** Facts in which two situations differ. */
export function changedFacts(before: Situation, after: Situation): FactName[] {
  const changed: FactName[] = (['country', 'status', 'stage', 'activity', 'form'] as const).filter(
    (fact) => before[fact] !== after[fact],
  )
  if (before.permitEnds !== after.permitEnds) changed.push('permit_ends')
  const areas = new Set([...Object.keys(before.areas), ...Object.keys(after.areas)] as AreaOfLife[])
  for (const area of areas) if (before.areas[area] !== after.areas[area]) changed.push(`area_${area}`)
  return changed
}

/** Facts that a step's conditions look at. */
export function factsOf(when: StepConditions): FactName[] {
  const facts: FactName[] = []
  if (when.status) facts.push('status')
  if (when.stage) facts.push('stage')
  if (when.activity || when.activity_not) facts.push('activity')
  if (when.form) facts.push('form')
  if (when.permit_ends) facts.push('permit_ends')
  for (const area of Object.keys(when.areas ?? {}) as AreaOfLife[]) facts.push(`area_${area}`)
  return facts
}
