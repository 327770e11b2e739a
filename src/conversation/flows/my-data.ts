import { exportOf } from '../../privacy/export.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'
import { factLines } from './situation/overview.ts'

/** /mydata: what is stored about the person, in short in the chat and whole in a file. */
export const myDataFlow: Flow = {
  name: 'my-data',
  commands: { mydata: async (context) => myData(context) },
  buttons: { mydata: async (context) => myData(context) },
}

async function myData(context: FlowContext): Promise<Reply[]> {
  const { state, settings, stores, turn, now } = context
  const tables = await stores.chats.exportAll(turn.chat)
  const whole = exportOf({ ...tables, chats: [{ chat: turn.chat, state }] }, now)
  const facts = factLines(context)
  const summary = context.say('mydata.summary', {
    messages: whole.messages,
    facts: facts.length,
    days: settings.messageRetentionDays,
    months: settings.profileRetentionMonths,
  })
  const erase = { label: context.say('mydata.erase'), data: 'forget:ask' }
  const reply = context.reply([summary, ...facts.map((line) => `- ${line}`)].join('\n'), [[erase]])
  reply.file = {
    name: 'my-data.json',
    mimeType: 'application/json',
    contentBase64: Buffer.from(JSON.stringify(whole.content, null, 2)).toString('base64'),
  }
  return [reply]
}
