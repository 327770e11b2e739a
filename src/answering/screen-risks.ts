import type { Language } from '../i18n/languages.ts'
import type { MessageReading } from './read-message.ts'
import {
  PLAIN,
  type TriageClass,
  type TriageClasses,
  type TriageGuess,
  type TriageModels,
  triageGuesses,
} from './triage.ts'

export interface RiskScreen {
  /** The class that decides what kind of reply is due; null for a plain question. */
  main: TriageClass | null
  /** Probability of what `main` stands for, in the whole message or its strongest sentence. */
  probability: number
  /** Whether and why a person is offered. */
  handover: TriageClass | null
  /** Probability that the message is a plain question. */
  plain: number
}

/**
 * From which probability a group of classes counts. Recall first where a person may be in need; measured on the tuning
 * half of the question sets (docs/evaluation.md).
 */
export const RISK_THRESHOLDS = { crisis: 0.4, person: 0.3, urgentShare: 0.35, other: 0.3 }
/** A sentence out of its story says less than the message as a whole. */
const SENTENCE_SHARE = 0.35
/** Below this mass of the whole message its sentences are not looked at: most stories hold a line that sounds bad alone. */
const WHOLE_FLOOR = 0.05
const MOST_SENTENCES = 40

/** Probabilities of groups of classes: a case is often near to several classes of its group. */
export interface RiskMasses {
  crisis: number
  urgent: number
  normal: number
}

/**
 * Looks for danger, for cases that need a person, and for what is no question to the articles, in the message as
 * a whole and sentence by sentence, since a long story hides the sentence that matters.
 */
export function screenRisks(
  reading: MessageReading,
  language: Language,
  data: TriageClasses,
  models: TriageModels,
): RiskScreen {
  const whole = triageGuesses(models, reading.text, language)
  const plain = whole.find((guess) => guess.id === PLAIN)?.probability ?? 1
  const ofWhole = massesOf(whole, data)
  const parts = personMass(ofWhole) >= WHOLE_FLOOR ? sentenceViews(reading, language, models) : []
  const views = [{ guesses: whole, share: 1 }, ...parts]
  let strongest = { masses: ofWhole, guesses: whole, share: 1 }
  for (const view of views) {
    const masses = massesOf(view.guesses, data, view.share)
    if (personMass(masses) > personMass(strongest.masses)) strongest = { masses, ...view }
  }
  const crisis = Math.max(...views.map((view) => massesOf(view.guesses, data, view.share).crisis))
  const person = riskOf(strongest.masses, crisis, strongest.guesses, views, data)
  if (person) return { main: person.found, probability: person.probability, handover: person.found, plain }
  const other = strongestOther(whole, data)
  if (other) return { main: other.found, probability: other.probability, handover: null, plain }
  return { main: null, probability: 0, handover: null, plain }
}

/** What is no question to the articles: its classes are weighed by what they lead to, since many are alike. */
function strongestOther(
  guesses: readonly TriageGuess[],
  data: TriageClasses,
): { found: TriageClass; probability: number } | null {
  const byOutcome = new Map<string, { found: TriageClass; probability: number }>()
  for (const { id, probability } of guesses) {
    const found = data.classes[id]
    if (!found || id === PLAIN || found.outcome === 'crisis' || found.outcome === 'answered') continue
    const known = byOutcome.get(found.outcome)
    if (known) known.probability += probability
    else byOutcome.set(found.outcome, { found, probability })
  }
  const [strongest] = [...byOutcome.values()].sort((a, b) => b.probability - a.probability)
  return strongest && strongest.probability >= RISK_THRESHOLDS.other ? strongest : null
}

function riskOf(
  masses: RiskMasses,
  crisis: number,
  guesses: readonly TriageGuess[],
  views: readonly { guesses: readonly TriageGuess[] }[],
  data: TriageClasses,
): { found: TriageClass; probability: number } | null {
  if (crisis >= RISK_THRESHOLDS.crisis) {
    const inView = views.flatMap((view) => [...view.guesses]).sort((a, b) => b.probability - a.probability)
    const found = firstOf(inView, data, (one) => one.outcome === 'crisis')
    if (found) return { found, probability: crisis }
  }
  const person = personMass(masses)
  if (person < RISK_THRESHOLDS.person) return null
  const isUrgent = masses.urgent + masses.crisis >= RISK_THRESHOLDS.urgentShare * person
  const found =
    firstOf(
      guesses,
      data,
      (one) => one.outcome !== 'crisis' && one.handover === (isUrgent ? 'urgent' : 'normal'),
    ) ?? firstOf(guesses, data, (one) => one.outcome !== 'crisis' && one.handover !== 'none')
  return found ? { found, probability: person } : null
}

function sentenceViews(reading: MessageReading, language: Language, models: TriageModels) {
  if (reading.sentences.length < 2) return []
  return reading.sentences
    .slice(0, MOST_SENTENCES)
    .filter((sentence) => sentence.split(/\s+/).length > 3)
    .map((sentence) => ({ guesses: triageGuesses(models, sentence, language), share: SENTENCE_SHARE }))
}

export function massesOf(guesses: readonly TriageGuess[], data: TriageClasses, share = 1): RiskMasses {
  const masses: RiskMasses = { crisis: 0, urgent: 0, normal: 0 }
  for (const { id, probability } of guesses) {
    const found = data.classes[id]
    if (!found) continue
    if (found.outcome === 'crisis') masses.crisis += probability * share
    else if (found.handover === 'urgent') masses.urgent += probability * share
    else if (found.handover === 'normal') masses.normal += probability * share
  }
  return masses
}

function personMass({ crisis, urgent, normal }: RiskMasses): number {
  return crisis + urgent + normal
}

function firstOf(
  guesses: readonly TriageGuess[],
  data: TriageClasses,
  wanted: (found: TriageClass) => boolean,
): TriageClass | undefined {
  for (const { id } of guesses) {
    const found = data.classes[id]
    if (found && wanted(found)) return found
  }
  return undefined
}
