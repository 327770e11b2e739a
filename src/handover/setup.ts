import path from 'node:path'
import type { Assistant } from '../assistant.ts'
import { loadHolidays } from '../calendar/holidays.ts'
import type { DeliveryResult } from '../channels/channel.ts'
import type { ChannelName, ChatKey, Reply } from '../conversation/turn.ts'
import type { Log } from '../operations/log.ts'
import type { OutboxEntry, Storage, Stores } from '../storage/ports.ts'
import {
  type ConsultantConversation,
  createConsultantConversation,
} from './consultants/consultant-conversation.ts'
import type { ConsultantsMessenger } from './consultants-messenger.ts'
import type { HandoverParts } from './context.ts'
import { loadDeadlineWords } from './deadline-words.ts'
import { DeskWorker } from './desk-worker.ts'
import { createHandover, type Handover } from './service.ts'
import type { Translator } from './translator/translator.ts'
import { afterUndelivered } from './undelivered.ts'

export interface HandoverSetup {
  storage: Storage
  assistant: () => Assistant
  /** Folder that holds knowledge/. */
  root: string
  clock: () => Date
  log: Log
  translator: Translator | null
  messenger: ConsultantsMessenger | null
  /** Whether the messenger has a group in which each case gets a topic. */
  hasGroup: boolean
  bubbles: (chat: ChatKey, reply: Reply) => Reply[]
  onPosted: (channel: ChannelName) => void
  caseRetentionMonths: number
  sharedPlan?: HandoverParts['sharedPlan']
  watchEveryMs?: number
}

export interface OpenHandover {
  handover: Handover
  consultants: ConsultantConversation
  worker: DeskWorker
  onUndelivered: (entry: OutboxEntry, result: DeliveryResult, stores: Stores) => Promise<void>
}

/** Builds the hand-over with its data; nothing runs before `worker.wake`. */
export async function openHandover(setup: HandoverSetup): Promise<OpenHandover> {
  const knowledgeRoot = path.join(setup.root, 'knowledge')
  const [holidays, deadlineWords] = await Promise.all([
    loadHolidays(knowledgeRoot),
    loadDeadlineWords(knowledgeRoot),
  ])
  const { storage, assistant, clock, bubbles, onPosted, hasGroup, translator, messenger, log } = setup
  const handover = createHandover({
    storage,
    assistant,
    clock,
    holidays,
    deadlineWords,
    hasGroup,
    hasTranslator: translator !== null,
    bubbles,
    onPosted,
    onWork: () => worker.wake(),
    ...(setup.sharedPlan && { sharedPlan: setup.sharedPlan }),
  })
  const worker = new DeskWorker({
    handover,
    translator,
    messenger,
    hasGroup,
    log,
    caseRetentionMonths: setup.caseRetentionMonths,
    ...(setup.watchEveryMs !== undefined && { watchEveryMs: setup.watchEveryMs }),
  })
  return {
    handover,
    consultants: createConsultantConversation(handover),
    worker,
    async onUndelivered(entry, result, stores) {
      await afterUndelivered(handover.context(stores), entry, result)
      // Once the transaction that this is part of is over.
      handover.wakeSoon()
    },
  }
}
