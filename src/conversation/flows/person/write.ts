import type { Case } from '../../../handover/case.ts'
import type { PersonDesk } from '../../../handover/person-desk.ts'
import type { CaseFile, CaseMessage } from '../../../handover/ports.ts'
import type { FlowContext } from '../../flow.ts'
import type { Reply, TurnContent } from '../../turn.ts'
import { personState } from './state.ts'
import { writeButton } from './waiting.ts'

/** A question of the consultant is answered by the very next message for so long; later the person is asked. */
const QUESTION_FRESH_MS = 24 * 60 * 60_000
/** Pictures of one album come as messages of their own. */
const ALBUM_MS = 2 * 60_000

/** "Write to …": the next message goes to the case, and it says so. */
export async function startWriting(context: FlowContext, desk: PersonDesk, one: Case): Promise<Reply[]> {
  personState(context).writing = one.id
  const name = await desk.holderName(one)
  const text = name ? context.say('case.next_goes_to', { name }) : context.say('case.next_goes_to_team')
  return [context.reply(text, [[{ label: context.say('case.button_ask_assistant'), data: 'person:aside' }]])]
}

/** "Ask the assistant instead": nothing goes to the case unless it is said again. */
export async function stopWriting(
  context: FlowContext,
  desk: PersonDesk,
  one: Case | null,
): Promise<Reply[]> {
  const own = personState(context)
  own.writing = null
  if (one?.asksSince) await desk.dropQuestion(one)
  return [context.reply(context.say('case.aside'))]
}

/** A text while a case runs: null when it is for the assistant. */
export async function textOfCase(
  context: FlowContext,
  desk: PersonDesk,
  one: Case,
  text: string,
): Promise<Reply[] | null> {
  const own = personState(context)
  const edited = await editedMessage(context, one)
  if (edited) return send(context, desk, one, { text, file: null, edits: edited.id })
  if (own.writing === one.id) return send(context, desk, one, { text, file: null, edits: null })
  if (!one.asksSince || context.turn.edited) return null
  if (context.now.getTime() - Date.parse(one.asksSince) < QUESTION_FRESH_MS)
    return send(context, desk, one, { text, file: null, edits: null })
  return keep(context, desk, one, text, null)
}

/** A file while a case runs; null when it is none that a person could look at. */
export async function fileOfCase(
  context: FlowContext,
  desk: PersonDesk,
  one: Case,
  content: Extract<TurnContent, { kind: 'attachment' }>,
): Promise<Reply[] | null> {
  const file = caseFileOf(content)
  if (!file) return null
  const text = content.caption ?? ''
  const own = personState(context)
  const edited = await editedMessage(context, one)
  if (edited) return send(context, desk, one, { text, file: null, edits: edited.id })
  const follows = own.lastSentAt !== null && context.now.getTime() - Date.parse(own.lastSentAt) < ALBUM_MS
  const fresh =
    one.asksSince !== null && context.now.getTime() - Date.parse(one.asksSince) < QUESTION_FRESH_MS
  if (own.writing === one.id || fresh || follows) return send(context, desk, one, { text, file, edits: null })
  return keep(context, desk, one, text, file)
}

/** Sends the question that the assistant has just answered. */
export async function forwardQuestion(
  context: FlowContext,
  desk: PersonDesk,
  one: Case,
  answerId: string,
): Promise<Reply[]> {
  const { before } = personState(context)
  if (before?.id !== answerId) return [context.reply(context.say('button.stale'))]
  return send(context, desk, one, { text: before.question, file: null, edits: null, detached: true })
}

/** What was kept goes where the person says; nothing is kept twice. */
export async function sendKept(context: FlowContext, desk: PersonDesk, one: Case): Promise<Reply[]> {
  const own = personState(context)
  const { kept } = own
  if (!kept) return [context.reply(context.say('button.stale'))]
  own.kept = null
  return send(context, desk, one, { ...kept, edits: null })
}

export async function askKept(context: FlowContext, desk: PersonDesk, one: Case | null): Promise<Reply[]> {
  const own = personState(context)
  const { kept } = own
  own.kept = null
  if (one?.asksSince) await desk.dropQuestion(one)
  if (!kept || kept.text === '') return [context.reply(context.say('case.not_sent'))]
  return context.ask(kept.text)
}

interface Words {
  text: string
  file: CaseFile | null
  edits: number | null
  messageRef?: string | null
  /** Its words are not those of the message that was sent just now. */
  detached?: boolean
}

async function send(context: FlowContext, desk: PersonDesk, one: Case, words: Words): Promise<Reply[]> {
  const own = personState(context)
  const { turn } = context
  const messageRef = words.detached ? null : (words.messageRef ?? turn.messageRef ?? null)
  await desk.write(one, {
    text: words.text,
    language: context.language,
    file: words.file,
    edits: words.edits,
    origin: messageRef === null || words.edits !== null ? null : { chat: turn.chat, messageRef },
  })
  own.writing = null
  own.kept = null
  own.lastSentAt = context.now.toISOString()
  const sent = await sentTo(context, desk, one)
  return isDanger(context, words.text) ? [...(await context.ask(words.text)), sent] : [sent]
}

/** Says who will read it: the consultant by name, or whoever takes the case. */
async function sentTo(context: FlowContext, desk: PersonDesk, one: Case): Promise<Reply> {
  const name = await desk.holderName(one)
  const text = name ? context.say('case.sent_to', { name }) : context.say('case.sent_to_team')
  return context.reply(text, [[writeButton(context, name)]])
}

async function keep(
  context: FlowContext,
  desk: PersonDesk,
  one: Case,
  text: string,
  file: CaseFile | null,
): Promise<Reply[]> {
  personState(context).kept = { text, file, messageRef: context.turn.messageRef ?? null }
  const name = await desk.holderName(one)
  const send = name ? context.say('case.button_send_to', { name }) : context.say('case.button_send_to_team')
  const question = context.say(file ? 'case.whom_file' : 'case.whom', { name: name ?? 'none' })
  const other = file ? context.say('button.no') : context.say('case.button_ask_assistant')
  const danger = isDanger(context, text) ? await context.ask(text) : []
  return [
    ...danger,
    context.reply(question, [[{ label: send, data: 'person:to' }], [{ label: other, data: 'person:keep' }]]),
  ]
}

/** Help numbers come whoever a message is for. */
function isDanger(context: FlowContext, text: string): boolean {
  if (text.trim() === '' || context.asked) return false
  const { country } = context.state.profile
  const answer = context.assistant.answer({ text, profile: { country }, history: [] })
  return answer.outcome === 'crisis'
}

async function editedMessage(context: FlowContext, one: Case): Promise<CaseMessage | null> {
  const { turn, stores } = context
  if (!turn.edited || !turn.messageRef) return null
  const found = await stores.caseMessages.byOrigin(turn.chat, turn.messageRef)
  return found?.caseId === one.id ? found : null
}

function caseFileOf(content: Extract<TurnContent, { kind: 'attachment' }>): CaseFile | null {
  const { what, fileRef, fileName, mimeType, sizeBytes } = content
  if (fileRef === null || what === 'sticker' || what === 'location' || what === 'contact') return null
  return { fileRef, what, name: fileName ?? null, mimeType: mimeType ?? null, sizeBytes: sizeBytes ?? null }
}
