import { pagesOf } from '../../../answering/compose.ts'
import type { Answer } from '../../../answering/types.ts'
import { type Case, RATINGS } from '../../../handover/case.ts'
import type { PersonDesk } from '../../../handover/person-desk.ts'
import { surveyButtons } from '../../../handover/survey.ts'
import { plainText } from '../../../knowledge/markdown.ts'
import { isCountry } from '../../../knowledge/vocabulary.ts'
import type { Stores } from '../../../storage/ports.ts'
import type { Flow, FlowContext } from '../../flow.ts'
import type { Reply } from '../../turn.ts'
import { changeCountry, draftOfTyped, sendDraft, showDraft, startDraft, togglePart } from './draft.ts'
import { localHelp } from './local-help.ts'
import { isOfThisTalk, personState } from './state.ts'
import { statusReply, writeButton } from './waiting.ts'
import {
  askKept,
  fileOfCase,
  forwardQuestion,
  sendKept,
  startWriting,
  stopWriting,
  textOfCase,
} from './write.ts'

/** Days in which a closed case can be opened again instead of a new one. */
const REOPEN_DAYS = 30

/**
 * "Talk to a person": what is sent is shown first and goes out only with "send"; while a case runs, messages go to the
 * assistant unless the person says otherwise or the consultant has asked something. Without consultants: who helps nearby.
 */
export function createPersonFlow(deskOf: ((stores: Stores) => PersonDesk) | null): Flow {
  async function openDesk(context: FlowContext): Promise<PersonDesk | null> {
    if (!deskOf || !context.settings.handoverOpen) return null
    const desk = deskOf(context.stores)
    return (await desk.isOpen()) ? desk : null
  }

  /** The case that runs is served also when no consultant is active any more. */
  const deskFor = (context: FlowContext) => deskOf?.(context.stores) ?? null
  const running = (context: FlowContext) => context.stores.cases.runningOf(context.turn.chat)

  async function ask(context: FlowContext): Promise<Reply[]> {
    const desk = deskFor(context)
    const one = await running(context)
    if (desk && one) return [await statusReply(context, desk, one)]
    const open = await openDesk(context)
    return open ? startDraft(context, open) : localHelp(context)
  }

  return {
    name: 'person',
    commands: { person: ask },
    buttons: {
      person: async (context, argument) => {
        const [action = '', ...rest] = argument.split(':')
        if (action === 'ask' || action === 'status') return ask(context)
        const desk = deskFor(context)
        if (action === 'country') return changeCountry(context)
        if (action === 'in') return inCountry(context, rest[0], await openDesk(context))
        if (!desk) return localHelp(context)
        return press(context, desk, action, rest)
      },
    },

    async text(context, text) {
      const desk = deskFor(context)
      if (!desk) return null
      const { pending } = context.state
      if (pending?.kind === 'typing' && pending.flow === 'person') return draftOfTyped(context, desk, text)
      const one = await running(context)
      return one ? textOfCase(context, desk, one, text) : null
    },

    async attachment(context) {
      const desk = deskFor(context)
      const one = desk ? await running(context) : null
      const { content } = context.turn
      return desk && one && content.kind === 'attachment' ? fileOfCase(context, desk, one, content) : null
    },

    async afterAnswer(context, answer, reply) {
      const bareWish = isBareWish(context, answer)
      rememberAnswer(context, answer, bareWish)
      const desk = deskFor(context)
      if (!desk) return []
      const one = await running(context)
      if (one) {
        await offerForwarding(context, desk, one, reply)
        // "When will they answer me?" is asked about the case, which is known here.
        return answer.messageClass === 'personal_file' ? [await statusReply(context, desk, one)] : []
      }
      if (answer.handover?.reason !== 'wants_person' || answer.outcome === 'crisis') return []
      const open = await openDesk(context)
      if (!open) return []
      if (bareWish) reply.parts = [{ kind: 'text', text: context.say('handover.person_intro') }]
      return startDraft(context, open)
    },
  }
}

async function inCountry(
  context: FlowContext,
  country: string | undefined,
  desk: PersonDesk | null,
): Promise<Reply[]> {
  if (isCountry(country)) context.state.profile.country = country
  const { draft } = personState(context)
  if (draft) draft.country = isCountry(country) ? country : null
  return desk && draft ? showDraft(context, desk) : localHelp(context)
}

async function press(
  context: FlowContext,
  desk: PersonDesk,
  action: string,
  [first = '', second = '']: string[],
): Promise<Reply[]> {
  const one = await context.stores.cases.runningOf(context.turn.chat)
  switch (action) {
    case 'x':
      return togglePart(context, desk, first)
    case 'send':
      if (one) return [await statusReply(context, desk, one)]
      return sendDraft(context, desk)
    case 'later':
      personState(context).draft = null
      return [context.reply(context.say('case.not_sent'))]
    case 'aside':
      return stopWriting(context, desk, one)
    case 'keep':
      return askKept(context, desk, one)
    case 'rate':
    case 'reopen':
      return afterClosing(context, desk, action, Number(first), second)
    default:
      if (!one) return afterClosing(context, desk, action, Number(first), second)
      return pressWhileRunning(context, desk, one, action, first)
  }
}

