import path from 'node:path'
import { buildApp } from './app.ts'
import { AppError, messageOf } from './errors.ts'
import { programRoot } from './program-root.ts'
import { readSettings } from './settings.ts'

const GIVE_UP_MS = 15_000

try {
  const settings = readSettings(process.env, programRoot)
  const app = await buildApp(settings)
  const address = await app.start()
  const shown =
    settings.publicUrl ?? address.replace('0.0.0.0', 'localhost').replace('127.0.0.1', 'localhost')
  console.log(`Small Steps is ready: ${app.assistant.knowledge.articles.length} articles.`)
  console.log(`  Chat:     ${shown}/`)
  const firstAdmin = await app.firstAdminPath()
  console.log(`  Console:  ${shown}/console`)
  if (firstAdmin)
    console.log(`            No admin yet. This link makes the first one, once: ${shown}${firstAdmin}`)
  console.log(
    `  Ask API:  POST ${shown}/api/ask (key: ${settings.apiKey ? 'API_KEY' : path.join(settings.dataFolder, 'api-key')})`,
  )
  console.log(
    `  Telegram: ${settings.telegram ? 'connected as the settings say' : 'off (set TELEGRAM_BOT_TOKEN)'}`,
  )
  const stop = (signal: string) => {
    console.log(`${signal}: finishing what is under way …`)
    setTimeout(() => process.exit(1), GIVE_UP_MS).unref()
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(messageOf(error))
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal))
} catch (error) {
  console.error(error instanceof AppError ? `${error.code}: ${error.message}` : error)
  process.exitCode = 1
}
