import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { readAhead } from './answering/passage-reading.ts'
import { type Assistant, openAssistant } from './assistant.ts'
import type { Channel, Intake } from './channels/channel.ts'
import { createTelegramChannel, type TelegramChannel } from './channels/telegram/channel.ts'
import { WebChannel } from './channels/web/channel.ts'
import { webRoutes } from './channels/web/routes.ts'
import { firstAdminToken } from './console/access.ts'
import { loadCannedReplies } from './console/canned-replies.ts'
import { consoleRoutes } from './console/routes.ts'
import { createConversation } from './conversation/assistant-conversation.ts'
import { burstHoldMs } from './conversation/burst.ts'
import { createFlows } from './conversation/flows/index.ts'
import { createPathFlow } from './conversation/flows/path.ts'
import type { ChannelName, Turn } from './conversation/turn.ts'
import { textReply } from './conversation/turn.ts'
import { DeliveryWorker } from './delivery/delivery-worker.ts'
import { TurnWorker } from './delivery/turn-worker.ts'
import { isConsultantChat } from './handover/consultants/place.ts'
import type { CaseFileSource, HandoverService } from './handover/ports.ts'
import { routedConversation } from './handover/routed-conversation.ts'
import { openHandover } from './handover/setup.ts'
import { openTranslator } from './handover/translator/open.ts'
import type { Translator } from './handover/translator/translator.ts'
import { languageOfTag } from './i18n/languages.ts'
import { openApiKey } from './operations/api-key.ts'
import { lockDataFolder } from './operations/data-lock.ts'
import { createLog, type Log } from './operations/log.ts'
import { createMetrics } from './operations/metrics.ts'
import { Schedule } from './operations/schedule.ts'
import { findChromium, pdfOf } from './path/chromium.ts'
import { PrintWorker } from './path/print-worker.ts'
import { reminderJob } from './path/reminder-job.ts'
import { pathRoutes } from './path/routes.ts'
import { sharedPlan } from './path/shared-plan.ts'
import { openPathTools } from './path/tools.ts'
import { privacyJobs } from './privacy/jobs.ts'
import { programRoot } from './program-root.ts'
import { askRoute } from './server/ask-route.ts'
import { createServer } from './server/http.ts'
import { operationsRoutes } from './server/operations-routes.ts'
import type { Settings } from './settings.ts'
import { channelOf } from './storage/channel-of.ts'
import type { Storage } from './storage/ports.ts'
import { openSqliteStorage } from './storage/sqlite/storage.ts'

/** What lies outside the program; tests give their own. */
export interface Outside {
  clock: () => Date
  log: Log
  /** More channels than the settings name, such as the terminal. */
  channels: (intake: Intake) => Channel[]
  /** Where the built index is kept; null keeps nothing. Default: in the data folder. */
  cacheFolder?: string | null
  holdMs: (turns: readonly Turn[]) => number
  /** Translates between persons and consultants, in place of what the settings name. */
  translator: Translator
}

export interface App {
  readonly assistant: Assistant
  readonly storage: Storage
  readonly server: FastifyInstance
  readonly apiKey: string
  /** Stored before it resolves, then worked on. */
  readonly intake: Intake
  /** What consultants do; the console works on it. */
  readonly handover: HandoverService
  /** Path of a one-time link for the first admin of the console; null when an admin can sign in. Earlier ones end. */
  firstAdminPath(): Promise<string | null>
  /** Files that persons sent during a case; null without a messenger that holds them. */
  readonly caseFiles: CaseFileSource | null
  /** Begins to take in and to answer; gives the address of the web server. */
  start(): Promise<string>
  /** Takes in nothing more, finishes what is under way, closes. What waits stays stored. */
  stop(): Promise<void>
}

/**
 * Builds the whole program from its settings; nothing runs before `start`. Throws AppError for what the operator
 * must mend: a folder in use, a storage that cannot be written, a knowledge that cannot be served.
 */
