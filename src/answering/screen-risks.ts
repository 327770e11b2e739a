import type { Language } from '../i18n/languages.ts'
import type { ArticleHit } from '../retrieval/article-search.ts'
import type { MessageReading } from './read-message.ts'
import {
  classOfGroup,
  guessTriage,
  type TriageClass,
  type TriageClasses,
  type TriageGroup,
  type TriageGuess,
  type TriageModels,
} from './triage.ts'

export interface RiskScreen {
  /** The class that decides what kind of reply is due; null for a plain question. */
  main: TriageClass | null
  /** Share of what `main` stands for, in the whole message or its strongest sentence. */
  probability: number
  /** Whether and why a person is offered. */
  handover: TriageClass | null
  /** Share of plain questions. */
  plain: number
}

/**
 * From which share a group of classes counts. Recall first where a person may be in need; measured on the tuning
 * half of the question sets (docs/evaluation.md).
 */
export const RISK_THRESHOLDS = {
  crisis: 0.4,
  /** Times the square root of the share of cases among the labelled messages: the more there are, the more are near. */
  person: 0.42,
  /** More, where the article that fits best is on none of the topics that cases ask for. */
  offTopic: 0.06,
  /** More, in long stories, most of which are no case though they sound like one. */
  inStory: 0.2,
  /** More, times the probability of the article that fits best: it tells what the message asks. */
  fitting: 0.26,
  /** More, for a message that means little without the talk before it: the few words it has sound like anything. */
  followUp: 0.15,
  /** More, for a message that says that nothing has happened. Danger is looked for all the same. */
  onlyAsking: 0.25,
  /** A person is offered only where that is so much likelier than that nothing of ours is asked. */
  personBeforeOther: 1.3,
  urgentShare: 0.35,
  /** In one sentence, whatever stands around it: somebody who asks for a person gets one. */
  wish: 0.5,
  /** In one sentence: a figure of a time to come, whatever is said beside it. */
  later: 0.5,
  other: 0.25,
  /** More, times the probability of the article that fits best. */
  otherFitting: 0.4,
  /** Beside the share of plain questions. */
  otherBeforePlain: 0.55,
}
/** Topics whose articles answer those who have the problem: most cases ask for one of them. */
const TOPICS_OF_CASES: ReadonlySet<string> = new Set([
  'rights-and-complaints',
  'mistakes-and-scams',
  'closing-and-pausing',
  'local-support',
  'consultant-limits-and-referral',
  'residence-self-employment',
  'protection-status',
  'family-and-student-permits',
])
const WANTS_PERSON = 'wants_person'
const STORY_WORDS = 45
/** A sentence out of its story says less than the message as a whole. */
const SENTENCE_SHARE = 0.35
/** Below this share of the whole message its sentences are not looked at: most stories hold a line that sounds bad alone. */
const WHOLE_FLOOR = 0.05
const MOST_SENTENCES = 40

/** What else is known of the message. */
export interface ScreenContext {
  /** The article that fits it best; null when none does. */
  best: Pick<ArticleHit, 'article' | 'probability'> | null
  /** The talk so far was needed to understand it. */
  followUp: boolean
}

