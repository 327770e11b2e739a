import type { Button, Reply, ReplyPart } from '../conversation/turn.ts'
import { LANGUAGE_NAMES } from '../i18n/languages.ts'
import { type Case, QUEUED_STATES } from './case.ts'
import { type DeskContext, say } from './context.ts'
import { plainWords } from './plain-words.ts'
import type { Briefing } from './ports.ts'

/** A briefing as a message, with the buttons of its case. */
export function briefingReply(context: DeskContext, one: Case, briefing: Briefing): Reply {
  const { language } = briefing
  const text = (key: string, values?: Record<string, string | number>) => say(context, language, key, values)
  const parts: ReplyPart[] = [
    {
      kind: 'heading',
      text: text('desk.brief_title', { id: one.id, name: plainWords(one.personLabel), urgency: one.urgency }),
    },
    { kind: 'text', text: headLines(context, one, briefing) },
    ...questionParts(context, briefing),
  ]
  if (briefing.messages.length > 0) {
    const lines = briefing.messages.map(
      ({ role, text: said }) => `- ${text('desk.said_by', { role })}: ${oneLine(said)}`,
    )
    parts.push({ kind: 'text', text: [`**${text('desk.messages')}**`, ...lines].join('\n') })
  }
  if (briefing.answered) parts.push({ kind: 'text', text: answeredLines(context, briefing) })
  if (briefing.passages.length > 0)
    parts.push({
      kind: 'text',
      text: [
        `**${text('desk.passages')}**`,
        ...briefing.passages.map((one) => `- ${one.heading} (${one.article})`),
      ].join('\n'),
    })
  if (briefing.sources.length > 0) {
    const lines = briefing.sources.map(
      ({ title, url, seen }) => `- [${title.replace(/[[\]]/g, '')}](${url}) (${seen})`,
    )
    parts.push({ kind: 'sources', text: [`**${text('answer.sources')}**`, ...lines].join('\n') })
  }
  if (briefing.missing.length > 0)
    parts.push({
      kind: 'text',
      text: [`**${text('desk.missing_title')}**`, ...briefing.missing.map((line) => `- ${line}`)].join('\n'),
    })
  if (briefing.draft) parts.push({ kind: 'text', text: `**${text('desk.draft_title')}**\n${briefing.draft}` })
  return { language, parts, buttons: caseButtons(context, one, language) }
}

function headLines(context: DeskContext, one: Case, briefing: Briefing): string {
  const { language } = briefing
  const text = (key: string, values?: Record<string, string | number>) => say(context, language, key, values)
  const lines = [
    `${text('desk.why')}: ${briefing.reason}`,
    `${text('desk.language')}: ${LANGUAGE_NAMES[one.language]}`,
    ...(briefing.situation ?? []).map(({ name, value }) => `${name}: ${plainWords(value)}`),
  ]
  if (briefing.situation === null) lines.push(text('desk.situation_left_out'))
  if (briefing.deadline)
    lines.push(`**${briefing.deadline.how}** ${text('desk.days_left', { days: briefing.deadline.daysLeft })}`)
  return lines.map((line) => `- ${line}`).join('\n')
}

function questionParts(context: DeskContext, briefing: Briefing): ReplyPart[] {
  const { question, language } = briefing
  if (!question) return [{ kind: 'note', text: say(context, language, 'desk.question_left_out') }]
  const parts: ReplyPart[] = [
    {
      kind: 'text',
      text: `**${say(context, language, 'desk.question')}**\n${plainWords(question.original)}`,
      ...(question.language !== language && { language: question.language }),
    },
  ]
  if (question.translation) {
    const heading = say(context, language, 'desk.translated', { language: LANGUAGE_NAMES[question.language] })
    parts.push({ kind: 'text', text: `${heading}\n${plainWords(question.translation.text)}` })
    if (question.translation.doubts.length > 0)
      parts.push({
        kind: 'note',
        text: say(context, language, 'desk.translation_doubts', {
          parts: plainWords(question.translation.doubts.join(', ')),
        }),
      })
  }
  return parts
}

function answeredLines(context: DeskContext, { answered, language }: Briefing): string {
  const title = `**${say(context, language, 'desk.answered')}** ${plainWords(answered?.why ?? '')}`
  return answered?.text ? `${title}\n${plainWords(oneLine(answered.text, 600))}` : title
}

/** What can be done with a case now. */
export function caseButtons(context: DeskContext, one: Case, language: Briefing['language']): Button[][] {
  const button = (action: string): Button => ({
    label: say(context, language, `desk.button_${action}`),
    data: `case:${action}:${one.id}`,
  })
  if (one.state === 'closed') return [[button('reopen')]]
  if (QUEUED_STATES.includes(one.state)) return [[button('take'), button('note')], [button('close')]]
  return [
    [button('answer'), button('note')],
    [button('transfer'), button('release')],
    [button('resolve'), button('close')],
  ]
}

function oneLine(text: string, length = 300): string {
  const flat = plainWords(text).replace(/\s+/g, ' ').trim()
  return flat.length > length ? `${flat.slice(0, length)}…` : flat
}
