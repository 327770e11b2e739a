import { buildApp } from '../../app.ts'
import { AppError } from '../../errors.ts'
import { readSettings } from '../../settings.ts'
import { TerminalChannel } from './channel.ts'

/** `npm run chat`: a talk in the terminal with the whole program behind it. Gives the exit code. */
export async function runChat(root: string): Promise<number> {
  try {
    const environment = { LOG_LEVEL: 'error', ...process.env, PORT: '0', TELEGRAM_BOT_TOKEN: undefined }
    const settings = readSettings({ DATA_DIR: 'data/terminal', ...environment }, root)
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const app = await buildApp(settings, {
      channels: (intake) => [
        new TerminalChannel({
          input: process.stdin,
          output: process.stdout,
          intake,
          clock: () => new Date(),
          onEnd: () => end(),
          ...(process.env.LANG && { languageHint: process.env.LANG.split('.')[0] }),
        }),
      ],
    })
    await app.start()
    process.stdout.write(
      'Small Steps. Write your question; a number presses a button; /quit or Ctrl-D ends.\n',
    )
    process.once('SIGINT', () => end())
    await ended
    await untilAnswered(app)
    await app.stop()
    return 0
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(`${error.code}: ${error.message}`)
    return 1
  }
}

/** What was asked before the end is still answered (questions from a file). */
async function untilAnswered(app: Awaited<ReturnType<typeof buildApp>>): Promise<void> {
  const { inbox, outbox } = app.storage.stores
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline && (await inbox.waitingCount()) + (await outbox.waitingCount()) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
