import { AREAS_OF_LIFE, type AreaOfLife, type PersonProfile } from '../../chat-state.ts'

/**
 * Red in one of these comes before the business; red in the others needs a plan and forbids no start
 * (knowledge/guidelines/self-assessment).
 */
const BEFORE_THE_BUSINESS: readonly AreaOfLife[] = ['status', 'health', 'housing', 'income']

export function comesBeforeBusiness(area: AreaOfLife): boolean {
  return BEFORE_THE_BUSINESS.includes(area)
}

/** Red areas in the order in which to look at them, then the yellow ones. */
export function firstThings(profile: PersonProfile): AreaOfLife[] {
  const order = [...new Set([...BEFORE_THE_BUSINESS, ...AREAS_OF_LIFE])]
  return [
    ...order.filter((area) => profile.areas[area] === 'red'),
    ...order.filter((area) => profile.areas[area] === 'yellow'),
  ]
}

const PROTECTED = new Set(['asylum_applicant', 'refugee', 'subsidiary_protection', 'temporary_protection'])

/** The article that helps on with an area; null where it depends on a country that is not known. */
export function articleForArea(area: AreaOfLife, profile: PersonProfile): string | null {
  switch (area) {
    case 'skills':
      return 'guidelines/transferring-skills'
    case 'network':
      return 'guidelines/networks-and-mentoring'
    case 'money':
      return 'guidelines/costs-prices-cashflow'
    default:
      return profile.country ? `${profile.country}/${topicForArea(area, profile)}` : null
  }
}

function topicForArea(area: AreaOfLife, profile: PersonProfile): string {
  switch (area) {
    case 'status':
      if (profile.status === 'eu_citizen') return 'eu-citizens'
      return PROTECTED.has(profile.status ?? '') ? 'protection-status' : 'residence-self-employment'
    case 'language':
      return 'language-and-integration'
    case 'family':
    case 'health':
      return 'health-insurance-and-family'
    default:
      return 'local-support'
  }
}
