import type { Case } from '../../handover/case.ts'
import type { CaseMessage } from '../../handover/ports.ts'
import { area } from '../fields.ts'
import { type Html, html } from '../html.ts'
import { formToken, languageName, timeOf, type View, wordsIn } from '../view.ts'

export interface ConversationContent {
  one: Case
  messages: readonly CaseMessage[]
  nameOf: (consultantId: string) => string
  /** Whether this consultant may see the person's files. */
  seesFiles: boolean
  /** What could not be sent: a correction keeps its words. */
  kept: Record<string, string>
}

/** What was written in a case, originals and translations beside each other, with internal notes between. */
export function conversationPart(view: View, content: ConversationContent): Html {
  const { messages } = content
  if (messages.length === 0) return html`<p class="empty">${view.say('conversation_empty')}</p>`
  return html`<ol class="messages">${messages.map((message) => messageItem(view, message, content))}</ol>`
}

function messageItem(view: View, message: CaseMessage, content: ConversationContent): Html {
  const { say } = view
  const isPerson = message.from === 'person'
  const isNote = message.kind === 'note'
  const who = isPerson ? content.one.personLabel : content.nameOf(message.authorId ?? '')
  return html`<li class="message ${isNote ? 'note' : isPerson ? 'person' : 'consultant'}" id="message-${message.id}">
<p class="who"><strong>${isNote ? say('note_by', { name: who }) : who}</strong> ${timeOf(view, message.at)}${
    message.edits !== null && html` <span class="soft">(${view.text('desk.edited')})</span>`
  }</p>
${message.file && filePart(view, message, content)}
${message.text !== '' && textPart(view, message)}
${!isNote && relayLine(view, message, isPerson)}
${!isNote && editForm(view, message, content)}</li>`
}

/** A program's words never take the place of what was written. */
function textPart(view: View, message: CaseMessage): Html {
  const { say } = view
  const { translation } = message
  if (!translation)
    return html`${wordsIn(message.language, message.text)}${
      message.translationState === 'wanted'
        ? html`<p class="soft">${say('translation_coming')}</p>`
        : message.translationState === 'failed'
          ? html`<p class="soft">${say('translation_failed')}</p>`
          : ''
    }`
  return html`<div class="beside"><div><p class="soft">${say('original')} · ${languageName(message.language)}</p>${wordsIn(message.language, message.text)}</div>
<div class="translated"><p class="soft">${say('translation')} · ${languageName(translation.language)}</p>${wordsIn(translation.language, translation.text)}</div></div>
${translation.doubts.length > 0 && html`<p class="doubts">${view.text('desk.translation_doubts', { parts: translation.doubts.join(', ') })}</p>`}`
}

function filePart(view: View, message: CaseMessage, { seesFiles }: ConversationContent): Html {
  const { file } = message
  const label = view.text('desk.file', { what: file?.what ?? 'other', name: file?.name ?? 'none' })
  if (message.from !== 'person' || !seesFiles)
    return html`<p class="file">${label}${message.from === 'person' && html` <span class="soft">${view.say('file_after_taking')}</span>`}</p>`
  const address = `/console/files/${message.id}`
  if (file?.what !== 'photo')
    return html`<p class="file"><a href="${address}" target="_blank" rel="noopener noreferrer">${label}</a></p>`
  return html`<p class="file"><a href="${address}" target="_blank" rel="noopener noreferrer"><img src="${address}" alt="${view.say('photo_of_person')}" loading="lazy" class="photo"></a></p>`
}

function relayLine(view: View, message: CaseMessage, isPerson: boolean): Html | null {
  if (isPerson) return null
  const { relay } = message
  if (relay === 'none') return null
  return html`<p class="relay is-${relay}">${view.say(`relay_${relay}`)}</p>`
}

/** A sent text can be corrected: the person gets the new one, marked as changed. */
function editForm(view: View, message: CaseMessage, { one, kept }: ConversationContent): Html | null {
  const own = view.who?.consultant.id
  if (message.authorId !== own || one.assignedTo !== own || message.kind !== 'text') return null
  if (message.edits !== null || one.state === 'closed') return null
  const { say } = view
  const failed = kept.message === String(message.id) ? kept.text : undefined
  return html`<details class="edit"${failed !== undefined ? html` open` : ''}><summary>${say('edit')}</summary>
<form method="post" action="/console/cases/${one.id}/edit">${formToken(view)}<input type="hidden" name="message" value="${message.id}">
${area('text', say('edit_text'), { value: failed ?? message.text, id: `edit-${message.id}`, required: true })}
<button class="button">${say('edit_send')}</button></form></details>`
}
