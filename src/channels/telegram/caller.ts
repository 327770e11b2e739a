import http from 'node:http'
import https from 'node:https'
import { Telegram, TelegramError } from 'telegraf'
import { messageOf } from '../../errors.ts'

/**
 * Why a call gave no result.
 * - `refused`: Telegram said no; nothing happened.
 * - `throttled`: too many calls; nothing happened; not before `retryAfterMs`.
 * - `unsent`: no connection came about; nothing happened.
 * - `lost`: no usable answer (5xx, broken connection, deadline, rubbish); what was asked may have happened.
 * - `stopped`: the caller's signal cut it off; what was asked may have happened.
 */
export interface CallFailure {
  kind: 'refused' | 'throttled' | 'unsent' | 'lost' | 'stopped'
  /** Telegram's error code; 0 when there is none. */
  code: number
  /** Free of the token. */
  description: string
  retryAfterMs: number
}

export type CallResult<T> = { ok: true; result: T } | { ok: false; failure: CallFailure }

/** Calls a method of the Bot API once. Never throws. Results are as Telegram sent them, unchecked. */
export type Call = <T = unknown>(
  method: string,
  payload: Record<string, unknown>,
  options?: { signal?: AbortSignal; timeoutMs?: number },
) => Promise<CallResult<T>>

/** Errors that occur before the first byte goes out. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const FREE_SOCKET_MS = 20_000

type UntypedCall = (method: string, payload: object, options: { signal: AbortSignal }) => Promise<unknown>

/** Telegraf's client with deadlines, and with every ending as a value. */
export function createCaller(settings: { token: string; apiRoot: string; callTimeoutMs: number }): Call {
  const telegram = openClient(settings.token, settings.apiRoot)
  const callApi = telegram.callApi.bind(telegram) as unknown as UntypedCall

  return async <T>(
    method: string,
    payload: Record<string, unknown>,
    options: { signal?: AbortSignal; timeoutMs?: number } = {},
  ): Promise<CallResult<T>> => {
    if (options.signal?.aborted) return stopped
    const timeoutMs = options.timeoutMs ?? settings.callTimeoutMs
    const controller = new AbortController()
    const abort = () => controller.abort()
    const deadline = setTimeout(abort, timeoutMs)
    options.signal?.addEventListener('abort', abort, { once: true })
    try {
      return { ok: true, result: (await callApi(method, payload, { signal: controller.signal })) as T }
    } catch (error) {
      if (options.signal?.aborted) return stopped
      if (controller.signal.aborted) return tooLate(timeoutMs)
      return { ok: false, failure: failureOf(error, settings.token) }
    } finally {
      clearTimeout(deadline)
      options.signal?.removeEventListener('abort', abort)
      // Telegraf leaves the body of a 5xx unread, which would hold its socket for good.
      abort()
    }
  }
}

const stopped: { ok: false; failure: CallFailure } = {
  ok: false,
  failure: { kind: 'stopped', code: 0, description: 'stopped', retryAfterMs: 0 },
}

function tooLate(timeoutMs: number): { ok: false; failure: CallFailure } {
  const description = `no answer within ${timeoutMs} ms`
  return { ok: false, failure: { kind: 'lost', code: 0, description, retryAfterMs: 0 } }
}

function openClient(token: string, apiRoot: string): Telegram {
  const root = apiRoot.replace(/\/*$/, '/')
  const secure = root.startsWith('https:')
  const agentOptions = { keepAlive: true, timeout: FREE_SOCKET_MS }
  const agent = secure ? new https.Agent(agentOptions) : new http.Agent(agentOptions)
  const telegram = new Telegram(token, { apiRoot: root, webhookReply: false })
  // Set afterwards: the constructor discards an agent for http:// roots.
  telegram.options.agent = agent as https.Agent
  return telegram
}

function failureOf(error: unknown, token: string): CallFailure {
  const description = withoutToken(messageOf(error), token)
  if (error instanceof TelegramError && typeof error.code === 'number') {
    const retryAfter = error.parameters?.retry_after
    if (error.code === 429)
      return { kind: 'throttled', code: 429, description, retryAfterMs: 1000 * (retryAfter ?? 1) }
    const kind = error.code >= 500 ? 'lost' : 'refused'
    return { kind, code: error.code, description, retryAfterMs: 0 }
  }
  const systemCode = (error as { code?: unknown } | null)?.code
  const kind = typeof systemCode === 'string' && NO_CONNECTION.has(systemCode) ? 'unsent' : 'lost'
  return { kind, code: 0, description, retryAfterMs: 0 }
}

/** node-fetch names the address, and so the token, in its messages. */
function withoutToken(text: string, token: string): string {
  let clean = text
  for (const form of [token, encodeURI(token), encodeURIComponent(token)])
    if (form) clean = clean.replaceAll(form, '[token]')
  return clean.replace(/bot\d+:[\w-]+/g, 'bot[token]')
}
