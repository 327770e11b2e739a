import type { ChatKey, Reply, Turn } from '../../conversation/turn.ts'
import { AppError } from '../../errors.ts'
import type { Stores } from '../../storage/ports.ts'
import { type DeskContext, say } from '../context.ts'
import type { Consultant } from '../ports.ts'
import type { Handover } from '../service.ts'
import { pressButton } from './buttons.ts'
import { runCommand } from './commands.ts'
import { type Place, placeOf } from './place.ts'
import { note } from './replies.ts'
import { takeWords } from './words.ts'

export interface ConsultantConversation {
  /**
   * What a consultant did, in a topic or in the private chat with the bot. Null when the turn is none of the desk's: in a private
   * chat everybody is also a person who may ask the assistant.
   */
  handle(turn: Turn, stores: Stores): Promise<Reply[] | null>
}

export const DESK_COMMANDS: ReadonlySet<string> = new Set([
  'consultant',
  'cases',
  'case',
  'take',
  'note',
  'transfer',
  'release',
  'resolve',
  'close',
])

/**
 * Consultants at work in the messenger. Whatever was not clearly meant for a person is not sent, and the reply says so;
 * errors of the desk become sentences, and nothing was changed then.
 */
export function createConsultantConversation(handover: Handover): ConsultantConversation {
  return {
    async handle(turn, stores) {
      const context = handover.context(stores)
      const place = await placeOf(context, turn)
      const replies = await answerTurn(context, place, turn)
      return replies
    },
  }
}

async function answerTurn(context: DeskContext, place: Place, turn: Turn): Promise<Reply[] | null> {
  const { content } = turn
  const isDesks =
    place.kind !== 'private' ||
    (content.kind === 'button' && content.data.startsWith('case:')) ||
    (content.kind === 'command' && DESK_COMMANDS.has(content.name))
  if (content.kind === 'command' && content.name === 'consultant' && place.kind === 'private')
    return runCommand(context, place, null, turn, content)
  if (place.consultant === null) return isDesks ? stranger(context, place, turn) : null
  try {
    return await ofConsultant(context, place, place.consultant, turn)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [note(place.consultant, await explained(context, place.consultant, error))]
  }
}

async function ofConsultant(
  context: DeskContext,
  place: Place,
  consultant: Consultant,
  turn: Turn,
): Promise<Reply[] | null> {
  const { content } = turn
  switch (content.kind) {
    case 'command':
      if (place.kind === 'private' && !DESK_COMMANDS.has(content.name)) return null
      return runCommand(context, place, consultant, turn, content)
    case 'button':
      if (!content.data.startsWith('case:')) return place.kind === 'private' ? null : []
      return pressButton(context, place, consultant, turn, content.data)
    case 'text':
    case 'attachment':
      return takeWords(context, place, consultant, turn)
    default:
      return content satisfies never
  }
}

/** Somebody in the group who is not registered: nothing is ever sent for them, and they hear it where it matters. */
function stranger(context: DeskContext, place: Place, turn: Turn): Reply[] {
  if (place.kind === 'general') return []
  const hidden = turn.author === null
  const key = place.kind === 'private' ? 'desk.not_registered' : hidden ? 'desk.hidden' : 'desk.stranger'
  return [{ language: 'en', parts: [{ kind: 'note', text: say(context, 'en', key) }], buttons: [] }]
}

/** What went wrong, in the consultant's words; nothing was changed. */
async function explained(context: DeskContext, consultant: Consultant, error: AppError): Promise<string> {
  const language = consultant.languages[0] ?? 'en'
  const key = `desk.error_${error.code.toLowerCase()}`
  const { messages } = context.parts.assistant()
  if (!messages.has('en', key)) return error.message
  const takenBy = (error as { takenBy?: string }).takenBy
  const holder = takenBy ? await context.stores.consultants.get(takenBy) : null
  return say(context, language, key, { name: holder?.name ?? 'none' })
}

export type { ChatKey }
