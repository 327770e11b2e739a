import type { ChannelName, Reply } from '../conversation/turn.ts'
import { messageOf } from '../errors.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Log } from '../operations/log.ts'
import type { Job } from '../operations/schedule.ts'
import { channelOf } from '../storage/channel-of.ts'
import type { Storage } from '../storage/ports.ts'
import type { PathPrint } from './ports.ts'

export interface PrintWorkerParts {
  storage: Storage
  messages: () => Messages
  log: Log
  clock: () => Date
  /** Makes a PDF of a page; null when there is no browser: the page itself is sent. */
  makePdf: ((html: string, signal: AbortSignal) => Promise<Buffer>) | null
  onReply: (channel: ChannelName) => void
}

/** Links are good for a day. */
export const PRINT_KEPT_MS = 86_400_000
const EVERY_MS = 60_000
const PORTION = 10

/** Makes files of the pages that people asked for and sends them, outside of any transaction. */
export class PrintWorker {
  private running: Promise<void> | null = null
  private again = false
  private readonly abort = new AbortController()

  constructor(private readonly parts: PrintWorkerParts) {}

  /** A page may wait. */
  wake(): void {
    if (this.abort.signal.aborted) return
    this.again = true
    this.running ??= this.run().finally(() => {
      this.running = null
    })
  }

  /** Looks for what a stop left over, and erases pages whose link has run out. */
  job(): Job {
    return {
      name: 'path-prints',
      everyMs: EVERY_MS,
      run: async (now) => {
        await this.parts.storage.stores.pathPrints.forget(now.getTime() - PRINT_KEPT_MS)
        this.wake()
      },
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.running
  }

  /** Cuts off what is under way; it is made anew after the next start. */
  async stop(): Promise<void> {
    this.abort.abort()
    await this.running
  }

  private async run(): Promise<void> {
    // A turn wakes the worker inside its transaction: the page is there when the next one can be opened.
    while (this.again && !this.abort.signal.aborted) {
      this.again = false
      try {
        const waiting = await this.parts.storage.transaction((stores) => stores.pathPrints.wanting(PORTION))
        for (const print of waiting) await this.send(print)
      } catch (error) {
        if (!this.abort.signal.aborted)
          this.parts.log.error({ cause: messageOf(error) }, 'pages to print cannot be sent')
      }
    }
  }

  private async send(print: PathPrint): Promise<void> {
    const file = await this.fileOf(print)
    if (this.abort.signal.aborted) return
    const sent = await this.parts.storage.transaction(async (stores) => {
      if (!(await stores.pathPrints.markSent(print))) return false
      await stores.outbox.add(print.chat, this.replyWith(print, file), {
        turnId: null,
        pressedMessageRef: null,
      })
      return true
    })
    if (sent) this.parts.onReply(channelOf(print.chat))
  }

  /** The PDF, or the page itself where no browser can make one. */
  private async fileOf(print: PathPrint): Promise<NonNullable<Reply['file']>> {
    const { makePdf, log } = this.parts
    try {
      const pdf = await makePdf?.(print.html, this.abort.signal)
      if (pdf) return { name: 'plan.pdf', mimeType: 'application/pdf', contentBase64: pdf.toString('base64') }
    } catch (error) {
      if (!this.abort.signal.aborted) log.warn({ cause: messageOf(error) }, 'a page is sent as HTML')
    }
    return {
      name: 'plan.html',
      mimeType: 'text/html',
      contentBase64: Buffer.from(print.html).toString('base64'),
    }
  }

  private replyWith(print: PathPrint, file: NonNullable<Reply['file']>): Reply {
    const key = file.mimeType === 'application/pdf' ? 'path.pdf_ready' : 'path.pdf_html'
    const text = this.parts.messages().text(print.language, key)
    return { language: print.language, parts: [{ kind: 'text', text }], buttons: [], file }
  }
}
