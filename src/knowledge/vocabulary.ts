/** Words that are fixed across the product: other programs rely on them. */
export const COUNTRIES = ['si', 'es', 'it'] as const
export type Country = (typeof COUNTRIES)[number]

export const AREAS = ['si', 'es', 'it', 'guidelines', 'eu'] as const
export type Area = (typeof AREAS)[number]

export const STATUSES = [
  'eu_citizen',
  'work_permit',
  'self_employment_permit',
  'family_permit',
  'student',
  'asylum_applicant',
  'refugee',
  'subsidiary_protection',
  'temporary_protection',
  'long_term_resident',
  'other',
  'unknown',
] as const
export type Status = (typeof STATUSES)[number]

export const AUDIENCES = ['founder', 'consultant', 'municipality'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Facts of a person's situation that can decide an answer. */
export const DECIDING_FACTS = [
  'country',
  'status',
  'municipality',
  'stage',
  'age',
  'activity',
  'legal_form',
  'income',
  'employment',
  'family',
] as const

export type Urgency = 'normal' | 'urgent'

export function isCountry(value: unknown): value is Country {
  return typeof value === 'string' && (COUNTRIES as readonly string[]).includes(value)
}

export function isStatus(value: unknown): value is Status {
  return typeof value === 'string' && (STATUSES as readonly string[]).includes(value)
}
