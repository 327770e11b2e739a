import type { FlowContext } from '../flow.ts'
import type { Reply, TurnContent } from '../turn.ts'

/** A helpful sentence for what cannot be read; a caption is answered as a question. */
export async function attachmentReply(
  context: FlowContext,
  content: Extract<TurnContent, { kind: 'attachment' }>,
): Promise<Reply[]> {
  const person = [[{ label: context.say('button.talk_to_person'), data: 'person:ask' }]]
  const note = context.reply(
    context.say(keyOf(content.what)),
    content.what === 'document' || content.what === 'photo' ? person : [],
  )
  if (!content.caption?.trim()) return [note]
  return [note, ...(await context.ask(content.caption))]
}

function keyOf(what: Extract<TurnContent, { kind: 'attachment' }>['what']): string {
  switch (what) {
    case 'voice':
    case 'audio':
      return 'attachment.voice'
    case 'photo':
    case 'video':
      return 'attachment.photo'
    case 'document':
      return 'attachment.document'
    case 'sticker':
      return 'attachment.sticker'
    default:
      return 'attachment.other'
  }
}
