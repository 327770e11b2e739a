import type { Language } from '../i18n/languages.ts'
import type { MessageReading } from './read-message.ts'
import { PLAIN, type TriageClass, type TriageData, type TriageModels, triageGuesses } from './triage.ts'

export interface RiskScreen {
  /** The class that decides what kind of reply is due; null for a plain question. */
  main: TriageClass | null
  /** Probability of that class, in the whole message or its strongest sentence. */
  probability: number
  /** Whether and why a person is offered. */
  handover: TriageClass | null
  /** Probability that the message is a plain question. */
  plain: number
}

/** From which probability a class counts. Recall first where a person may be in need. */
const THRESHOLDS = { crisis: 0.4, urgent: 0.3, normal: 0.38, other: 0.5 }

/**
 * Looks for danger, for cases that need a person, and for what is no question to the articles, in the message as
 * a whole and sentence by sentence, since a long story hides the sentence that matters.
 */
export function screenRisks(
  reading: MessageReading,
  language: Language,
  data: TriageData,
  models: TriageModels,
): RiskScreen {
  const whole = triageGuesses(models, reading.text, language)
  const plain = whole.find((guess) => guess.id === PLAIN)?.probability ?? 1
  const strongest = new Map(whole.map((guess) => [guess.id, guess.probability]))
  if (reading.sentences.length > 1) {
    for (const sentence of reading.sentences.slice(0, 40)) {
      for (const guess of triageGuesses(models, sentence, language)) {
        const discounted = guess.probability * 0.92
        if (isRisk(data.classes[guess.id]) && discounted > (strongest.get(guess.id) ?? 0))
          strongest.set(guess.id, discounted)
      }
    }
  }
  const ranked = [...strongest].flatMap(([id, probability]) => {
    const found = data.classes[id]
    return found ? [{ found, probability }] : []
  })
  ranked.sort((a, b) => b.probability - a.probability)
  const counts = ranked.filter(({ found, probability }) => probability >= thresholdOf(found))
  const crisis = counts.find(({ found }) => found.outcome === 'crisis')
  const urgent = counts.find(({ found }) => found.handover === 'urgent')
  const needsPerson = crisis ?? urgent ?? counts.find(({ found }) => found.handover === 'normal')
  const main = crisis ?? needsPerson ?? counts[0] ?? null
  return {
    main: main?.found ?? null,
    probability: main?.probability ?? 0,
    handover: needsPerson?.found ?? null,
    plain,
  }
}

function isRisk(found: TriageClass | undefined): boolean {
  return found !== undefined && (found.outcome === 'crisis' || found.handover !== 'none')
}

function thresholdOf(found: TriageClass): number {
  if (found.outcome === 'crisis') return THRESHOLDS.crisis
  if (found.handover === 'urgent') return THRESHOLDS.urgent
  return found.handover === 'normal' ? THRESHOLDS.normal : THRESHOLDS.other
}
