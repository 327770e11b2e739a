import { parseArgs } from 'node:util'
import { type Span, TIME_ZONES } from '../calendar/working-time.ts'
import { InvalidInputError } from '../errors.ts'
import { isLanguage } from '../i18n/languages.ts'
import { isCountry } from '../knowledge/vocabulary.ts'
import type { Storage } from '../storage/ports.ts'
import type { Consultant } from './ports.ts'

const CODE_DAYS = 7
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const USAGE = `Use:
  npm run consultant -- add NAME [--languages sl,en] [--countries si] [--municipalities Koper] [--topics vat,hiring]
                               [--hours mon-fri:9-17] [--zone Europe/Ljubljana] [--holidays si] [--most 10] [--admin]
  npm run consultant -- list
  npm run consultant -- code NAME      a new one-time code, to send to the bot as /consultant CODE
  npm run consultant -- remove NAME    offered nothing any more, can do nothing; cases stay`

/** Consultants from the command line; gives the exit code. Throws InvalidInputError for what cannot be understood. */
export async function runConsultantCommand(
  args: readonly string[],
  storage: Storage,
  now: Date,
  print: (line: string) => void,
): Promise<number> {
  const [command, name, ...options] = args
  const { consultants } = storage.stores
  switch (command) {
    case 'add': {
      if (!name) break
      const added = await consultants.add(consultantOf(name, options))
      await audit(storage, now, 'consultant-added', added)
      print(await codeLine(storage, now, added))
      return 0
    }
    case 'list':
      for (const one of await consultants.list()) print(describe(one))
      return 0
    case 'code': {
      const found = await named(storage, name)
      print(await codeLine(storage, now, found))
      return 0
    }
    case 'remove': {
      const found = await named(storage, name)
      await consultants.update(found.id, { active: false, telegramUser: null })
      await audit(storage, now, 'consultant-removed', found)
      print(`${found.name} is not active any more.`)
      return 0
    }
    default:
      break
  }
  print(USAGE)
  return 2
}

async function codeLine(storage: Storage, now: Date, consultant: Consultant): Promise<string> {
  const expires = new Date(now.getTime() + CODE_DAYS * 86_400_000).toISOString()
  const code = await storage.stores.consultants.issueCode(consultant.id, expires)
  await audit(storage, now, 'code-issued', consultant)
  return `${consultant.name}: send this to the bot in a private chat, once, until ${expires.slice(0, 10)}:\n  /consultant ${code}`
}

async function named(storage: Storage, name: string | undefined): Promise<Consultant> {
  const active = await storage.stores.consultants.list({ activeOnly: true })
  const found = active.find((one) => one.name.toLowerCase() === name?.toLowerCase())
  if (!found)
    throw new InvalidInputError(
      `No active consultant is called "${name ?? ''}". See: npm run consultant -- list`,
    )
  return found
}

async function audit(storage: Storage, now: Date, action: string, consultant: Consultant): Promise<void> {
  await storage.stores.audit.append({
    at: now.toISOString(),
    actor: 'cli',
    action,
    subject: `consultant:${consultant.id}`,
    detail: { name: consultant.name },
  })
}

function describe(one: Consultant): string {
  const bound = one.telegramUser === null ? 'no Telegram account' : 'Telegram'
  const what = [one.languages, one.countries, one.municipalities, one.topics].map(
    (list) => list.join(',') || 'all',
  )
  return `${one.active ? '' : '(inactive) '}${one.name} · ${one.role} · ${bound} · languages, countries, towns, topics: ${what.join(' | ')}`
}

function consultantOf(
  name: string,
  options: readonly string[],
): Omit<Consultant, 'id' | 'telegramUser' | 'createdAt'> {
  const values = optionsOf(options)
  const countries = list(values.countries).map((one) => {
    if (!isCountry(one)) throw wrong('--countries', 'si, es or it')
    return one
  })
  const country = values.holidays ?? countries[0] ?? null
  if (country !== null && !isCountry(country)) throw wrong('--holidays', 'si, es or it')
  const timeZone = values.zone ?? (country ? TIME_ZONES[country] : TIME_ZONES.si)
  if (!isTimeZone(timeZone)) throw wrong('--zone', 'a name such as Europe/Ljubljana')
  const mostCases = Number(values.most ?? 10)
  if (!Number.isInteger(mostCases) || mostCases < 1) throw wrong('--most', 'a whole number from 1')
  return {
    name: name.trim(),
    role: values.admin ? 'admin' : 'consultant',
    languages: list(values.languages ?? 'en').map((one) => {
      if (!isLanguage(one)) throw wrong('--languages', 'codes such as sl,en,uk')
      return one
    }),
    countries,
    municipalities: list(values.municipalities),
    topics: list(values.topics),
    hours: { timeZone, days: daysOf(values.hours ?? 'mon-fri:9-17'), holidays: country },
    absences: [],
    mostCases,
    active: true,
  }
}

function optionsOf(options: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...options],
      options: {
        languages: text,
        countries: text,
        municipalities: text,
        topics: text,
        hours: text,
        zone: text,
        holidays: text,
        most: text,
        admin: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new InvalidInputError(`${(error as Error).message}\n${USAGE}`, { cause: error })
  }
}

/** "mon-fri:9-13,mon-thu:14-17:30" → the spans of each weekday. */
export function daysOf(written: string): Span[][] {
  const days: Span[][] = DAYS.map(() => [])
  for (const piece of list(written)) {
    const match = /^([a-z]{3})(?:-([a-z]{3}))?:(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?$/i.exec(piece)
    const first = DAYS.indexOf(match?.[1]?.toLowerCase() ?? '')
    const last = match?.[2] ? DAYS.indexOf(match[2].toLowerCase()) : first
    const from = Number(match?.[3]) * 60 + Number(match?.[4] ?? 0)
    const to = Number(match?.[5]) * 60 + Number(match?.[6] ?? 0)
    if (!match || first < 0 || last < first || from >= to || to > 24 * 60)
      throw wrong('--hours', 'days and times such as mon-fri:9-13,mon-thu:14-17:30')
    for (let day = first; day <= last; day++) days[day]?.push({ from, to })
  }
  for (const spans of days) spans.sort((a, b) => a.from - b.from)
  return days
}

function list(written: string | undefined): string[] {
  return (written ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function wrong(option: string, remedy: string): InvalidInputError {
  return new InvalidInputError(`${option}: write ${remedy}.`)
}
