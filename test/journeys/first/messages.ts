import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

/** What somebody writes first, in which language, and the country that it is about. */
export interface FirstMessage {
  language: string
  country: string
  says: string
}

export function readFirstMessages(): FirstMessage[] {
  const file = path.join(import.meta.dirname, 'messages.yaml')
  const byLanguage: Record<string, Omit<FirstMessage, 'language'>[]> = parse(readFileSync(file, 'utf8'))
  return Object.entries(byLanguage).flatMap(([language, messages]) =>
    messages.map((message) => ({ language, ...message })),
  )
}
