import type { Consent, Deadline, SentMessage } from '../../../handover/case.ts'
import type { PersonDesk } from '../../../handover/person-desk.ts'
import { plainWords } from '../../../handover/plain-words.ts'
import { LANGUAGE_NAMES } from '../../../i18n/languages.ts'
import { formatDate } from '../../../i18n/numbers.ts'
import type { FlowContext } from '../../flow.ts'
import type { Button, Reply, ReplyPart } from '../../turn.ts'
import { rows } from '../language.ts'
import { countryQuestion } from './local-help.ts'
import { type Draft, isOfThisTalk, personState } from './state.ts'
import { sentReply } from './waiting.ts'

const FAILURES_BEFORE_OFFER = 2
const EARLIER_MESSAGES = 3
/** Facts of the profile that a consultant may see, in the order in which they are shown. */
const FACTS = ['municipality', 'status', 'permitEnds', 'stage', 'activity'] as const

/** The parts that can be left out, by the letter in their buttons: question, situation, name, answer, message 0 … */
type Part = 'q' | 's' | 'n' | 'a' | `m${number}`

/** Begins the offer: what the person wants help with, then what will be sent. */
export async function startDraft(context: FlowContext, desk: PersonDesk): Promise<Reply[]> {
  const own = personState(context)
  const { before } = own
  const recent = before && isOfThisTalk(context, before) ? before : null
  if (!recent) {
    context.state.pending = { kind: 'typing', flow: 'person', step: 'question' }
    return [context.reply(context.say('case.write_question'))]
  }
  const failed = context.state.failures >= FAILURES_BEFORE_OFFER ? 'two_failures' : null
  const unanswered = recent.outcome === 'unanswered' ? 'unanswered' : null
  own.draft = {
    reason: recent.reason ?? failed ?? unanswered ?? 'wants_person',
    urgency: recent.urgency,
    question: recent.question,
    leftOut: [],
    country: context.state.profile.country ?? recent.country,
    countryAsked: false,
  }
  return showDraft(context, desk)
}

/** The question was typed for the consultant. */
export async function draftOfTyped(context: FlowContext, desk: PersonDesk, text: string): Promise<Reply[]> {
  context.state.pending = null
  const answer = context.assistant.answer({
    text,
    profile: { ...context.state.profile, script: context.state.profile.script ?? undefined },
    history: [],
    languageHint: context.state.languageHint ?? undefined,
  })
  // Whoever is in danger gets the help numbers first, whatever was to be typed.
  const first = answer.outcome === 'crisis' ? await context.ask(text) : []
  personState(context).draft = {
    reason: answer.handover?.reason ?? 'wants_person',
    urgency: answer.handover?.urgency ?? 'normal',
    question: text.slice(0, 3000),
    leftOut: [],
    country: context.state.profile.country ?? answer.country,
    countryAsked: false,
  }
  return [...first, ...(await showDraft(context, desk))]
}

/** Shows word by word what will be sent, with a button for each part that can be left out. */
export async function showDraft(context: FlowContext, desk: PersonDesk, again = false): Promise<Reply[]> {
  const { draft } = personState(context)
  if (!draft) return [context.reply(context.say('button.stale'))]
  if (!draft.country && !draft.countryAsked) return askCountry(context, draft)
  const reply = context.reply('', draftButtons(context, draft))
  reply.parts = draftParts(context, draft, desk)
  if (again) reply.replacesPressed = true
  return [reply]
}

function askCountry(context: FlowContext, draft: Draft): Reply[] {
  draft.countryAsked = true
  const question = countryQuestion(context)
  question.buttons.push([{ label: context.say('button.rather_not_say'), data: 'person:in:none' }])
  return [question]
}

/** Another country than the one understood: asked, then the draft is shown again. */
export function changeCountry(context: FlowContext): Reply[] {
  const { draft } = personState(context)
  return draft ? askCountry(context, draft) : [context.reply(context.say('button.stale'))]
}

function draftParts(context: FlowContext, draft: Draft, desk: PersonDesk): ReplyPart[] {
  const left = (part: Part) => draft.leftOut.includes(part)
  const shown = (part: Part, title: string, content: string) =>
    `**${title}**\n${left(part) ? context.say('case.left_out') : content}`
  const always = [
    context.say('case.always', {
      language: LANGUAGE_NAMES[context.language],
      country: context.say(`country.${draft.country ?? 'none'}`),
    }),
    context.say('case.reason', { reason: draft.reason }),
  ]
  const blocks = [shown('q', context.say('case.part_question'), plainWords(draft.question))]
  const facts = situationLines(context)
  if (facts.length > 0) blocks.push(shown('s', context.say('case.part_situation'), facts.join('\n')))
  if (context.turn.firstName)
    blocks.push(shown('n', context.say('case.part_name'), plainWords(context.turn.firstName)))
  const answer = answerText(context, draft)
  if (answer) blocks.push(shown('a', context.say('case.part_answer'), plainWords(answer)))
  earlierMessages(context, draft).forEach((message, index) => {
    blocks.push(
      shown(`m${index}`, context.say('case.part_message', { number: index + 1 }), plainWords(message.text)),
    )
  })
  const deadline = left('q') ? null : deadlineOf(context, draft, desk)
  return [
    { kind: 'heading', text: context.say('case.draft_title') },
    ...blocks.map((text): ReplyPart => ({ kind: 'text', text })),
    { kind: 'note', text: always.join('\n') },
    ...(deadline ? [{ kind: 'text' as const, text: deadlineText(context, deadline) }] : []),
    { kind: 'note', text: context.say('case.draft_end') },
  ]
}

