import { guessReplyLanguage } from '../answering/choose-language.ts'
import { isLanguage, LANGUAGE_NAMES, type Language } from '../i18n/languages.ts'
import { caseButtons } from './briefing-reply.ts'
import { type Case, HELD_STATES, QUEUED_STATES } from './case.ts'
import { type DeskContext, say } from './context.ts'
import {
  CaseClosedError,
  CaseFileError,
  CaseNotFoundError,
  CaseNotHeldError,
  ConsultantNotFoundError,
} from './errors.ts'
import { offerCase, sendBriefing } from './offer.ts'
import type { CaseMessage, Consultant, HandoverDesk, NewCaseMessage } from './ports.ts'
import { post, privateChatOf, readerOf } from './post.ts'
import { relayHeld } from './relay.ts'
import { watchAnswered, watchHeld, watchQueued, watchResolved } from './sla.ts'
import { surveyReply } from './survey.ts'

const MOST_CASES = 5000

/** The desk of one transaction; see HandoverDesk for what each call promises. */
export function createDesk(context: DeskContext): HandoverDesk {
  const { stores, now, parts } = context
  const at = now.toISOString()

  async function active(consultantId: string): Promise<Consultant> {
    const consultant = await stores.consultants.get(consultantId)
    if (!consultant?.active) throw new ConsultantNotFoundError(consultantId)
    return consultant
  }

  async function existing(caseId: number): Promise<Case> {
    const one = await stores.cases.get(caseId)
    if (!one) throw new CaseNotFoundError(caseId)
    return one
  }

  async function addMessage(
    one: Case,
    given: Omit<NewCaseMessage, 'caseId' | 'chat' | 'from' | 'at' | 'wantsTranslation'>,
  ) {
    const wantsTranslation =
      parts.hasTranslator && given.kind !== 'note' && given.text !== '' && given.language !== one.language
    return stores.caseMessages.add({
      ...given,
      caseId: one.id,
      chat: one.chat,
      from: 'consultant',
      at,
      wantsTranslation,
    })
  }

  async function tellPerson(
    one: Case,
    key: string,
    values: Record<string, string | number>,
    buttons: string[][] = [],
  ) {
    const reply = {
      language: one.language,
      parts: [{ kind: 'text' as const, text: say(context, one.language, key, values) }],
      buttons: buttons.map((row) =>
        row.map((action) => ({
          label: say(context, one.language, `case.button_${action}`, values),
          data: `person:${action}:${one.id}`,
        })),
      ),
    }
    await post(context, one.chat, reply)
  }

  /** Into the topic, where all see it; in private chats whoever acted gets a reply instead. */
  async function tellTopic(
    one: Case,
    key: string,
    values: Record<string, string | number>,
    withButtons = false,
  ): Promise<void> {
    const topic = await stores.caseTopics.of(one.id)
    if (!topic || topic.state === 'gone') return
    const language = (await readerOf(context, one))?.languages[0] ?? 'en'
    const text = say(context, language, key, values)
    const buttons = withButtons ? caseButtons(context, one, language) : []
    await post(context, topic.topic, { language, parts: [{ kind: 'note', text }], buttons })
  }

  /** Without a topic, the new holder gets the case and the note that comes with it. */
  async function sendTransferred(one: Case, from: Consultant, next: Consultant, note: string): Promise<void> {
    await sendBriefing(context, one, next)
    const chat = privateChatOf(next)
    const language = next.languages[0] ?? 'en'
    const text = say(context, language, 'desk.transferred', { from: from.name, to: next.name, note })
    if (chat) await post(context, chat, { language, parts: [{ kind: 'note', text }], buttons: [] })
  }

  /** Who held a case that an admin took away learns it; in a topic all do. */
  async function tellTakenFrom(one: Case, holder: Consultant, by: Consultant): Promise<void> {
    const chat = privateChatOf(holder)
    if (holder.id === by.id || !holder.active || chat === null || (await hasTopic(context, one))) return
    const language = holder.languages[0] ?? 'en'
    const text = say(context, language, 'desk.taken_by_admin', { id: one.id, name: by.name })
    await post(context, chat, { language, parts: [{ kind: 'note', text }], buttons: [] })
  }

  /** Who holds a case that somebody moves on; the state decides whether that one may. */
  async function holderOf(one: Case, by: Consultant): Promise<Consultant> {
    return (one.assignedTo === null ? null : await stores.consultants.get(one.assignedTo)) ?? by
  }

  async function putBack(one: Case, by: Consultant): Promise<Case> {
    const holder = await holderOf(one, by)
    const watch = watchQueued(one, null, now, parts.holidays)
    const admin = by.role === 'admin'
    const released = await stores.cases.apply(one.id, { kind: 'release', by: by.id, admin, at, watch })
    await tellTopic(released, 'desk.released', { name: by.name })
    await tellPerson(released, 'case.released', { name: holder.name })
    await tellTakenFrom(released, holder, by)
    return (await offerCase(context, one.id)) ?? released
  }

  return {
    async take(caseId, consultantId) {
      const consultant = await active(consultantId)
      const before = await existing(caseId)
      const watch = watchHeld(before, consultant, now, parts.holidays)
      const taken = await stores.cases.apply(caseId, { kind: 'take', by: consultantId, at, watch })
      const values = {
        name: consultant.name,
        person: taken.personLabel,
        language: LANGUAGE_NAMES[taken.language],
      }
      await tellTopic(taken, 'desk.taken', values, true)
      if (before.offeredTo !== consultantId && !(await hasTopic(context, taken)))
        await sendBriefing(context, taken, consultant)
      await tellPerson(taken, 'case.taken', { name: consultant.name }, [['write']])
      await relayHeld(context, caseId)
      return taken
    },

    async answer(caseId, consultantId, given) {
      const consultant = await active(consultantId)
      const one = await existing(caseId)
      const asks = given.asks ?? /[?؟？]\s*$/.test(given.text.trim())
      await stores.cases.apply(caseId, {
        kind: 'answer',
        by: consultantId,
        asks,
        at,
        watch: watchAnswered(now),
      })
      const message = await addMessage(one, {
        authorId: consultantId,
        kind: 'text',
        text: given.text,
        language: given.language ?? languageOf(given.text, consultant, one, context),
        file: null,
        edits: null,
        origin: given.origin ?? null,
      })
      await relayHeld(context, caseId)
      return (await stores.caseMessages.get(message.id)) as CaseMessage
    },

    async sendFile(caseId, consultantId, { file, caption, origin }) {
      const consultant = await active(consultantId)
      const one = await existing(caseId)
      if (!one.chat.startsWith('telegram:'))
        throw new CaseFileError(
          'This person does not use Telegram, so files cannot be sent. Write what is in it; nothing was sent.',
        )
      await stores.cases.apply(caseId, {
        kind: 'answer',
        by: consultantId,
        asks: false,
        at,
        watch: watchAnswered(now),
      })
      const language = caption === '' ? one.language : languageOf(caption, consultant, one, context)
      const message = await addMessage(one, {
        authorId: consultantId,
        kind: 'file',
        text: caption,
        language,
        file,
        edits: null,
        origin,
      })
      await relayHeld(context, caseId)
      return (await stores.caseMessages.get(message.id)) as CaseMessage
    },

    async editAnswer(messageId, consultantId, text) {
      const consultant = await active(consultantId)
      const earlier = await stores.caseMessages.get(messageId)
      if (!earlier) throw new CaseNotFoundError(0)
      const one = await existing(earlier.caseId)
      if (one.state === 'closed') throw new CaseClosedError(one.id)
      if (
        earlier.authorId !== consultantId ||
        one.assignedTo !== consultantId ||
        !HELD_STATES.includes(one.state)
      )
        throw new CaseNotHeldError(one.id)
      const message = await addMessage(one, {
        authorId: consultantId,
        kind: earlier.kind === 'note' ? 'note' : 'text',
        text,
        language: languageOf(text, consultant, one, context),
        file: null,
        edits: messageId,
        origin: null,
      })
      await relayHeld(context, one.id)
      return (await stores.caseMessages.get(message.id)) as CaseMessage
    },

    async note(caseId, consultantId, text) {
      const consultant = await active(consultantId)
      const one = await stores.cases.apply(caseId, { kind: 'note', by: consultantId, at })
      const language = languageOf(text, consultant, one, context)
      return addMessage(one, {
        authorId: consultantId,
        kind: 'note',
        text,
        language,
        file: null,
        edits: null,
        origin: null,
      })
    },

    async transfer(caseId, consultantId, { to, note }) {
      const from = await active(consultantId)
      const next = await active(to)
      const one = await existing(caseId)
      const holder = await holderOf(one, from)
      const watch = watchHeld(one, next, now, parts.holidays)
      const moved = await stores.cases.apply(caseId, {
        kind: 'transfer',
        by: consultantId,
        admin: from.role === 'admin',
        to,
        at,
        watch,
      })
      const language = languageOf(note, from, one, context)
      await addMessage(moved, {
        authorId: consultantId,
        kind: 'note',
        text: note,
        language,
        file: null,
        edits: null,
        origin: null,
      })
      if (!(await hasTopic(context, moved))) await sendTransferred(moved, from, next, note)
      await tellTopic(moved, 'desk.transferred', { from: from.name, to: next.name, note })
      await tellPerson(moved, 'case.transferred', { name: next.name, from: holder.name }, [['write']])
      await tellTakenFrom(moved, holder, from)
      await relayHeld(context, caseId)
      return moved
    },

    async release(caseId, consultantId, note) {
      const consultant = await active(consultantId)
      const one = await existing(caseId)
      if (note) {
        const language = languageOf(note, consultant, one, context)
        await addMessage(one, {
          authorId: consultantId,
          kind: 'note',
          text: note,
          language,
          file: null,
          edits: null,
          origin: null,
        })
      }
      return putBack(one, consultant)
    },

    async releaseAll(consultantId, adminId) {
      const admin = await stores.consultants.get(adminId)
      if (!admin) throw new ConsultantNotFoundError(adminId)
      const held = { states: HELD_STATES, assignedTo: consultantId, limit: MOST_CASES }
      for (const one of await stores.cases.list(held)) await putBack(one, admin)
      for (const one of await stores.cases.list({ states: QUEUED_STATES, limit: MOST_CASES }))
        if (one.offeredTo === consultantId) await offerCase(context, one.id)
    },

    async resolve(caseId, consultantId) {
      const consultant = await active(consultantId)
      const resolved = await stores.cases.apply(caseId, {
        kind: 'resolve',
        by: consultantId,
        at,
        watch: watchResolved(now),
      })
      await tellPerson(resolved, 'case.resolved', { name: consultant.name }, [['done', 'notyet']])
      await tellTopic(resolved, 'desk.resolved', { name: consultant.name })
      return resolved
    },

    async close(caseId, consultantId, reason) {
      const consultant = await active(consultantId)
      const actor = { kind: 'consultant' as const, id: consultantId }
      const closed = await stores.cases.apply(caseId, { kind: 'close', by: consultantId, reason, actor, at })
      await tellTopic(closed, 'desk.closed', { name: consultant.name, reason })
      await post(context, closed.chat, surveyReply(context, closed))
      return closed
    },

    async reopen(caseId, consultantId) {
      const consultant = await active(consultantId)
      const one = await existing(caseId)
      const watch = watchHeld(one, consultant, now, parts.holidays)
      const reopened = await stores.cases.apply(caseId, { kind: 'reopen', by: consultantId, at, watch })
      await tellTopic(reopened, 'desk.reopened', { name: consultant.name }, true)
      await tellPerson(reopened, 'case.reopened_by', { name: consultant.name }, [['write']])
      return reopened
    },

    async propose(caseId, consultantId, given) {
      await active(consultantId)
      const one = await existing(caseId)
      return stores.proposals.add({ ...given, caseId, country: one.country, proposedBy: consultantId, at })
    },
  }
}

async function hasTopic(context: DeskContext, one: Case): Promise<boolean> {
  const topic = await context.stores.caseTopics.of(one.id)
  return topic ? topic.state !== 'gone' : context.parts.hasGroup
}

/** Consultants write in one of their languages, or in the person's. */
function languageOf(text: string, consultant: Consultant, one: Case, context: DeskContext): Language {
  const own = consultant.languages[0] ?? 'en'
  const guess = guessReplyLanguage(
    { text, profile: { language: null }, history: [], languageHint: own },
    context.parts.assistant().tools.languageModel,
  )
  return isLanguage(guess) && (consultant.languages.includes(guess) || guess === one.language) ? guess : own
}
