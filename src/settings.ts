import path from 'node:path'
import { z } from 'zod'
import { SettingsError } from './errors.ts'
import type { TranslatorSettings } from './handover/translator/open.ts'

const text = z.string().trim().min(1)
const whole = (name: string, low: number, high: number) =>
  z.coerce
    .number({ error: `${name} must be a whole number` })
    .int()
    .min(low)
    .max(high)
const httpUrl = z.url({ protocol: /^https?$/, error: 'write a whole address, such as https://example.org' })

/** Every setting, as it stands in the environment. .env.example explains each one; a test holds both together. */
export const SETTINGS = {
  PORT: whole('PORT', 0, 65535).default(3978),
  HOST: text.default('127.0.0.1'),
  PUBLIC_URL: httpUrl.optional(),
  DATA_DIR: text.optional(),
  KNOWLEDGE_ROOT: text.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  API_KEY: z.string().min(16, 'use at least 16 characters').optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[A-Za-z0-9_-]{20,}$/, 'copy the token whole, as @BotFather gave it (123456:ABC…)')
    .optional(),
  TELEGRAM_API_ROOT: httpUrl.default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_URL: httpUrl.optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,256}$/, 'use 16 to 256 letters, digits, _ and -')
    .optional(),
  TELEGRAM_CONSULTANTS_GROUP: z.coerce.number().int().optional(),
  CHROMIUM_PATH: text.optional(),
  TRANSLATOR_URL: httpUrl.optional(),
  TRANSLATOR_API_KEY: text.optional(),
  TRANSLATOR_MODEL: text.optional(),
  MESSAGE_RETENTION_DAYS: whole('MESSAGE_RETENTION_DAYS', 1, 365).default(30),
  PROFILE_RETENTION_MONTHS: whole('PROFILE_RETENTION_MONTHS', 1, 36).default(12),
  CASE_RETENTION_MONTHS: whole('CASE_RETENTION_MONTHS', 1, 120).default(24),
  FORGET_GRACE_SECONDS: whole('FORGET_GRACE_SECONDS', 0, 3600).default(30),
} as const

const schema = z.object(SETTINGS)

export interface Settings {
  port: number
  host: string
  publicUrl: string | null
  /** Folder of knowledge/ and locales/. */
  root: string
  dataFolder: string
  logLevel: string
  apiKey: string | null
  telegram: {
    token: string
    apiRoot: string
    webhook: { url: string; secretToken: string } | null
    /** Forum group in which consultants work on cases. */
    consultantsGroup: number | null
  } | null
  /** Browser that makes PDFs; null: one in a usual place, if there is any. */
  chromiumPath: string | null
  translator: TranslatorSettings | null
  messageRetentionDays: number
  profileRetentionMonths: number
  caseRetentionMonths: number
  forgetGraceSeconds: number
}

/**
 * Reads the settings from an environment. Empty values count as not set. Throws SettingsError that names each wrong
 * setting and what to write.
 */
export function readSettings(environment: Record<string, string | undefined>, root: string): Settings {
  const given = Object.fromEntries(
    Object.keys(SETTINGS).flatMap((name) => {
      const value = environment[name]?.trim()
      return value ? [[name, value]] : []
    }),
  )
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new SettingsError(`Settings are wrong. ${lines.join('; ')}. See .env.example.`)
  }
  const values = parsed.data
  if (values.TELEGRAM_WEBHOOK_URL && !values.TELEGRAM_WEBHOOK_SECRET)
    throw new SettingsError('TELEGRAM_WEBHOOK_SECRET: set it beside TELEGRAM_WEBHOOK_URL. See .env.example.')
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    root: values.KNOWLEDGE_ROOT ? path.resolve(values.KNOWLEDGE_ROOT) : root,
    dataFolder: path.resolve(values.DATA_DIR ?? path.join(root, 'data')),
    logLevel: values.LOG_LEVEL,
    apiKey: values.API_KEY ?? null,
    telegram: telegramSettings(values),
    chromiumPath: values.CHROMIUM_PATH ?? null,
    translator: values.TRANSLATOR_URL
      ? {
          url: values.TRANSLATOR_URL,
          apiKey: values.TRANSLATOR_API_KEY ?? null,
          model: values.TRANSLATOR_MODEL ?? null,
        }
      : null,
    messageRetentionDays: values.MESSAGE_RETENTION_DAYS,
    profileRetentionMonths: values.PROFILE_RETENTION_MONTHS,
    caseRetentionMonths: values.CASE_RETENTION_MONTHS,
    forgetGraceSeconds: values.FORGET_GRACE_SECONDS,
  }
}

function telegramSettings(values: z.output<typeof schema>): Settings['telegram'] {
  if (!values.TELEGRAM_BOT_TOKEN) return null
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secretToken } = values
  return {
    token: values.TELEGRAM_BOT_TOKEN,
    apiRoot: values.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
    webhook: url && secretToken ? { url, secretToken } : null,
    consultantsGroup: values.TELEGRAM_CONSULTANTS_GROUP ?? null,
  }
}
