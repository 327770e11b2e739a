import { localTime } from '../calendar/day.ts'
import { TIME_ZONES } from '../calendar/working-time.ts'
import type { ChatKey } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Country } from '../knowledge/vocabulary.ts'
import type { Case, CloseReason, Deadline, Rating } from './case.ts'
import { RUNNING_STATES } from './case.ts'
import { type DeskContext, say } from './context.ts'
import { findDeadline } from './deadlines.ts'
import { CaseNotFoundError } from './errors.ts'
import { likelyReader, offerCase } from './offer.ts'
import { outlookOf } from './outlook.ts'
import type { CaseFile, CaseMessage, Outlook } from './ports.ts'
import { postToDesk } from './post.ts'
import { relayHeld } from './relay.ts'
import { watchHeld, watchQueued } from './sla.ts'
import type { NewCase } from './transitions.ts'
import { isNear } from './watch.ts'

/** What a person can do with a case. Belongs to one transaction, like HandoverDesk. */
export interface PersonDesk {
  /** Whether anybody is registered who could take a case. */
  isOpen(): Promise<boolean>
  deadlineIn(text: string, language: Language, country: Country | null): Deadline | null
  /** Opens the case, offers it, and gives what can be said about the wait. */
  open(given: Omit<NewCase, 'at' | 'remindAt' | 'takeBackAt'>): Promise<{ opened: Case; outlook: Outlook }>
  outlook(one: Case): Promise<Outlook>
  /** Adds something to a running case and sends it on. */
  write(one: Case, given: PersonWords): Promise<CaseMessage>
  /** The person's next message is for the assistant again. */
  dropQuestion(one: Case): Promise<void>
  /** The person opens a closed case again; a case that runs already stays as it is. */
  reopen(one: Case): Promise<Case>
  /** The person says that it is done, or does not need it any more. */
  close(one: Case, reason: CloseReason): Promise<Case>
  rate(one: Case, rating: Rating): Promise<void>
  /** Name of who holds the case; null when nobody does. */
  holderName(one: Case): Promise<string | null>
}

export interface PersonWords {
  text: string
  language: Language
  file: CaseFile | null
  /** Id of the message that was changed. */
  edits: number | null
  origin: { chat: ChatKey; messageRef: string } | null
}

export function createPersonDesk(context: DeskContext): PersonDesk {
  const { stores, now, parts } = context
  const at = now.toISOString()
  const outlook = (one: Case) => outlookOf(one, stores, now, parts.holidays, parts.hasTranslator)

  async function addWords(one: Case, given: PersonWords): Promise<CaseMessage> {
    const reader = await likelyReader(context, one)
    const reads: readonly Language[] = reader?.languages ?? ['en']
    return stores.caseMessages.add({
      caseId: one.id,
      chat: one.chat,
      from: 'person',
      authorId: null,
      kind: given.file ? 'file' : 'text',
      text: given.text,
      language: given.language,
      file: given.file,
      edits: given.edits,
      origin: given.origin,
      at,
      wantsTranslation: parts.hasTranslator && given.text !== '' && !reads.includes(given.language),
    })
  }

  /**
   * Whether the words were written before the consultant's open question arrived: a messenger numbers the messages of
   * a chat in their order. Then the question stays open, since the person was told that the next message answers it.
   */
  async function crossedQuestion({ id, asksSince }: Case, { origin }: PersonWords): Promise<boolean> {
    if (asksSince === null) return false
    const messages = await stores.caseMessages.of(id)
    const question = messages.find(
      (message) => message.from === 'consultant' && message.kind !== 'note' && message.at >= asksSince,
    )
    if (!question) return false
    const refs = question.outboxId === null ? null : await stores.outbox.messageRefsOf(question.outboxId)
    if (refs === null) return true
    const [asked, wrote] = [Number(refs[0]), Number(origin?.messageRef)]
    return Number.isInteger(asked) && Number.isInteger(wrote) && wrote < asked
  }

  return {
    isOpen: () => stores.consultants.anyActive(),

    deadlineIn(text, language, country) {
      const today = localTime(now, TIME_ZONES[country ?? 'si']).day
      return findDeadline(text, parts.deadlineWords, { language, today, country, holidays: parts.holidays })
    },

    async open(given) {
      const urgency = isNear(given, now) ? 'urgent' : given.urgency
      const watch = watchQueued({ ...given, urgency }, null, now, parts.holidays)
      const opened = await stores.cases.open({ ...given, ...watch, urgency, at })
      const { question } = given.consent
      if (question !== null) {
        // The briefing carries the question; as a message it can be translated and is part of the case.
        const language = given.language
        const first = await addWords(opened, {
          text: question,
          language,
          file: null,
          edits: null,
          origin: null,
        })
        await stores.caseMessages.markSent(first.id, null)
      }
      const offered = (await offerCase(context, opened.id)) ?? opened
      return { opened: offered, outlook: await outlook(offered) }
    },

    outlook,

    async write(one, given) {
      const holder = one.assignedTo === null ? null : await stores.consultants.get(one.assignedTo)
      const watch = holder && one.state !== 'taken' ? watchHeld(one, holder, now, parts.holidays) : undefined
      const crossed = await crossedQuestion(one, given)
      await stores.cases.apply(one.id, { kind: 'person-wrote', at, crossed, ...(watch && { watch }) })
      const message = await addWords(one, given)
      await relayHeld(context, one.id)
      return message
    },

    async dropQuestion(one) {
      await stores.cases.apply(one.id, { kind: 'question-dropped', at })
    },

    async reopen(one) {
      if (RUNNING_STATES.includes(one.state) && one.state !== 'resolved') return one
      const watch = watchQueued(one, null, now, parts.holidays)
      const reopened = await stores.cases.apply(one.id, { kind: 'reopen', by: null, at, watch })
      await postToDesk(context, reopened, (language) => ({
        language,
        parts: [
          {
            kind: 'note',
            text: say(context, language, 'desk.reopened_by_person', { person: one.personLabel }),
          },
        ],
        buttons: [[{ label: say(context, language, 'desk.button_take'), data: `case:take:${one.id}` }]],
      }))
      return (await offerCase(context, one.id)) ?? reopened
    },

    async close(one, reason) {
      const closed = await stores.cases.apply(one.id, {
        kind: 'close',
        by: null,
        reason,
        actor: { kind: 'person' },
        at,
      })
      await postToDesk(context, closed, (language) => ({
        language,
        parts: [
          {
            kind: 'note',
            text: say(context, language, 'desk.closed_by_person', { person: one.personLabel, reason }),
          },
        ],
        buttons: [],
      }))
      return closed
    },

    async rate(one, rating) {
      const known = await stores.cases.get(one.id)
      if (!known) throw new CaseNotFoundError(one.id)
      if (known.rating === rating) return
      await stores.cases.apply(one.id, { kind: 'rate', rating, at })
    },

    async holderName(one) {
      if (one.assignedTo === null) return null
      return (await stores.consultants.get(one.assignedTo))?.name ?? null
    },
  }
}
