import { answerAsPlainText } from '../answering/plain-text.ts'
import { daysBetween, localTime } from '../calendar/day.ts'
import { TIME_ZONES } from '../calendar/working-time.ts'
import type { Language } from '../i18n/languages.ts'
import { formatDate } from '../i18n/numbers.ts'
import type { Article, Passage } from '../knowledge/article.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import type { Case, Deadline } from './case.ts'
import { type DeskContext, say } from './context.ts'
import type { Briefing, CaseMessage, Consultant } from './ports.ts'

/** Facts that consultants ask for, of those that an article names as deciding. */
const MOST_PASSAGES = 5
const LETTER_REASONS = new Set([
  'permit_refused',
  'appeal_deadline',
  'inspection_fine',
  'debts_enforcement',
  'expulsion_detention',
])

/** Everything known about a case in the consultant's language, so that nobody has to read a transcript first. */
export async function briefingOf(context: DeskContext, one: Case, consultant: Consultant): Promise<Briefing> {
  const language = consultant.languages[0] ?? 'en'
  const [first] = await context.stores.caseMessages.of(one.id)
  const plan = await context.parts.sharedPlan?.(one.chat, context.stores, language)
  const situation = situationOf(context, one, language)
  return {
    caseId: one.id,
    language,
    personLabel: one.personLabel,
    personLanguage: one.language,
    urgency: one.urgency,
    reason: say(context, language, 'desk.reason', { reason: one.reason }),
    question: questionOf(one, first ?? null),
    situation: plan ? [...(situation ?? []), plan] : situation,
    messages: one.consent.messages,
    answered: answeredOf(context, one, language),
    deadline: one.deadline && deadlineOf(context, one.deadline, one, language),
    passages: leftAnswerOut(one) ? [] : passagesOf(context, one, language),
    sources: leftAnswerOut(one) ? [] : (one.before?.sources ?? []),
    missing: missingOf(context, one, language),
    draft: draftOf(context, one, language),
    rating: one.rating,
  }
}

function questionOf(one: Case, first: CaseMessage | null): Briefing['question'] {
  const { question } = one.consent
  if (question === null) return null
  const translation = first?.text === question ? first.translation : null
  return {
    original: question,
    language: first?.text === question ? first.language : one.language,
    translation,
  }
}

function situationOf(context: DeskContext, one: Case, language: Language): Briefing['situation'] {
  if (!one.consent.situation) return null
  return Object.entries(one.consent.situation).map(([name, value]) => ({
    name: say(context, language, 'desk.fact', { fact: name }),
    value: factValue(context, name, value, language),
  }))
}

/** Facts from a fixed list have a text in each language; the others are the person's own words. */
export function factValue(context: DeskContext, name: string, value: string, language: Language): string {
  const { messages } = context.parts.assistant()
  const key = `${name}.${value}`
  if (name === 'permitEnds') return formatDate(value, language)
  return messages.has('en', key) ? messages.text(language, key) : value
}

/** The person took the assistant's answer off: nothing that it was made of comes back another way. */
function leftAnswerOut({ before }: Case): boolean {
  return before !== null && before.text === null
}

function answeredOf(context: DeskContext, one: Case, language: Language): Briefing['answered'] {
  if (!one.before) return null
  const { outcome, trace, text } = one.before
  const steps = leftAnswerOut(one) ? [] : trace.slice(-3)
  const why = [say(context, language, 'desk.outcome', { outcome }), ...steps].join(' · ')
  return { outcome, text, why }
}

function deadlineOf(
  context: DeskContext,
  deadline: Deadline,
  one: Case,
  language: Language,
): Briefing['deadline'] {
  const { day } = localTime(context.now, TIME_ZONES[one.country ?? 'si'])
  return {
    date: deadline.date,
    how: deadlineLine(context, deadline, language),
    daysLeft: daysBetween(day, deadline.date),
  }
}

/** "8 December 2026 (8 days from 30 November 2026). Check the letter." */
export function deadlineLine(context: DeskContext, deadline: Deadline, language: Language): string {
  return say(context, language, 'case.deadline', {
    date: formatDate(deadline.date, language),
    how: deadline.days === null ? 'named' : deadline.workingDays ? 'working' : 'counted',
    days: deadline.days ?? 0,
    from: deadline.from === null ? '' : formatDate(deadline.from, language),
  })
}

function passagesOf(context: DeskContext, one: Case, language: Language): Briefing['passages'] {
  const { articles } = context.parts.assistant().tools
  return (one.before?.passageIds ?? []).slice(0, MOST_PASSAGES).flatMap((id) => {
    const article = articles.find((candidate) => id.startsWith(`${candidate.id}#`))
    const shown =
      article &&
      Object.values(article.texts)
        .flatMap((text) => text?.passages ?? [])
        .find((passage) => passage.id === id)
    if (!article || !shown) return []
    const own = passageIn(article, shown.index, language) ?? passageIn(article, shown.index, 'en') ?? shown
    const persons = passageIn(article, shown.index, one.language)
    return [
      {
        article: article.id,
        heading: own.heading,
        text: rendered(own, article),
        inPersonLanguage: persons && persons.language !== own.language ? rendered(persons, article) : null,
      },
    ]
  })
}

function passageIn(article: Article, index: number, language: Language): Passage | null {
  return article.texts[language]?.passages.find((passage) => passage.index === index) ?? null
}

function rendered(passage: Passage, article: Article): string {
  return renderPlaceholders(passage.raw, article.figures, passage.language)
}

/** What decides the answer and is not known. */
function missingOf(context: DeskContext, one: Case, language: Language): string[] {
  const { articles } = context.parts.assistant().tools
  const asked = articles.find(({ id }) => id === one.before?.articles[0])?.asks ?? []
  const known = new Set(Object.keys(one.consent.situation ?? {}))
  if (one.country) known.add('country')
  const facts = [...new Set(['country', 'status', ...asked])].filter((fact) => !known.has(fact))
  if (LETTER_REASONS.has(one.reason) && !one.deadline) facts.push('letter_date')
  return facts.map((fact) => say(context, language, 'desk.missing', { fact }))
}

/**
 * The composed answer in the consultant's language, to be edited; null where the knowledge has none. The deadline of the case
 * stands above it, as the person can read it: the answer knows only the general rule.
 */
function draftOf(context: DeskContext, one: Case, language: Language): string | null {
  const { question } = one.consent
  if (question === null || leftAnswerOut(one)) return null
  const answer = context.parts.assistant().answer({
    text: question,
    profile: { country: one.country, language, reads: [] },
    history: [],
  })
  if (answer.outcome !== 'answered') return null
  const content = answer.parts.filter((part) => part.kind !== 'note')
  const draft = answerAsPlainText({ ...answer, parts: content, choices: [] })
  return one.deadline ? `${deadlineLine(context, one.deadline, one.language)}\n\n${draft}` : draft
}
