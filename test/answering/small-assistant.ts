import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { answerAsPlainText } from '../../src/answering/plain-text.ts'
import type { Answer, AskProfile, HistoryEntry } from '../../src/answering/types.ts'
import { type Assistant, openAssistant } from '../../src/assistant.ts'
import { smallKnowledge } from '../support/small-knowledge.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

export interface SmallAssistant extends Assistant {
  /** Folder of its knowledge; who opened it removes it with `close`. */
  root: string
  /** Asks in English. */
  ask(text: string, profile?: AskProfile, history?: HistoryEntry[]): Answer
  close(): Promise<void>
}

/** The real assistant over a few real articles, with more files of the program's folder and after a change of them. */
export async function openSmallAssistant(
  options: { more?: string[]; change?: (root: string) => Promise<void> } = {},
): Promise<SmallAssistant> {
  const root = await smallKnowledge()
  for (const file of options.more ?? [])
    await cp(path.join(ROOT, file), path.join(root, file), { recursive: true })
  await options.change?.(root)
  const cacheFolder = await mkdtemp(path.join(tmpdir(), 'small-assistant-'))
  const assistant = await openAssistant({ root, cacheFolder, today: () => '2026-11-26' })
  return {
    ...assistant,
    root,
    ask: (text, profile = {}, history = []) =>
      assistant.answer({ text, profile: { language: 'en', ...profile }, history }),
    async close() {
      for (const folder of [root, cacheFolder]) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What the person reads, sources too. */
export const read = (answer: Answer): string => answerAsPlainText(answer)

/** What is said before the sources. */
export const said = (answer: Answer): string =>
  answer.parts
    .filter((part) => part.kind !== 'sources')
    .map((part) => part.text)
    .join('\n')
