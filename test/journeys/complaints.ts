import type { Answer } from '../../src/answering/types.ts'
import type { PersonProfile } from '../../src/conversation/chat-state.ts'
import type { Seen } from '../support/people.ts'
import type { Expectation } from './story.ts'

/** What there is to be judged after a step. */
export interface Observed {
  /** The answer to the last question asked in the step; null when none was asked. */
  answer: Answer | null
  seen: Seen[]
  profile: PersonProfile | null
}

/** What keeps foreign words in order between right-to-left ones; nobody sees it. */
const MARKS_OF_DIRECTION = /[\u200e\u200f\u2066-\u2069]/g

/** In which points a step ended otherwise than the story tells; empty when all is well. */
export function complaintsAbout(expected: Expectation, { answer, seen, profile }: Observed): string[] {
  const complaints: string[] = []
  const wrong = (what: string, wanted: unknown, got: unknown) =>
    complaints.push(`${what}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`)
  const same = (what: string, wanted: unknown, got: unknown) => {
    if (wanted !== undefined && wanted !== got) wrong(what, wanted, got)
  }
  const texts = seen.map((one) => one.text.replace(MARKS_OF_DIRECTION, ''))
  const text = texts.join('\n')
  const data = seen.flatMap((one) => one.buttons.flatMap((button) => ('data' in button ? [button.data] : [])))
  same('outcome', expected.outcome, answer?.outcome)
  same('language', expected.language, answer?.language)
  same('country', expected.country, answer?.country)
  same('asks for', expected.asks_for, answer?.asksFor)
  same('handover', expected.handover, answer?.handover?.urgency ?? 'none')
  const best = answer?.articles.slice(0, 2) ?? []
  if (expected.article && !expected.article.some((id) => best.includes(id)))
    wrong('article', expected.article, best)
  const inOrder = answer?.articles.slice(0, expected.articles?.length ?? 0)
  if (expected.articles && JSON.stringify(expected.articles) !== JSON.stringify(inOrder))
    wrong('articles', expected.articles, inOrder)
  for (const words of expected.shows ?? [])
    if (!text.includes(words)) wrong('shows', words, text.slice(0, 1500))
  for (const words of expected.hides ?? [])
    if (text.includes(words)) wrong('hides', words, text.slice(0, 1500))
  if (expected.begins && !texts[0]?.startsWith(expected.begins))
    wrong('begins', expected.begins, texts[0]?.slice(0, 100))
  for (const start of expected.buttons ?? [])
    if (!data.some((own) => own.startsWith(start))) wrong('button', start, data)
  for (const start of expected.no_buttons ?? [])
    if (data.some((own) => own.startsWith(start))) wrong('no button', start, data)
  if (expected.file && !seen.some((one) => one.file === expected.file)) wrong('file', expected.file, null)
  for (const [fact, wanted] of Object.entries(expected.remembers ?? {})) {
    const kept = profile?.[fact as keyof PersonProfile] ?? null
    if (JSON.stringify(kept) !== JSON.stringify(wanted)) wrong(`remembers ${fact}`, wanted, kept)
  }
  return complaints
}
