import { backButton } from '../../../path/buttons.ts'
import { printPage } from '../../../path/print-page.ts'
import { newPrintToken } from '../../../path/print-token.ts'
import type { FlowContext } from '../../flow.ts'
import type { Reply } from '../../turn.ts'
import type { PathFlowParts } from '../path.ts'
import { viewOf } from './open.ts'
import { showPath } from './show.ts'

/** Puts the page aside for the worker that makes a file of it, and gives a link where the server has an address. */
export async function printPath(context: FlowContext, parts: PathFlowParts): Promise<Reply[]> {
  const view = viewOf(context, parts.tools())
  if (!view) return showPath(context, parts.tools())
  const { token, tokenHash } = newPrintToken()
  await context.stores.pathPrints.save({
    chat: context.turn.chat,
    tokenHash,
    language: context.language,
    html: printPage(view),
    createdAt: context.now.getTime(),
  })
  parts.onPrint()
  const coming = context.say('path.pdf_coming')
  if (!parts.publicUrl) return [context.reply(coming, [[backButton(view)]])]
  const link = {
    label: context.say('path.button_open_page'),
    url: `${parts.publicUrl}/path/print/${token}`,
  }
  return [context.reply(`${coming} ${context.say('path.pdf_link')}`, [[link], [backButton(view)]])]
}