interface View {
  guess: TriageGuess
  /** What its groups count beside those of the whole message. */
  share: number
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
  { best, followUp }: ScreenContext,
): RiskScreen {
  const guess = guessTriage(models, data, reading.text, language)
  if (!guess) return { main: null, probability: 0, handover: null, plain: 1 }
  const { plain } = guess.groups
  const whole: View = { guess, share: 1 }
  const views = [whole, ...sentenceViews(whole, reading, language, data, models)]
  const danger = strongest(views, crisisShare)
  if (crisisShare(danger) >= RISK_THRESHOLDS.crisis) return found(danger, 'crisis', crisisShare(danger))
  const need = strongest(views, personShare)
  const { unanswered, out_of_scope, greeting } = guess.groups
  const other = otherGroup(guess)
  const otherShare = other === 'greeting' ? greeting : unanswered + out_of_scope
  const { personBeforeOther, otherFitting, otherBeforePlain } = RISK_THRESHOLDS
  if (
    personShare(need) >= personThreshold(reading, { best, followUp }, models[language]?.cases ?? 0) &&
    personShare(need) > personBeforeOther * otherShare
  )
    return found(need, isUrgent(need) ? 'urgent' : 'normal', personShare(need))
  const wish = views.find((view) => wishShare(view, data) >= RISK_THRESHOLDS.wish)
  if (wish) return found(wish, 'normal', wishShare(wish, data))
  const later = views.find((view) => laterShare(view, data) >= RISK_THRESHOLDS.later)
  if (later) return found(later, 'unanswered', laterShare(later, data))
  if (
    otherShare >= RISK_THRESHOLDS.other + otherFitting * (best?.probability ?? 0) &&
    otherShare >= otherBeforePlain * plain
  )
    return found(whole, other, otherShare)
  return { main: null, probability: 0, handover: null, plain }

  function found(view: View, group: TriageGroup, probability: number): RiskScreen {
    const main = classOfGroup(view.guess, group, data) ?? null
    const needsPerson = main !== null && main.handover !== 'none'
    return { main, probability, handover: needsPerson ? main : null, plain }
  }
}

function personThreshold(
  { text, onlyAsking }: MessageReading,
  { best, followUp }: ScreenContext,
  cases: number,
): number {
  const { person, offTopic, inStory, fitting } = RISK_THRESHOLDS
  const least =
    person * Math.sqrt(cases) +
    fitting * (best?.probability ?? 0) +
    (followUp ? RISK_THRESHOLDS.followUp : 0) +
    (onlyAsking ? RISK_THRESHOLDS.onlyAsking : 0)
  if (text.split(/\s+/).length > STORY_WORDS) return least + inStory
  return best === null || TOPICS_OF_CASES.has(best.article.topic) ? least : least + offTopic
}

function sentenceViews(
  whole: View,
  reading: MessageReading,
  language: Language,
  data: TriageClasses,
  models: TriageModels,
): View[] {
  const dated = reading.later || reading.years.length > 0
  if (reading.sentences.length < 2 || (personShare(whole) < WHOLE_FLOOR && !dated)) return []
  return reading.sentences
    .slice(0, MOST_SENTENCES)
    .filter((sentence) => sentence.split(/\s+/).length > 3)
    .flatMap((sentence) => {
      const guess = guessTriage(models, data, sentence, language)
      return guess ? [{ guess, share: SENTENCE_SHARE }] : []
    })
}

function strongest(views: readonly View[], of: (view: View) => number): View {
  return views.reduce((best, view) => (of(view) > of(best) ? view : best))
}

function crisisShare({ guess, share }: View): number {
  return guess.groups.crisis * share
}

function personShare({ guess: { groups }, share }: View): number {
  return (groups.crisis + groups.urgent + groups.normal) * share
}

/** How plainly a part of the message asks for a person. */
function wishShare({ guess }: View, data: TriageClasses): number {
  return classOfGroup(guess, 'normal', data)?.id === WANTS_PERSON ? guess.groups.normal : 0
}

/** How plainly a part of the message asks for what will be. */
function laterShare({ guess }: View, data: TriageClasses): number {
  return classOfGroup(guess, 'unanswered', data)?.later ? guess.groups.unanswered : 0
}

function isUrgent({ guess: { groups } }: View): boolean {
  const person = groups.crisis + groups.urgent + groups.normal
  return groups.crisis + groups.urgent >= RISK_THRESHOLDS.urgentShare * person
}

/** The likeliest of the groups that are no question to the articles and no case. */
function otherGroup({ groups }: TriageGuess): 'unanswered' | 'out_of_scope' | 'greeting' {
  const candidates = ['unanswered', 'out_of_scope', 'greeting'] as const
  return candidates.reduce((best, group) => (groups[group] > groups[best] ? group : best))
}
