import { addMonths } from '../calendar/day.ts'
import type { ChatKey } from '../conversation/turn.ts'
import { messageOf } from '../errors.ts'
import type { Log } from '../operations/log.ts'
import { briefingOf } from './briefing.ts'
import { briefingReply } from './briefing-reply.ts'
import { type Case, RUNNING_STATES } from './case.ts'
import type { ConsultantsMessenger, GroupProblem } from './consultants-messenger.ts'
import { type DeskContext, say } from './context.ts'
import { isReady, offerCase, sendBriefing } from './offer.ts'
import type { CaseMessage, Consultant } from './ports.ts'
import { post, postToDesk, privateChatOf, readerOf } from './post.ts'
import { relayHeld } from './relay.ts'
import type { Handover } from './service.ts'
import { doubtsOf } from './translator/doubts.ts'
import type { Translator } from './translator/translator.ts'
import { watchCases } from './watch.ts'

export interface DeskWorkerParts {
  handover: Handover
  translator: Translator | null
  /** null: consultants have no messenger with topics. */
  messenger: ConsultantsMessenger | null
  /** Whether each case gets a topic. */
  hasGroup: boolean
  log: Log
  /** How long a translation may take before the original goes out alone. */
  translationTimeoutMs?: number
  /** Closed cases are erased after so many months. */
  caseRetentionMonths?: number
  /** How often cases are looked at when nobody acts. */
  watchEveryMs?: number
}

const AT_ONCE = 20
const SOON_MS = 150
const ADVICE: Record<GroupProblem, string> = {
  no_group:
    'The consultants’ group cannot be found. Add the bot to it and check TELEGRAM_CONSULTANTS_GROUP; until then cases go to private chats.',
  no_forum:
    'The consultants’ group has no topics. Turn them on in its settings; until then cases go to private chats.',
  no_rights:
    'The bot may not manage topics in the consultants’ group. Make it an administrator with that right; until then cases go to private chats.',
}

/**
 * The part of the hand-over that waits for others: translations, topics, marks of delivery, and what happens when nobody
 * acts. Network calls lie outside of transactions; what they gave is stored, with what follows from it, in one.
 */
export class DeskWorker {
  private readonly abort = new AbortController()
  private running: Promise<void> | null = null
  private again = false
  private timer: NodeJS.Timeout | null = null
  private soon: NodeJS.Timeout | null = null
  private watchedAt = 0
  /** Why topics cannot be made at present; null when they can. */
  groupProblem: GroupProblem | null = null

  constructor(private readonly parts: DeskWorkerParts) {}

  /** Something may wait. */
  wake(): void {
    if (this.abort.signal.aborted) return
    this.again = true
    this.running ??= this.run().finally(() => {
      this.running = null
      if (this.again) this.wake()
    })
  }

  /** Like wake, for events that come in numbers. */
  wakeSoon(): void {
    if (this.soon || this.abort.signal.aborted) return
    this.soon = setTimeout(() => {
      this.soon = null
      this.wake()
    }, SOON_MS)
  }

  /** Finishes the step under way. */
  async stop(): Promise<void> {
    this.abort.abort()
    if (this.timer) clearTimeout(this.timer)
    if (this.soon) clearTimeout(this.soon)
    await this.running
  }

  private async run(): Promise<void> {
    while (this.again && !this.abort.signal.aborted) {
      this.again = false
      let waitMs = this.parts.watchEveryMs ?? 30_000
      for (const step of [
        this.translate,
        this.makeTopics,
        this.removeTopics,
        this.giveReceipts,
        this.watch,
      ]) {
        if (this.abort.signal.aborted) return
        try {
          waitMs = Math.min(waitMs, (await step.call(this)) ?? waitMs)
        } catch (error) {
          this.parts.log.error(
            { cause: messageOf(error) },
            'a step of the hand-over failed; it is tried again',
          )
          waitMs = Math.min(waitMs, 2000)
        }
      }
      if (this.timer) clearTimeout(this.timer)
      this.timer = setTimeout(() => this.wake(), waitMs)
    }
  }

  /** Each step gives the milliseconds after which it wants to be tried again; nothing when it waits for a wake. */
  private async translate(): Promise<number | undefined> {
    const { handover } = this.parts
    for (const message of await handover.stores.caseMessages.wantTranslation(AT_ONCE)) {
      if (this.abort.signal.aborted) return
      const translation = await this.translationOf(message)
      await handover.run(async (context) => {
        await context.stores.caseMessages.setTranslation(message.id, translation)
        await relayHeld(context, message.caseId)
        const one = await context.stores.cases.get(message.caseId)
        if (one?.offeredTo === null && one.assignedTo === null) await offerCase(context, one.id)
      })
      this.again = true
    }
    return undefined
  }

  /** Null when nobody translates, or the translator failed or was too slow: then the original goes out alone. */
  private async translationOf(message: CaseMessage): Promise<CaseMessage['translation']> {
    const { translator, handover, log } = this.parts
    const one = await handover.stores.cases.get(message.caseId)
    if (!translator || !one) return null
    const reader = await handover.likelyReader(one)
    const language = message.from === 'consultant' ? one.language : (reader?.languages[0] ?? 'en')
    if (language === message.language) return null
    const deadline = AbortSignal.timeout(this.parts.translationTimeoutMs ?? 12_000)
    try {
      const signal = AbortSignal.any([this.abort.signal, deadline])
      const text = await translator.translate(message.text, message.language, language, signal)
      const names = [one.personLabel, ...(reader ? [reader.name] : [])]
      return { language, text, doubts: doubtsOf(message.text, text, names) }
    } catch (error) {
      if (this.abort.signal.aborted) throw error
      log.warn({ caseId: one.id, cause: messageOf(error) }, 'a message goes out untranslated')
      return null
    }
  }