export async function buildApp(settings: Settings, given: Partial<Outside> = {}): Promise<App> {
  const { clock = () => new Date(), log = createLog(settings.logLevel) } = given
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 })
  const unlock = lockDataFolder(settings.dataFolder)
  try {
    const storage = await openSqliteStorage(settings.dataFolder, clock)
    const apiKey = await openApiKey(settings.apiKey, settings.dataFolder)
    const assistant = await openAssistant({
      root: settings.root,
      cacheFolder:
        given.cacheFolder === undefined ? path.join(settings.dataFolder, 'cache') : given.cacheFolder,
      today: () => clock().toISOString().slice(0, 10),
      report: (message) => log.warn({}, message),
      staying: true,
    })
    return await assemble({ settings, storage, apiKey, assistant, clock, log, unlock, given })
  } catch (error) {
    unlock()
    throw error
  }
}

/** So many of the last messages each way are known by their ids after a start. */
const REMEMBERED_MESSAGES = 1000

/** Between two texts that are read ahead: whoever writes meanwhile hardly waits. */
const READ_AHEAD_PAUSE_MS = 20

interface Built {
  settings: Settings
  storage: Storage
  apiKey: string
  assistant: Assistant
  clock: () => Date
  log: Log
  unlock: () => void
  given: Partial<Outside>
}

