import type { Answerer } from '../answering/pipeline.ts'
import type { CaseFileSource } from '../handover/ports.ts'
import type { Handover } from '../handover/service.ts'
import type { Article } from '../knowledge/article.ts'
import type { Log } from '../operations/log.ts'
import type { CannedReply } from './canned-replies.ts'
import type { GuardParts } from './guard.ts'
import type { View } from './view.ts'

/** What the routes of the console are made of. */
export interface ConsoleParts extends GuardParts {
  handover: Handover
  articles: () => readonly Article[]
  answerer: () => Answerer
  canned: readonly CannedReply[]
  /** Fetches files of persons; null when no channel has any. */
  files: CaseFileSource | null
  /** The address of the server for links; null: as the browser names it. */
  publicUrl: string | null
  log: Log
}

/** Names of all consultants, also of those who are not active any more. */
export async function namesOf(parts: ConsoleParts, view: View): Promise<(id: string) => string> {
  const all = await parts.storage.stores.consultants.list()
  const names = new Map(all.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? (id === '' ? '–' : view.say('actor_system'))
}

export function titleOf(article: Article, view: View): string {
  return article.texts[view.language]?.title ?? article.texts.en?.title ?? article.id
}
