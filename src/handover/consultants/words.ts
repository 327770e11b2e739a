import type { Reply, Turn, TurnContent } from '../../conversation/turn.ts'
import { type Case, HELD_STATES, QUEUED_STATES } from '../case.ts'
import { type DeskContext, say } from '../context.ts'
import { createDesk } from '../desk.ts'
import { CaseNotFoundError } from '../errors.ts'
import type { CaseFile, Consultant } from '../ports.ts'
import { type Binding, readDeskState, saveDeskState } from './binding.ts'
import type { Place } from './place.ts'
import { note } from './replies.ts'

/** What a consultant wrote: for the person of the topic, or for whom it was bound to; never guessed. */
export async function takeWords(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
): Promise<Reply[] | null> {
  if (turn.edited) return editWords(context, place, consultant, turn)
  const state = await readDeskState(context, place.chat)
  const binding = state.bindings[place.author]
  if (binding) {
    delete state.bindings[place.author]
    await saveDeskState(context, place.chat, state)
    return useBinding(context, place, consultant, turn, binding)
  }
  if (place.kind === 'topic') return inTopic(context, place, consultant, turn)
  if (place.kind === 'general') return []
  return unbound(context, place, consultant, turn)
}

/** The holder's words go to the person of this topic; nobody else's do. */
async function inTopic(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
): Promise<Reply[]> {
  const one = place.topicCase
  if (!one) throw new CaseNotFoundError(0)
  const language = consultant.languages[0] ?? 'en'
  if (QUEUED_STATES.includes(one.state)) {
    const take = { label: say(context, language, 'desk.button_take'), data: `case:take:${one.id}` }
    return [note(consultant, say(context, language, 'desk.not_sent_take_first'), [[take]])]
  }
  await send(context, one.id, consultant, turn)
  // Delivered or not is shown on the message itself.
  return []
}

async function useBinding(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
  binding: Binding,
): Promise<Reply[]> {
  const language = consultant.languages[0] ?? 'en'
  const desk = createDesk(context)
  const one = await existing(context, binding.caseId)
  const { text } = wordsOf(turn.content)
  switch (binding.mode) {
    case 'answer':
      await send(context, one.id, consultant, turn)
      return [
        note(
          consultant,
          say(context, language, 'desk.sent_to', { person: one.personLabel, id: one.id }),
          again(context, one, consultant),
        ),
      ]
    case 'note':
      await desk.note(one.id, consultant.id, text)
      return [note(consultant, say(context, language, 'desk.noted', { id: one.id }))]
    case 'transfer':
      await desk.transfer(one.id, consultant.id, { to: binding.to ?? '', note: text })
      return place.kind === 'topic'
        ? []
        : [note(consultant, say(context, language, 'desk.handed_on', { id: one.id }))]
    default:
      return binding.mode satisfies never
  }
}

/** In the private chat, without having said to whom: kept, and asked. Who holds nothing is an asker like all. */
async function unbound(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
): Promise<Reply[] | null> {
  const held = await context.stores.cases.list({ states: HELD_STATES, assignedTo: consultant.id, limit: 8 })
  if (held.length === 0) return null
  const language = consultant.languages[0] ?? 'en'
  if (turn.content.kind !== 'text')
    return [
      note(
        consultant,
        say(context, language, 'desk.to_whom_file'),
        held.map((one) => [answerButton(context, one, consultant)]),
      ),
    ]
  const state = await readDeskState(context, place.chat)
  state.kept[place.author] = { text: turn.content.text, messageRef: turn.messageRef ?? null }
  await saveDeskState(context, place.chat, state)
  const choices = held.map((one) => [
    {
      label: say(context, language, 'desk.button_send_to', { name: one.personLabel, id: one.id }),
      data: `case:sendkept:${one.id}`,
    },
  ])
  const none = { label: say(context, language, 'desk.button_send_nobody'), data: 'case:dropkept:0' }
  return [note(consultant, say(context, language, 'desk.to_whom'), [...choices, [none]])]
}

async function editWords(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
): Promise<Reply[] | null> {
  const earlier = turn.messageRef
    ? await context.stores.caseMessages.byOrigin(turn.chat, turn.messageRef)
    : null
  if (!earlier) return place.kind === 'private' ? null : []
  await createDesk(context).editAnswer(earlier.id, consultant.id, wordsOf(turn.content).text)
  return []
}

async function send(context: DeskContext, caseId: number, consultant: Consultant, turn: Turn): Promise<void> {
  const desk = createDesk(context)
  const { text, file } = wordsOf(turn.content)
  const origin = turn.messageRef ? { chat: turn.chat, messageRef: turn.messageRef } : null
  if (file && origin) await desk.sendFile(caseId, consultant.id, { file, caption: text, origin })
  else await desk.answer(caseId, consultant.id, { text, ...(origin && { origin }) })
}

function wordsOf(content: TurnContent): { text: string; file: CaseFile | null } {
  if (content.kind === 'text') return { text: content.text, file: null }
  if (content.kind !== 'attachment') return { text: '', file: null }
  const { fileRef, what, fileName, mimeType, sizeBytes, caption } = content
  const kind = what === 'sticker' || what === 'location' || what === 'contact' ? 'other' : what
  const file = {
    fileRef: fileRef ?? '',
    what: kind,
    name: fileName ?? null,
    mimeType: mimeType ?? null,
    sizeBytes: sizeBytes ?? null,
  }
  return { text: caption ?? '', file }
}

async function existing(context: DeskContext, caseId: number): Promise<Case> {
  const one = await context.stores.cases.get(caseId)
  if (!one) throw new CaseNotFoundError(caseId)
  return one
}

function again(context: DeskContext, one: Case, consultant: Consultant) {
  return [[answerButton(context, one, consultant)]]
}

function answerButton(context: DeskContext, one: Case, consultant: Consultant) {
  const language = consultant.languages[0] ?? 'en'
  return {
    label: say(context, language, 'desk.button_answer_to', { name: `${one.personLabel} (${one.id})` }),
    data: `case:answer:${one.id}`,
  }
}