function draftButtons(context: FlowContext, draft: Draft): Button[][] {
  const toggle = (part: Part, label: string): Button => ({
    label: `${draft.leftOut.includes(part) ? '⬜' : '✅'} ${label}`,
    data: `person:x:${part}`,
  })
  const toggles = [toggle('q', context.say('case.part_question'))]
  if (situationLines(context).length > 0) toggles.push(toggle('s', context.say('case.part_situation')))
  if (context.turn.firstName) toggles.push(toggle('n', context.say('case.part_name')))
  if (answerText(context, draft)) toggles.push(toggle('a', context.say('case.part_answer')))
  earlierMessages(context, draft).forEach((_, index) => {
    toggles.push(toggle(`m${index}`, context.say('case.part_message', { number: index + 1 })))
  })
  const country = { label: `🌍 ${context.say(`country.${draft.country ?? 'none'}`)}`, data: 'person:country' }
  return [
    ...rows(toggles, 2),
    // One that was understood from the message alone may be wrong, and decides who gets the case.
    ...(context.state.profile.country ? [] : [[country]]),
    [
      { label: context.say('case.button_send'), data: 'person:send' },
      { label: context.say('case.button_not_now'), data: 'person:later' },
    ],
  ]
}

export async function togglePart(context: FlowContext, desk: PersonDesk, part: string): Promise<Reply[]> {
  const { draft } = personState(context)
  if (!draft || !/^([qsna]|m\d)$/.test(part)) return [context.reply(context.say('button.stale'))]
  draft.leftOut = draft.leftOut.includes(part)
    ? draft.leftOut.filter((one) => one !== part)
    : [...draft.leftOut, part]
  return showDraft(context, desk, true)
}

/** "Send": the case is opened with what was shown and nothing else. */
export async function sendDraft(context: FlowContext, desk: PersonDesk): Promise<Reply[]> {
  const own = personState(context)
  const { draft } = own
  if (!draft) return [context.reply(context.say('button.stale'))]
  own.draft = null
  const { profile } = context.state
  const left = (part: Part) => draft.leftOut.includes(part)
  const before = answerBefore(context, draft)
  const topic = before?.articles[0]?.split('/').at(-1) ?? null
  const { opened, outlook } = await desk.open({
    chat: context.turn.chat,
    personLabel:
      (!left('n') && context.turn.firstName) || context.assistant.messages.text('en', 'desk.person_unnamed'),
    urgency: draft.urgency,
    reason: draft.reason,
    language: context.language,
    country: draft.country,
    municipality: left('s') ? null : profile.municipality,
    topic: left('q') ? null : topic,
    summary: left('q') ? context.say('case.left_out') : summaryOf(draft.question),
    deadline: left('q') ? null : deadlineOf(context, draft, desk),
    consent: consentOf(context, draft),
    before: left('q') ? null : before && { ...before, text: left('a') ? null : before.text },
  })
  return [await sentReply(context, desk, opened, outlook)]
}

function consentOf(context: FlowContext, draft: Draft): Consent {
  const left = (part: Part) => draft.leftOut.includes(part)
  const facts = Object.fromEntries(
    FACTS.flatMap((name) => {
      const value = context.state.profile[name]
      return value ? [[name, value]] : []
    }),
  )
  return {
    at: context.now.toISOString(),
    question: left('q') ? null : draft.question,
    situation: left('s') ? null : facts,
    messages: earlierMessages(context, draft).filter((_, index) => !left(`m${index}`)),
  }
}

function answerBefore(context: FlowContext, draft: Draft) {
  const { before } = personState(context)
  if (before?.question !== draft.question) return null
  const { outcome, trace, articles, passageIds, sources, text } = before
  return { outcome, trace, articles, passageIds, sources, text: text || null }
}

function answerText(context: FlowContext, draft: Draft): string {
  return answerBefore(context, draft)?.text ?? ''
}

/** The person's own earlier messages, without the question and without what a button asked. */
function earlierMessages(context: FlowContext, draft: Draft): SentMessage[] {
  const question = draft.question.slice(0, 2000)
  return context.state.history
    .filter(({ role, text, pressed }) => role === 'user' && !pressed && !question.includes(text))
    .slice(-EARLIER_MESSAGES)
    .map(({ role, text, at }) => ({ role, text, at }))
}

function situationLines(context: FlowContext): string[] {
  const { messages } = context.assistant
  return FACTS.flatMap((name) => {
    const value = context.state.profile[name]
    if (!value) return []
    const key = `${name}.${value}`
    const shown =
      name === 'permitEnds'
        ? formatDate(value, context.language)
        : messages.has('en', key)
          ? context.say(key)
          : plainWords(value)
    return [`- ${context.say('desk.fact', { fact: name })}: ${shown}`]
  })
}

function deadlineOf(context: FlowContext, draft: Draft, desk: PersonDesk): Deadline | null {
  return desk.deadlineIn(draft.question, context.language, draft.country)
}

/** The computed day, how it was computed, and that the letter decides. */
export function deadlineText(context: FlowContext, deadline: Deadline): string {
  return context.say('case.deadline', {
    date: formatDate(deadline.date, context.language),
    how: deadline.days === null ? 'named' : deadline.workingDays ? 'working' : 'counted',
    days: deadline.days ?? 0,
    from: deadline.from === null ? '' : formatDate(deadline.from, context.language),
  })
}

function summaryOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim()
  return line.length > 140 ? `${line.slice(0, 139)}…` : line
}
