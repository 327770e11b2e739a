import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { parseChatState } from '../../conversation/chat-state.ts'
import type { ChatKey, TurnContent } from '../../conversation/turn.ts'
import { directionOf, LANGUAGE_NAMES, LANGUAGES, type Language, languageOfTag } from '../../i18n/languages.ts'
import { inScript, type Messages } from '../../i18n/messages.ts'
import { programRoot } from '../../program-root.ts'
import type { Storage } from '../../storage/ports.ts'
import type { Intake } from '../channel.ts'
import type { WebChannel } from './channel.ts'
import { pageMessage, tagOf } from './page-message.ts'
import { chatOf, openChat } from './session.ts'

export interface WebRoutesParts {
  channel: WebChannel
  intake: Intake
  storage: Storage
  messages: () => Messages
  clock: () => Date
  /** For how long the page may keep its own copy of the talk. */
  keptDays: number
}

/** Longest message that is taken; what is longer gets a coded error and stays in the page's input. */
export const WEB_MESSAGE_LIMIT = 8000
const HEARTBEAT_MS = 20_000
const HISTORY_LIMIT = 100

const turnSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  text: z.string().trim().min(1).max(WEB_MESSAGE_LIMIT).optional(),
  button: z.string().min(1).max(64).optional(),
  language: z.string().max(35).optional(),
})

