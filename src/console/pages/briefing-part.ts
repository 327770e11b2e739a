import type { Case, CaseEvent } from '../../handover/case.ts'
import type { Briefing, Outlook } from '../../handover/ports.ts'
import { plainText } from '../../knowledge/markdown.ts'
import { type Html, html, webAddress } from '../html.ts'
import { languageName, timeOf, type View, wordsIn } from '../view.ts'

/** Everything that was known when the case came, so that nobody has to read a transcript. */
export function briefingPart(view: View, one: Case, briefing: Briefing, outlook: Outlook): Html {
  const { say, text } = view
  return html`<h2>${say('briefing')}</h2>
${briefing.deadline && deadlineBox(view, briefing.deadline)}
<dl class="facts-list"><div><dt>${text('desk.why')}</dt><dd>${briefing.reason}</dd></div>
<div><dt>${text('desk.language')}</dt><dd>${languageName(one.language)}</dd></div>
${(briefing.situation ?? []).map(({ name, value }) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}
${outlook.position !== null && html`<div><dt>${say('queue_place')}</dt><dd>${outlook.position}</dd></div>`}
${briefing.rating && html`<div><dt>${say('rating')}</dt><dd>${text(`case.rating_${briefing.rating}`)}</dd></div>`}</dl>
${briefing.situation === null && html`<p class="soft">${text('desk.situation_left_out')}</p>`}
${questionBox(view, briefing)}
${
  briefing.missing.length > 0 &&
  html`<h3>${text('desk.missing_title')}</h3><ul>${briefing.missing.map((line) => html`<li>${line}</li>`)}</ul>`
}
${
  briefing.answered &&
  html`<h3>${text('desk.answered')}</h3><p class="soft">${briefing.answered.why}</p>${
    briefing.answered.text &&
    html`<details><summary>${say('answered_text')}</summary>${wordsIn(one.language, plainText(briefing.answered.text))}</details>`
  }`
}
${
  briefing.messages.length > 0 &&
  html`<details><summary>${say('messages_before', { count: briefing.messages.length })}</summary><ol class="before">${briefing.messages.map(
    (said) =>
      html`<li><p class="who"><strong>${text('desk.said_by', { role: said.role })}</strong> ${timeOf(view, said.at)}</p>${wordsIn(one.language, plainText(said.text))}</li>`,
  )}</ol></details>`
}
${briefing.passages.length > 0 && passagesBox(view, one, briefing)}
${sourceList(view, briefing.sources)}
${draftBox(view, one, briefing)}`
}

/** Sources as links, with the date that each was seen; nothing when there are none. */
export function sourceList(
  { text }: View,
  sources: readonly { title: string; url: string; seen: string }[],
): Html | false {
  return (
    sources.length > 0 &&
    html`<h3>${text('answer.sources')}</h3><ul class="sources">${sources.map(
      ({ title, url, seen }) =>
        html`<li><a href="${webAddress(url)}" target="_blank" rel="noopener noreferrer">${title}</a> <span class="soft">${seen}</span></li>`,
    )}</ul>`
  )
}

function deadlineBox(view: View, deadline: NonNullable<Briefing['deadline']>): Html {
  const left =
    deadline.daysLeft < 0
      ? view.say('deadline_over')
      : view.text('desk.days_left', { days: deadline.daysLeft })
  return html`<p class="deadline-box"><strong>${left}</strong> ${deadline.how}</p>`
}

function questionBox(view: View, { question }: Briefing): Html {
  const { say, text } = view
  if (!question) return html`<p class="soft">${text('desk.question_left_out')}</p>`
  const { translation } = question
  return html`<h3>${text('desk.question')}</h3>${wordsIn(question.language, question.original)}${
    translation &&
    html`<p class="soft">${say('translation')} · ${languageName(translation.language)}</p>${wordsIn(translation.language, translation.text)}${
      translation.doubts.length > 0 &&
      html`<p class="doubts">${text('desk.translation_doubts', { parts: translation.doubts.join(', ') })}</p>`
    }`
  }`
}

/** With both languages, a consultant can quote to the person without a translator. */
function passagesBox(view: View, one: Case, { passages, language }: Briefing): Html {
  const { text, say } = view
  return html`<h3>${text('desk.passages')}</h3>${passages.map(
    (passage) =>
      html`<details class="passage"><summary>${passage.heading} <span class="soft">${passage.article}</span></summary>${wordsIn(language, plainText(passage.text))}${
        passage.inPersonLanguage &&
        html`<p class="soft">${say('in_person_language')} · ${languageName(one.language)}</p>${wordsIn(one.language, plainText(passage.inPersonLanguage))}`
      }</details>`,
  )}`
}

function draftBox(view: View, one: Case, { draft, language }: Briefing): Html | null {
  if (!draft) return null
  const { say, text } = view
  const mayAnswer = one.assignedTo === view.who?.consultant.id && one.state !== 'closed'
  return html`<details class="draft"><summary>${text('desk.draft_title')}</summary>${wordsIn(language, draft)}${
    mayAnswer &&
    html`<form method="get" action="/console/cases/${one.id}#reply"><button class="button" name="draft" value="1" data-insert="${draft}" data-language="${language}">${say('draft_use')}</button></form>`
  }</details>`
}

export function historyPart(view: View, events: readonly CaseEvent[], nameOf: (id: string) => string): Html {
  const { say } = view
  const actor = (event: CaseEvent) =>
    event.actor.kind === 'consultant' ? nameOf(event.actor.id) : say(`actor_${event.actor.kind}`)
  return html`<details><summary>${say('history')}</summary><ol class="history">${events.map(
    (event) =>
      html`<li>${timeOf(view, event.at)} ${say(`event_${event.name.replaceAll('-', '_')}`)} <span class="soft">${actor(event)}${
        event.detail.to ? html` → ${nameOf(event.detail.to)}` : ''
      }</span></li>`,
  )}</ol></details>`
}