async function pressWhileRunning(
  context: FlowContext,
  desk: PersonDesk,
  one: Case,
  action: string,
  argument: string,
): Promise<Reply[]> {
  switch (action) {
    case 'write':
      return startWriting(context, desk, one)
    case 'fwd':
      return forwardQuestion(context, desk, one, argument)
    case 'to':
      return sendKept(context, desk, one)
    case 'done':
      if (one.state !== 'resolved') return [await statusReply(context, desk, one)]
      return closed(context, await desk.close(one, 'answered'))
    case 'notyet':
      return startWriting(context, desk, one)
    case 'withdraw':
      return [
        context.reply(context.say('case.withdraw_ask', { id: one.id }), [
          [
            { label: context.say('case.button_withdraw_yes'), data: `person:gone:${one.id}` },
            { label: context.say('button.no'), data: 'person:status' },
          ],
        ]),
      ]
    case 'gone':
      return closed(context, await desk.close(one, 'withdrawn'))
    default:
      return [context.reply(context.say('button.stale'))]
  }
}

function closed(context: FlowContext, one: Case): Reply[] {
  personState(context).writing = null
  const reply = context.reply(context.say('case.closed', { reason: one.closeReason ?? 'answered' }))
  reply.parts.push({ kind: 'note', text: context.say('case.survey') })
  reply.buttons = surveyButtons(one, (key) => context.say(key))
  return [reply]
}

/** Buttons below a case that is closed; a second press changes nothing. */
async function afterClosing(
  context: FlowContext,
  desk: PersonDesk,
  action: string,
  caseId: number,
  rating: string,
): Promise<Reply[]> {
  const last = await context.stores.cases.latestOf(context.turn.chat)
  const stale = [context.reply(context.say('button.stale'))]
  if (!last || (Number.isInteger(caseId) && caseId > 0 && last.id !== caseId)) return stale
  if (action === 'rate') {
    const given = RATINGS.find((one) => one === rating)
    if (!given || (last.state !== 'closed' && last.state !== 'resolved')) return stale
    await desk.rate(last, given)
    return [context.reply(context.say('case.rated', { rating: given }))]
  }
  if (action !== 'reopen' && action !== 'write') return stale
  if (last.state !== 'closed') return [await statusReply(context, desk, last)]
  const age = context.now.getTime() - Date.parse(last.closedAt ?? last.openedAt)
  if (age > REOPEN_DAYS * 86_400_000) return [context.reply(context.say('case.too_old'))]
  const reopened = await desk.reopen(last)
  const reply = await statusReply(context, desk, reopened)
  reply.parts.unshift({ kind: 'text', text: context.say('case.reopened') })
  return [reply]
}

/** While a case runs, each answer of the assistant can go to the consultant as well. */
async function offerForwarding(
  context: FlowContext,
  desk: PersonDesk,
  one: Case,
  reply: Reply,
): Promise<void> {
  const name = await desk.holderName(one)
  const label = name
    ? context.say('case.button_send_this_to', { name })
    : context.say('case.button_send_this_to_team')
  const id = personState(context).before?.id ?? ''
  const other = reply.buttons.map((row) =>
    row.filter((button) => !('data' in button) || button.data !== 'person:ask'),
  )
  reply.buttons = [
    ...other.filter((row) => row.length > 0),
    [{ label, data: `person:fwd:${id}` }, writeButton(context, name)],
  ]
}

/** A wish for a person of so few words says nothing of the matter. */
const BARE_WISH_WORDS = 12

function isBareWish(context: FlowContext, answer: Answer): boolean {
  const words = context.asked?.text.trim().split(/\s+/).length ?? 0
  return answer.handover?.reason === 'wants_person' && words <= BARE_WISH_WORDS
}

/** What a person would be asked about; a bare wish for one belongs to the question before it, with its urgency. */
function rememberAnswer(context: FlowContext, answer: Answer, bareWish: boolean): void {
  const own = personState(context)
  const text = context.asked?.text.slice(0, 3000) ?? ''
  if (bareWish && own.before && isOfThisTalk(context, own.before)) {
    own.before.question = `${own.before.question}\n${text}`.slice(0, 3000)
    own.before.at = context.now.toISOString()
    return
  }
  own.before = {
    id: context.state.lastAnswer?.id ?? '',
    at: context.now.toISOString(),
    question: text,
    outcome: answer.outcome,
    country: answer.country,
    reason: answer.handover?.reason ?? null,
    urgency: answer.handover?.urgency ?? 'normal',
    trace: answer.trace.slice(0, 12),
    articles: answer.articles,
    passageIds: answer.passageIds,
    sources: pagesOf(answer.sources).map(({ title, url, seen }) => ({ title, url, seen })),
    text: answer.parts
      .filter(({ kind }) => kind === 'text')
      .map(({ text }) => plainText(text))
      .join('\n')
      .slice(0, 1200),
  }
}