/** The page of the web chat and what it talks to. */
export async function webRoutes(server: FastifyInstance, parts: WebRoutesParts): Promise<void> {
  const folder = path.join(programRoot, 'src/channels/web/public')
  for (const [url, file, type] of [
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/chat/chat.js', 'chat.js', 'text/javascript; charset=utf-8'],
    ['/chat/direction.js', 'direction.js', 'text/javascript; charset=utf-8'],
    ['/chat/kept.js', 'kept.js', 'text/javascript; charset=utf-8'],
    ['/chat/render.js', 'render.js', 'text/javascript; charset=utf-8'],
    ['/chat/chat.css', 'chat.css', 'text/css; charset=utf-8'],
    ['/favicon.svg', 'favicon.svg', 'image/svg+xml'],
  ] as const) {
    const content = await readFile(path.join(folder, file))
    server.get(url, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    )
  }
  // The first thing that a page asks for: here its chat begins.
  server.get<{ Querystring: { lang?: string } }>('/chat/texts', async (request, reply) => {
    openChat(request, reply)
    return { ...pageTexts(request.query.lang, parts.messages()), keptDays: parts.keptDays }
  })
  server.post(
    '/chat/turns',
    { config: { rateLimit: { max: 40, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const parsed = turnSchema.safeParse(request.body)
      if (!parsed.success || (parsed.data.text === undefined) === (parsed.data.button === undefined)) {
        const tooLong = parsed.error?.issues.some(
          (issue) => issue.code === 'too_big' && issue.path[0] === 'text',
        )
        return fail(
          reply,
          tooLong ? 413 : 400,
          tooLong ? 'MESSAGE_TOO_LONG' : 'INVALID_INPUT',
          tooLong
            ? `Write at most ${WEB_MESSAGE_LIMIT} characters.`
            : 'Send {"id", "text"} or {"id", "button"}.',
        )
      }
      const chat = openChat(request, reply)
      const { id, text, button, language } = parsed.data
      await parts.intake.accept({
        id: `${chat}:${id}`,
        chat,
        sentAt: parts.clock().toISOString(),
        content: contentOf(text, button),
        ...(language && { languageHint: language }),
      })
      return reply.code(202).send({ accepted: id })
    },
  )
  server.get<{ Querystring: { after?: string } }>('/chat/events', async (request, reply) => {
    const chat = chatOf(request)
    if (!chat) return fail(reply, 401, 'NO_CHAT', 'Allow cookies for this page, then load it again.')
    const lastEvent = request.headers['last-event-id'] ?? request.query.after
    await streamEvents(chat, Number(lastEvent) || 0, reply, parts)
  })
  server.get<{ Querystring: { after?: string } }>('/chat/messages', async (request) => {
    const chat = chatOf(request)
    if (!chat) return []
    const entries = await parts.storage.stores.outbox.after(
      chat,
      Number(request.query.after) || 0,
      HISTORY_LIMIT,
    )
    return entries.map(pageMessage)
  })
}

function contentOf(text: string | undefined, button: string | undefined): TurnContent {
  if (button !== undefined) return { kind: 'button', data: button }
  const command = /^\/([a-z_]+)(?:\s+([\s\S]*))?$/i.exec(text ?? '')
  if (command) return { kind: 'command', name: (command[1] ?? '').toLowerCase(), args: command[2] ?? '' }
  return { kind: 'text', text: text ?? '' }
}

/** First what the page missed, then what comes, each message once and in order. */
async function streamEvents(
  chat: ChatKey,
  after: number,
  reply: FastifyReply,
  parts: WebRoutesParts,
): Promise<void> {
  reply.hijack()
  const stream = reply.raw
  stream.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  let last = after
  let told = ''
  const catchUp = async () => {
    const { talk, entries } = await talkAndEntries(chat, last, parts)
    if (talk !== null && talk !== told) {
      told = talk
      stream.write(`event: talk\ndata: ${talk}\n\n`)
    }
    for (const entry of entries) {
      if (entry.id <= last) continue
      last = entry.id
      stream.write(`id: ${entry.id}\nevent: message\ndata: ${JSON.stringify(pageMessage(entry))}\n\n`)
    }
    if (entries.length === HISTORY_LIMIT) await catchUp()
  }
  // One look at a time, so that two signals never write the same message.
  let looking: Promise<unknown> = Promise.resolve()
  const look = () => {
    looking = looking.then(catchUp).catch(() => stream.destroy())
  }
  const stopListening = parts.channel.listen(chat, (event) => {
    if (event.kind === 'typing') stream.write('event: typing\ndata: {}\n\n')
    else look()
  })
  const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS)
  const end = () => {
    clearInterval(heartbeat)
    stopListening()
  }
  stream.on('close', end)
  stream.on('error', end)
  stream.write('retry: 2000\n\n')
  look()
}

/** What came after an entry, and the talk that it belongs to: not erased in between. */
async function talkAndEntries(chat: ChatKey, after: number, parts: WebRoutesParts) {
  const { outbox } = parts.storage.stores
  for (let before = await talkOf(chat, parts); ; ) {
    const entries = await outbox.after(chat, after, HISTORY_LIMIT)
    const talk = await talkOf(chat, parts)
    if (talk === before) return { talk, entries }
    before = talk
  }
}

/**
 * What the page must know of its talk, as JSON: when it began (null: there is none, or it was erased) and the language
 * that the person chose. Null when the stored state cannot be read.
 */
async function talkOf(chat: ChatKey, { storage, clock }: WebRoutesParts): Promise<string | null> {
  const stored = await storage.stores.chats.get(chat)
  if (stored === null) return JSON.stringify({ begun: null, language: null })
  const { state, unreadable } = parseChatState(stored, clock().toISOString())
  if (unreadable) return null
  const { language, script } = state.profile
  return JSON.stringify({ begun: state.firstSeen, language: language && tagOf(language, script) })
}

function pageTexts(tag: string | undefined, messages: Messages) {
  const language: Language = languageOfTag(tag) ?? 'en'
  const script = language === 'bs' && /-Cyrl\b/i.test(tag ?? '') ? 'Cyrl' : undefined
  const text = (key: string) => inScript(messages.text(language, key), language, script)
  const keys = messages.keys('en').filter((key) => key.startsWith('web.'))
  return {
    language,
    tag: tagOf(language, script),
    direction: directionOf(language),
    texts: Object.fromEntries(keys.map((key) => [key.slice('web.'.length), text(key)])),
    languages: LANGUAGES.map((code) => ({ code, name: LANGUAGE_NAMES[code] })),
  }
}

function fail(reply: FastifyReply, status: number, code: string, message: string) {
  return reply.code(status).send({ error: { code, message } })
}