  private async makeTopics(): Promise<number | undefined> {
    const { handover, messenger, hasGroup } = this.parts
    if (!messenger || !hasGroup) return undefined
    for (const caseId of await handover.stores.caseTopics.wanting(AT_ONCE)) {
      const one = await handover.stores.cases.get(caseId)
      if (!one || this.abort.signal.aborted || !(await isReady(handover.context(handover.stores), one)))
        continue
      const made = await messenger.createTopic(topicName(one), this.abort.signal)
      if (made.kind === 'later') return made.retryAfterMs
      if (made.kind === 'unusable') {
        this.report(made.problem, made.reason)
        await handover.run((context) => goPrivate(context, caseId, made.problem))
        continue
      }
      this.groupProblem = null
      await handover.run((context) => openTopic(context, caseId, made.topic))
    }
    return undefined
  }

  private report(problem: GroupProblem, reason: string): void {
    if (this.groupProblem !== problem) this.parts.log.error({ problem, reason }, ADVICE[problem])
    this.groupProblem = problem
  }

  /** Persons can erase their case: its topic goes as well. */
  private async removeTopics(): Promise<number | undefined> {
    const { handover, messenger } = this.parts
    for (const { caseId, topic, state } of await handover.stores.caseTopics.orphaned(AT_ONCE)) {
      const removed =
        state === 'gone' || !messenger ? 'done' : await messenger.removeTopic(topic, this.abort.signal)
      if (removed === 'later') return 5000
      await handover.run((context) => context.stores.caseTopics.remove(caseId))
    }
    return undefined
  }

  private async giveReceipts(): Promise<number | undefined> {
    const { handover, messenger } = this.parts
    for (const message of await handover.stores.caseMessages.wantReceipt(AT_ONCE)) {
      const delivered = message.relay === 'delivered'
      if (messenger && message.origin?.chat.startsWith('telegram:')) {
        const mark = delivered ? 'delivered' : 'failed'
        const marked = await messenger.mark(
          message.origin.chat,
          message.origin.messageRef,
          mark,
          this.abort.signal,
        )
        if (marked === 'later') return 5000
      }
      await handover.run(async (context) => {
        await context.stores.caseMessages.markReceipt(message.id)
        if (!delivered) await tellFailed(context, message)
      })
    }
    return undefined
  }

  private async watch(): Promise<number | undefined> {
    const now = this.parts.handover.now().getTime()
    const every = this.parts.watchEveryMs ?? 30_000
    if (Math.abs(now - this.watchedAt) < every) return undefined
    this.watchedAt = now
    await watchCases(this.parts.handover)
    await this.forgetOldCases()
    return undefined
  }

  private async forgetOldCases(): Promise<void> {
    const { handover, caseRetentionMonths } = this.parts
    if (caseRetentionMonths === undefined) return
    const before = addMonths(handover.now().toISOString().slice(0, 10), -caseRetentionMonths)
    await handover.stores.cases.forgetClosed(before)
    await handover.stores.audit.forget(before)
  }
}

/** What the topic of a case begins with: everything about it, then what has been written since. */
async function openTopic(context: DeskContext, caseId: number, topic: ChatKey): Promise<void> {
  const one = await context.stores.cases.get(caseId)
  await context.stores.caseTopics.set({ caseId, topic, state: 'open' })
  if (!one) return
  const reader = (await readerOf(context, one)) ?? (await anybody(context))
  if (reader) await post(context, topic, briefingReply(context, one, await briefingOf(context, one, reader)))
  await relayHeld(context, caseId)
}

/** Without topics: who holds the case or was offered it gets it in the private chat. */
async function goPrivate(context: DeskContext, caseId: number, problem: GroupProblem): Promise<void> {
  const one = await context.stores.cases.get(caseId)
  await context.stores.caseTopics.set({ caseId, topic: `telegram:none:${caseId}`, state: 'gone' })
  if (!one || !RUNNING_STATES.includes(one.state)) return
  const reader = await readerOf(context, one)
  if (reader) {
    await sendBriefing(context, one, reader)
    await tellProblem(context, reader, problem)
  }
  await relayHeld(context, caseId)
}

async function tellProblem(context: DeskContext, reader: Consultant, problem: GroupProblem): Promise<void> {
  const chat = privateChatOf(reader)
  const language = reader.languages[0] ?? 'en'
  const text = say(context, language, 'desk.group_problem', { problem })
  if (chat && reader.role === 'admin')
    await post(context, chat, { language, parts: [{ kind: 'note', text }], buttons: [] })
}

async function tellFailed(context: DeskContext, message: CaseMessage): Promise<void> {
  const one = await context.stores.cases.get(message.caseId)
  if (!one) return
  await postToDesk(context, one, (language) => ({
    language,
    parts: [
      {
        kind: 'note',
        text: say(context, language, 'desk.not_delivered', {
          person: one.personLabel,
          text: message.text.slice(0, 80),
        }),
      },
    ],
    buttons: [],
  }))
}

/** The language of a topic that nobody holds yet is that of the first consultant. */
async function anybody(context: DeskContext): Promise<Consultant | null> {
  return (await context.stores.consultants.list({ activeOnly: true }))[0] ?? null
}

/** Seen by all members of the group: number and urgency first, nothing of the story. */
function topicName(one: Case): string {
  return `${one.urgency === 'urgent' ? '🔴 ' : ''}${one.id} · ${one.personLabel}${one.country ? ` · ${one.country.toUpperCase()}` : ''}`
}
