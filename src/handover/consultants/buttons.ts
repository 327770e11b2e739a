import type { Button, Reply, Turn } from '../../conversation/turn.ts'
import { LANGUAGE_NAMES } from '../../i18n/languages.ts'
import { briefingOf } from '../briefing.ts'
import { briefingReply, caseButtons } from '../briefing-reply.ts'
import { type Case, CLOSE_REASONS } from '../case.ts'
import { type DeskContext, say } from '../context.ts'
import { createDesk } from '../desk.ts'
import { CaseNotFoundError } from '../errors.ts'
import type { Consultant } from '../ports.ts'
import { type Binding, readDeskState, saveDeskState } from './binding.ts'
import type { Place } from './place.ts'
import { note } from './replies.ts'

/** A button below a briefing or a notice: `case:<action>:<case>[:<argument>]`. */
export async function pressButton(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
  data: string,
): Promise<Reply[]> {
  const [, action = '', id = '', argument = ''] = data.split(':')
  if (action === 'dropkept' || action === 'cancel') return drop(context, place, consultant)
  const one = await context.stores.cases.get(Number(id))
  if (!one) throw new CaseNotFoundError(Number(id))
  // A button pressed in another case's topic would act on the wrong person.
  if (place.kind === 'topic' && place.topicCase?.id !== one.id) throw new CaseNotFoundError(one.id)
  return actOn(context, place, consultant, turn, one, action, argument)
}

async function actOn(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
  one: Case,
  action: string,
  argument: string,
): Promise<Reply[]> {
  const language = consultant.languages[0] ?? 'en'
  const text = (key: string, values?: Record<string, string | number>) => say(context, language, key, values)
  const desk = createDesk(context)
  switch (action) {
    case 'take': {
      const taken = await desk.take(one.id, consultant.id)
      if (place.kind === 'topic') return []
      const values = { person: one.personLabel, language: LANGUAGE_NAMES[one.language], id: one.id }
      return [note(consultant, text('desk.you_hold', values), caseButtons(context, taken, language))]
    }
    case 'brief':
      return [briefingReply(context, one, await briefingOf(context, one, consultant))]
    case 'answer':
      if (place.kind === 'topic')
        return [note(consultant, text('desk.write_here', { person: one.personLabel }))]
      return bind(
        context,
        place,
        consultant,
        { mode: 'answer', caseId: one.id, to: null },
        'desk.next_goes_to',
        one,
      )
    case 'note':
      return bind(
        context,
        place,
        consultant,
        { mode: 'note', caseId: one.id, to: null },
        'desk.next_is_note',
        one,
      )
    case 'transfer':
      return [note(consultant, text('desk.transfer_to'), await colleagues(context, one, consultant))]
    case 'to':
      return bind(
        context,
        place,
        consultant,
        { mode: 'transfer', caseId: one.id, to: argument },
        'desk.next_is_transfer',
        one,
      )
    case 'release':
      await desk.release(one.id, consultant.id)
      return place.kind === 'topic'
        ? []
        : [note(consultant, text('desk.released', { name: consultant.name }))]
    case 'resolve':
      await desk.resolve(one.id, consultant.id)
      return place.kind === 'topic'
        ? []
        : [note(consultant, text('desk.resolved', { name: consultant.name }))]
    case 'close':
      return [note(consultant, text('desk.close_why'), closeButtons(context, one, consultant))]
    case 'closed': {
      const reason = CLOSE_REASONS.find((known) => known === argument) ?? 'answered'
      await desk.close(one.id, consultant.id, reason)
      return place.kind === 'topic'
        ? []
        : [note(consultant, text('desk.closed', { name: consultant.name, reason }))]
    }
    case 'reopen': {
      const reopened = await desk.reopen(one.id, consultant.id)
      if (place.kind === 'topic') return []
      return [
        note(
          consultant,
          text('desk.reopened', { name: consultant.name }),
          caseButtons(context, reopened, language),
        ),
      ]
    }
    case 'sendkept':
      return sendKept(context, place, consultant, turn, one)
    default:
      return [note(consultant, text('button.stale'))]
  }
}

async function bind(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  binding: Binding,
  key: string,
  one: Case,
): Promise<Reply[]> {
  const state = await readDeskState(context, place.chat)
  state.bindings[place.author] = binding
  await saveDeskState(context, place.chat, state)
  const language = consultant.languages[0] ?? 'en'
  const to = binding.to ? await context.stores.consultants.get(binding.to) : null
  const values = {
    person: one.personLabel,
    language: LANGUAGE_NAMES[one.language],
    id: one.id,
    name: to?.name ?? 'none',
  }
  const cancel = { label: say(context, language, 'desk.button_cancel'), data: `case:cancel:${one.id}` }
  return [note(consultant, say(context, language, key, values), [[cancel]])]
}

async function drop(context: DeskContext, place: Place, consultant: Consultant): Promise<Reply[]> {
  const state = await readDeskState(context, place.chat)
  delete state.bindings[place.author]
  delete state.kept[place.author]
  await saveDeskState(context, place.chat, state)
  return [note(consultant, say(context, consultant.languages[0] ?? 'en', 'desk.nothing_sent'))]
}

async function sendKept(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
  one: Case,
): Promise<Reply[]> {
  const language = consultant.languages[0] ?? 'en'
  const state = await readDeskState(context, place.chat)
  const kept = state.kept[place.author]
  if (!kept) return [note(consultant, say(context, language, 'button.stale'))]
  delete state.kept[place.author]
  await saveDeskState(context, place.chat, state)
  const origin = kept.messageRef === null ? {} : { origin: { chat: turn.chat, messageRef: kept.messageRef } }
  await createDesk(context).answer(one.id, consultant.id, { text: kept.text, ...origin })
  return [note(consultant, say(context, language, 'desk.sent_to', { person: one.personLabel, id: one.id }))]
}

async function colleagues(context: DeskContext, one: Case, consultant: Consultant): Promise<Button[][]> {
  const others = await context.stores.consultants.list({ activeOnly: true })
  return others
    .filter(({ id }) => id !== consultant.id)
    .slice(0, 30)
    .map(({ id, name, languages }) => [
      { label: `${name} (${languages.join(', ')})`, data: `case:to:${one.id}:${id}` },
    ])
}

function closeButtons(context: DeskContext, one: Case, consultant: Consultant): Button[][] {
  const language = consultant.languages[0] ?? 'en'
  return CLOSE_REASONS.map((reason) => [
    {
      label: say(context, language, 'desk.close_reason', { reason }),
      data: `case:closed:${one.id}:${reason}`,
    },
  ])
}