async function assemble({
  settings,
  storage,
  apiKey,
  assistant,
  clock,
  log,
  unlock,
  given,
}: Built): Promise<App> {
  const metrics = createMetrics(async () => ({
    inbox: await storage.stores.inbox.waitingCount(),
    outbox: await storage.stores.outbox.waitingCount(),
  }))
  let stopping = false
  const ahead = new AbortController()
  const intake: Intake = {
    async accept(turn) {
      const added = await storage.stores.inbox.add(turn)
      if (added) turnWorker.wake()
      return added ? 'new' : 'duplicate'
    },
  }
  const metBefore = async () => {
    const { inbox, outbox } = storage.stores
    const refs = await Promise.all(
      [inbox, outbox].map((store) => store.recentMessageRefs('telegram', REMEMBERED_MESSAGES)),
    )
    return refs.flat()
  }
  const web = new WebChannel()
  const telegram = settings.telegram
    ? createTelegramChannel({ ...settings.telegram, intake, log, metBefore })
    : null
  const all: Channel[] = [web, ...(telegram ? [telegram] : []), ...(given.channels?.(intake) ?? [])]
  const channels = new Map<ChannelName, Channel>(all.map((channel) => [channel.name, channel]))
  const pathTools = await openPathTools(path.join(settings.root, 'knowledge'), assistant.knowledge.articles, {
    report: (problem) => log.warn({}, problem),
    kept: assistant.kept,
  })
  const messages = () => assistant.messages
  const desk = await openHandover({
    storage,
    assistant: () => assistant,
    root: settings.root,
    clock,
    log,
    translator:
      given.translator ??
      (settings.translator ? await openTranslator(settings.translator, programRoot) : null),
    messenger: telegram?.consultants ?? null,
    hasGroup: settings.telegram?.consultantsGroup != null,
    bubbles: (chat, reply) => channels.get(channelOf(chat))?.bubbles(reply) ?? [reply],
    onPosted: (channel) => deliveries.get(channel)?.wake(),
    caseRetentionMonths: settings.caseRetentionMonths,
    sharedPlan: (chat, stores, language) =>
      sharedPlan(chat, stores, { tools: pathTools, messages: messages(), language, now: clock() }),
  })
  const deliveries = new Map(
    all.map((channel) => [
      channel.name,
      new DeliveryWorker({
        storage,
        channel,
        clock,
        log,
        metrics,
        onUndelivered: desk.onUndelivered,
        onSettled: () => desk.worker.wakeSoon(),
      }),
    ]),
  )
  const wakeDelivery = (channel: ChannelName) => deliveries.get(channel)?.wake()
  const chromium = findChromium(settings.chromiumPath)
  const printWorker = new PrintWorker({
    storage,
    messages,
    clock,
    log,
    makePdf: chromium ? (html, signal) => pdfOf(html, chromium, signal) : null,
    onReply: wakeDelivery,
  })
  const pathFlow = createPathFlow({
    tools: () => pathTools,
    publicUrl: settings.publicUrl,
    onPrint: () => printWorker.wake(),
  })
  const conversation = createConversation({
    assistant: () => assistant,
    settings: {
      messageRetentionDays: settings.messageRetentionDays,
      profileRetentionMonths: settings.profileRetentionMonths,
      forgetGraceSeconds: settings.forgetGraceSeconds,
      handoverOpen: true,
    },
    clock,
    flows: [pathFlow, ...createFlows(desk.handover.personDesk)],
    isConsultant: isConsultantChat,
    onAnswer: (answer) =>
      metrics.answers.inc({
        outcome: answer.outcome,
        language: answer.language,
        country: answer.country ?? 'none',
      }),
  })
  const turnWorker = new TurnWorker({
    storage,
    conversation: routedConversation(conversation, desk.consultants),
    channels,
    clock,
    log,
    metrics,
    holdMs: given.holdMs ?? burstHoldMs,
    apology: (turn) => {
      const language = languageOfTag(turn.languageHint) ?? 'en'
      return textReply(language, assistant.messages.text(language, 'error.try_again'))
    },
    onReplies: (channel) => {
      deliveries.get(channel)?.wake()
      desk.handover.wakeSoon()
    },
  })
  const schedule = new Schedule({
    jobs: [
      ...privacyJobs({ storage, settings, log, messages, onReply: wakeDelivery }),
      reminderJob({ storage, tools: pathTools, messages, onReply: wakeDelivery }),
      printWorker.job(),
    ],
    clock,
    log,
  })
  const server = await createServer(log)
  await operationsRoutes(server, {
    storage,
    metrics,
    articles: () => assistant.knowledge.articles.length,
    stopping: () => stopping,
  })
  await askRoute(server, { answerer: () => assistant, apiKey })
  await webRoutes(server, {
    channel: web,
    intake,
    storage,
    messages: () => assistant.messages,
    clock,
    keptDays: settings.messageRetentionDays,
  })
  await pathRoutes(server, { storage, messages, clock })
  await consoleRoutes(server, {
    storage,
    messages,
    clock,
    log,
    handover: desk.handover,
    articles: () => assistant.knowledge.articles,
    answerer: () => assistant,
    canned: await loadCannedReplies(path.join(settings.root, 'knowledge')),
    files: telegram?.consultants ?? null,
    publicUrl: settings.publicUrl,
  })
  if (telegram) telegramRoute(server, telegram)
  return {
    assistant,
    storage,
    server,
    apiKey,
    intake,
    handover: desk.handover,
    caseFiles: telegram?.consultants ?? null,
    async firstAdminPath() {
      const token = await firstAdminToken(storage, clock())
      return token === null ? null : `/console/welcome/${token}`
    },
    async start() {
      const address = await server.listen({ port: settings.port, host: settings.host })
      for (const channel of all) await channel.start()
      turnWorker.wake()
      for (const worker of deliveries.values()) worker.wake()
      desk.worker.wake()
      schedule.start()
      void readAhead(assistant.knowledge.articles, assistant.tools.lexicon, {
        pauseMs: READ_AHEAD_PAUSE_MS,
        signal: ahead.signal,
      })
      return address
    },
    async stop() {
      if (stopping) return
      stopping = true
      ahead.abort()
      for (const channel of all) await channel.stop()
      await schedule.stop()
      await turnWorker.stop()
      await printWorker.stop()
      await desk.worker.stop()
      await Promise.all([...deliveries.values()].map((worker) => worker.stop()))
      await server.close()
      await storage.close()
      unlock()
    },
  }
}

/** Where Telegram delivers updates when a webhook is set. */
function telegramRoute(server: FastifyInstance, telegram: TelegramChannel): void {
  server.post('/telegram/webhook', { config: { rateLimit: false } }, async (request, reply) => {
    const secret = request.headers['x-telegram-bot-api-secret-token']
    return reply
      .code(await telegram.handleWebhook(typeof secret === 'string' ? secret : undefined, request.body))
      .send()
  })
}
