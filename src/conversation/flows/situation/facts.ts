import { isLanguage } from '../../../i18n/languages.ts'
import { isCountry, isStatus } from '../../../knowledge/vocabulary.ts'
import { COLOURS, type Colour, type PersonProfile, STAGES, type Stage } from '../../chat-state.ts'
import { ACTIVITIES, areaOf, type Step } from './steps.ts'

const TEXT_LIMITS = { municipality: 80, activity: 120 } as const

/** Puts an answer of the check into the profile; false when it is none of the possible ones. */
export function setFact(profile: PersonProfile, step: Step, value: string): boolean {
  const area = areaOf(step)
  if (area) {
    if (!(COLOURS as readonly string[]).includes(value)) return false
    profile.areas[area] = value as Colour
    return true
  }
  switch (step) {
    case 'country':
      if (isCountry(value)) profile.country = value
      return isCountry(value)
    case 'status':
      if (isStatus(value)) profile.status = value
      return isStatus(value)
    case 'stage':
      if (!(STAGES as readonly string[]).includes(value)) return false
      profile.stage = value as Stage
      return true
    case 'activity':
      if (!(ACTIVITIES as readonly string[]).includes(value)) return false
      profile.activity = value
      return true
    case 'reads':
      if (!isLanguage(value)) return false
      profile.reads = profile.reads.includes(value)
        ? profile.reads.filter((language) => language !== value)
        : [...profile.reads, value]
      return true
    default:
      return false
  }
}

/** Puts a typed answer into the profile; false when it reads like a question or is far too long for one. */
export function setTypedFact(
  profile: PersonProfile,
  step: 'municipality' | 'activity',
  text: string,
): boolean {
  const typed = text.trim().replace(/\s+/g, ' ')
  if (typed === '' || typed.length > TEXT_LIMITS[step] || /[?؟？]/.test(typed)) return false
  profile[step] = typed
  return true
}

/** Takes a fact out of the profile. */
export function dropFact(profile: PersonProfile, step: Step): void {
  const area = areaOf(step)
  if (area) delete profile.areas[area]
  else if (step === 'reads') profile.reads = []
  else profile[step as 'country' | 'municipality' | 'status' | 'stage' | 'activity'] = null
}

export function hasValue(profile: PersonProfile, step: Step): boolean {
  const area = areaOf(step)
  if (area) return profile.areas[area] !== undefined
  if (step === 'reads') return profile.reads.length > 0
  return profile[step as 'country' | 'municipality' | 'status' | 'stage' | 'activity'] !== null
}
