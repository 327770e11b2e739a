import { pagesOf } from '../../answering/compose.ts'
import type { Answer } from '../../answering/types.ts'
import { formatDate } from '../../i18n/numbers.ts'
import type { Article } from '../../knowledge/article.ts'
import { plainText } from '../../knowledge/markdown.ts'
import { area, countryChoices, select } from '../fields.ts'
import { type Html, html } from '../html.ts'
import { titleOf } from '../parts.ts'
import { formToken, type View, wordsIn } from '../view.ts'
import { sourceList } from './briefing-part.ts'

export const LONGEST_QUESTION = 3000

export interface AskContent {
  question: string
  country: string
  /** Null before anything was asked. */
  answer: Answer | null
  articles: readonly Article[]
}

/** The assistant for consultants: the same answers as persons get, and what is written for consultants. */
export function askPage(view: View, { question, country, answer, articles }: AskContent): Html {
  const { say } = view
  return html`<div class="title"><h1>${say('ask')}</h1></div>
<section class="card"><p class="soft">${say('ask_text')}</p><form method="post" action="/console/ask">${formToken(view)}
${area('q', say('ask_question'), { value: question, required: true, longest: LONGEST_QUESTION })}
${select('country', say('filter_country'), [['', '–'], ...countryChoices(view)], country)}
<button class="button strong">${say('ask_go')}</button></form></section>
${answer && answered(view, answer, articles)}`
}

function answered(view: View, answer: Answer, articles: readonly Article[]): Html {
  const parts = answer.parts.filter((part) => part.kind !== 'sources')
  const considered = answer.articles.flatMap((id) => articles.find((article) => article.id === id) ?? [])
  return html`<section class="card" role="status">
${parts.map((part) => {
  const words = wordsIn(part.language ?? answer.language, plainText(part.text))
  return part.kind === 'heading' ? html`<h3>${words}</h3>` : words
})}
${sourceList(
  view,
  pagesOf(answer.sources).map((source) => ({ ...source, seen: formatDate(source.seen, view.language) })),
)}
${
  answer.outcome !== 'answered' &&
  considered.length > 0 &&
  html`<ul>${considered.map((article) => html`<li>${titleOf(article, view)}</li>`)}</ul>`
}</section>`
}
