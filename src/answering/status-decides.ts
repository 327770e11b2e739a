import type { Button } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Article } from '../knowledge/article.ts'
import type { Lexicon } from '../knowledge/lexicon.ts'
import { isCountry, STATUSES, type Status } from '../knowledge/vocabulary.ts'
import { normalise } from '../retrieval/normalise.ts'
import { facetsOf } from './choose-passages.ts'
import type { AskProfile } from './types.ts'

/** An article splits by status when one of its passages tells so many apart. */
const STATUSES_TOLD_APART = 3
const MOST_BUTTONS = 6

/**
 * The statuses that an answer tells apart, when they decide it: the person asks who may, has not said which permit,
 * and the article says something else for each. Empty otherwise. The answer is given all the same, split by case.
 */
export function decidingStatuses(
  article: Article,
  question: { text: string; language: Language; profile: AskProfile },
  lexicon: Lexicon,
): Status[] {
  if (question.profile.status || question.profile.audience === 'consultant') return []
  if (!article.asks.includes('status') || !isCountry(article.area)) return []
  if (!facetsOf(question.text, question.language, lexicon).includes('who')) return []
  return statusesToldApart(article, lexicon)
}

/** Buttons for those statuses, the rest of them, and for not knowing. */
export function statusButtons(
  statuses: readonly Status[],
  language: Language,
  messages: Messages,
): Button[][] {
  const offered: Status[] = [...statuses.slice(0, MOST_BUTTONS), 'other', 'unknown']
  const buttons = offered.map((status) => ({
    label: messages.text(language, `status.${status}`),
    data: `set:status:${status}`,
  }))
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(row * 2, row * 2 + 2),
  )
}

const known = new WeakMap<Article, Status[]>()

/** Read from the English text, which every article has in full. */
function statusesToldApart(article: Article, lexicon: Lexicon): Status[] {
  const remembered = known.get(article)
  if (remembered) return remembered
  const matchers = [lexicon.languages.en?.statusWords, lexicon.languages.en?.statuses]
  const passages = article.texts.en?.passages ?? []
  const most = passages
    .map((passage) => {
      const text = normalise(passage.raw, 'en')
      return matchers.flatMap((matcher) => matcher?.find(text) ?? [])
    })
    .map((found) => [...new Set(found)])
    .reduce<Status[]>((best, found) => (found.length > best.length ? found : best), [])
  const toldApart =
    most.length >= STATUSES_TOLD_APART ? STATUSES.filter((status) => most.includes(status)) : []
  known.set(article, toldApart)
  return toldApart
}
