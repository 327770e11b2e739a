import type { ChatKey } from '../../conversation/turn.ts'
import { messageOf } from '../../errors.ts'
import type { ConsultantsMessenger, GroupProblem, TopicMade } from '../../handover/consultants-messenger.ts'
import { CaseFileError } from '../../handover/errors.ts'
import type { CaseFileSource } from '../../handover/ports.ts'
import type { Call, CallFailure } from './caller.ts'
import { chatIdOf, chatKeyOf, threadIdOf } from './chat-id.ts'
import type { Log } from './options.ts'
import type { Pauses } from './pauses.ts'

const RETRY_MS = 5000
const TOPIC_NAME_LENGTH = 120
const LARGEST_FILE_BYTES = 20 * 1024 * 1024
const MARKS = { delivered: '👌', failed: '👎' } as const

/** Topics, marks and files: what consultants' work needs beside messages. */
export function createConsultantsApi(deps: {
  call: Call
  token: string
  apiRoot: string
  group: number | null
  pauses: Pauses
  log: Log
}): ConsultantsMessenger & CaseFileSource {
  const { call, group, pauses } = deps

  function later(
    chat: ChatKey,
    failure: CallFailure,
  ): { kind: 'later'; retryAfterMs: number; reason: string } {
    if (failure.kind === 'throttled') pauses.add(chat, failure.retryAfterMs)
    return {
      kind: 'later',
      retryAfterMs: Math.max(failure.retryAfterMs, RETRY_MS),
      reason: failure.description,
    }
  }

  return {
    async createTopic(name, signal): Promise<TopicMade> {
      if (group === null) return { kind: 'unusable', problem: 'no_group', reason: 'no group is set' }
      const chat = chatKeyOf(group)
      const pausedMs = pauses.remainingMs(chat)
      if (pausedMs > 0) return { kind: 'later', retryAfterMs: pausedMs, reason: 'Telegram asked for a pause' }
      const made = await call<{ message_thread_id?: unknown }>(
        'createForumTopic',
        { chat_id: group, name: name.slice(0, TOPIC_NAME_LENGTH) },
        { signal },
      )
      if (made.ok) {
        const thread = made.result?.message_thread_id
        if (typeof thread === 'number') return { kind: 'made', topic: chatKeyOf(group, thread) }
        return { kind: 'later', retryAfterMs: RETRY_MS, reason: 'no id of the topic' }
      }
      const problem = problemOf(made.failure)
      if (!problem) return later(chat, made.failure)
      return { kind: 'unusable', problem, reason: made.failure.description }
    },

    async removeTopic(topic, signal) {
      const [chatId, threadId] = [chatIdOf(topic), threadIdOf(topic)]
      if (chatId === null || threadId === null) return 'done'
      const removed = await call(
        'deleteForumTopic',
        { chat_id: chatId, message_thread_id: threadId },
        { signal },
      )
      return removed.ok || removed.failure.kind === 'refused' ? 'done' : 'later'
    },

    async mark(chat, messageRef, mark, signal) {
      const chatId = chatIdOf(chat)
      if (chatId === null) return 'done'
      const reaction = [{ type: 'emoji', emoji: MARKS[mark] }]
      const marked = await call(
        'setMessageReaction',
        { chat_id: chatId, message_id: Number(messageRef), reaction },
        { signal },
      )
      return marked.ok || marked.failure.kind === 'refused' ? 'done' : 'later'
    },

    async open(file, _chat, signal) {
      const found = await call<{ file_path?: unknown }>('getFile', { file_id: file.fileRef }, { signal })
      if (!found.ok) {
        if (found.failure.kind === 'refused') return null
        throw new CaseFileError(
          `Telegram does not give the file now (${found.failure.description}). Try again.`,
        )
      }
      const path = found.result?.file_path
      if (typeof path !== 'string') return null
      const content = await download(deps, path, signal)
      return {
        content,
        mimeType: file.mimeType ?? (file.what === 'photo' ? 'image/jpeg' : 'application/octet-stream'),
        name: file.name ?? path.split('/').at(-1) ?? 'file',
      }
    },
  }
}

/** The address holds the token, so no message about it is passed on. */
async function download(
  { apiRoot, token }: { apiRoot: string; token: string },
  path: string,
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    const response = await fetch(`${apiRoot.replace(/\/+$/, '')}/file/bot${token}/${path}`, { signal })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const content = Buffer.from(await response.arrayBuffer())
    if (content.length > LARGEST_FILE_BYTES) throw new Error('it is larger than 20 MB')
    return content
  } catch (error) {
    throw new CaseFileError(
      `Telegram does not give the file now (${messageOf(error).replaceAll(token, '[token]')}). Try again.`,
    )
  }
}

/** What the operator has to mend; null for what heals by itself. Telegram tells it only in words. */
function problemOf({ kind, code, description }: CallFailure): GroupProblem | null {
  if (kind !== 'refused' || code === 401) return null
  if (
    /not a forum|method is available only|CHANNEL_FORUM_MISSING|upgraded to a supergroup/i.test(description)
  )
    return 'no_forum'
  if (/not enough rights|CHAT_ADMIN_REQUIRED|need administrator/i.test(description)) return 'no_rights'
  return 'no_group'
}
