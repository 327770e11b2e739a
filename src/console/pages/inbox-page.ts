import {
  CASE_STATES,
  type Case,
  type CaseState,
  HELD_STATES,
  QUEUED_STATES,
  RUNNING_STATES,
} from '../../handover/case.ts'
import type { CaseFilter } from '../../handover/ports.ts'
import { directionOf, LANGUAGE_NAMES } from '../../i18n/languages.ts'
import { formatDate } from '../../i18n/numbers.ts'
import { checkbox, countryChoices, field, languageChoices, select } from '../fields.ts'
import type { Form } from '../form.ts'
import { type Html, html } from '../html.ts'
import { timeOf, type View } from '../view.ts'

export const INBOX_PAGE = 50

/** Groups of states that can be chosen beside each single one. */
const GROUPS: Record<string, readonly CaseState[]> = {
  open: RUNNING_STATES,
  queued: QUEUED_STATES,
  held: HELD_STATES,
  all: CASE_STATES,
}

export interface InboxQuery {
  state: string
  filter: CaseFilter
  mine: boolean
  search: string
  /** The number of a case that is searched for ("2", "case 2", "#2"). */
  number: number | null
  offset: number
}

const CASE_NUMBER = /^(?:\p{L}+\.?\s*)?[#№]?\s*(\d{1,9})(?:\s*·.*)?$/u

/** What the address of the inbox asks for; unknown words count as not given. */
export function readInboxQuery(query: Form, consultantId: string): InboxQuery {
  const state = query.oneOf('state', [...Object.keys(GROUPS), ...CASE_STATES]) ?? 'open'
  const mine = query.checked('mine')
  const search = query.text('search').slice(0, 100)
  const offset = Math.max(0, Number.parseInt(query.text('from'), 10) || 0)
  const urgency = query.oneOf('urgency', ['urgent', 'normal'] as const)
  const language = query.language('language')
  const country = query.country('country')
  const filter: CaseFilter = {
    states: GROUPS[state] ?? [state as CaseState],
    ...(mine && { assignedTo: consultantId }),
    ...(urgency && { urgency }),
    ...(language && { language }),
    ...(country && { country }),
    ...(search && { search }),
    limit: INBOX_PAGE + 1,
    offset,
  }
  const number = offset === 0 ? CASE_NUMBER.exec(search)?.[1] : undefined
  return { state, filter, mine, search, number: number === undefined ? null : Number(number), offset }
}

export interface InboxContent {
  query: InboxQuery
  /** At most INBOX_PAGE + 1; one more than is shown means that there is a next page. */
  cases: Case[]
  /** The case whose number is searched for, in whatever state: it comes first. */
  named: Case | null
  counts: Record<CaseState, number>
  /** Messages that the consultant has not answered, by case. */
  unread: ReadonlyMap<number, number>
  nameOf: (consultantId: string) => string
  /** Address of this page with another offset. */
  address: (offset: number) => string
}

export function inboxPage(view: View, content: InboxContent): Html {
  const { say } = view
  const { query, cases, named, counts } = content
  const others = cases.slice(0, INBOX_PAGE).filter(({ id }) => id !== named?.id)
  const shown = named ? [named, ...others] : others
  const waiting = QUEUED_STATES.reduce((sum, state) => sum + counts[state], 0)
  const held = HELD_STATES.reduce((sum, state) => sum + counts[state], 0)
  return html`<div class="title"><h1>${say('inbox')}</h1></div>
${filters(view, query)}
<section id="cases" data-live aria-label="${say('cases')}">
<p class="soft counts">${say('counts', { waiting, held, closed: counts.closed })}</p>
${
  shown.length === 0
    ? html`<p class="empty">${say(isFiltered(query) ? 'inbox_nothing' : 'inbox_empty')}</p>`
    : html`<ol class="cases">${shown.map((one) => caseItem(view, one, content))}</ol>`
}
<p class="pages">${query.offset > 0 && html`<a class="button" href="${content.address(Math.max(0, query.offset - INBOX_PAGE))}">${say('page_before')}</a>`}
${cases.length > INBOX_PAGE && html`<a class="button" href="${content.address(query.offset + INBOX_PAGE)}">${say('page_next')}</a>`}</p>
</section>`
}

function isFiltered({ state, filter, mine, search }: InboxQuery): boolean {
  const { urgency, language, country } = filter
  return state !== 'open' || mine || search !== '' || Boolean(urgency || language || country)
}

function filters(view: View, query: InboxQuery): Html {
  const { state, filter, mine, search } = query
  const { say, text } = view
  const any = ['', say('filter_any')] as const
  const filtered = isFiltered(query)
  return html`<details class="filters"${filtered ? html` open` : ''}><summary>${say('filters')}</summary><form method="get" action="/console" role="search">
${select(
  'state',
  say('filter_state'),
  [
    ...Object.keys(GROUPS).map((group) => [group, say(`group_${group}`)] as const),
    ...CASE_STATES.map((one) => [one, text('desk.state', { state: one })] as const),
  ],
  state,
)}
${select('urgency', say('filter_urgency'), [any, ['urgent', say('urgent')], ['normal', say('normal')]], filter.urgency)}
${select('language', say('filter_language'), [any, ...languageChoices()], filter.language)}
${select('country', say('filter_country'), [any, ...countryChoices(view)], filter.country)}
${field('search', say('filter_search'), { value: search, type: 'search', inputMode: 'search' })}
<div class="row">${checkbox('mine', say('filter_mine'), mine)}<button class="button strong">${say('filter_go')}</button>
${filtered && html`<a class="button" href="/console">${say('filter_reset')}</a>`}</div></form></details>`
}

function caseItem(view: View, one: Case, { nameOf, unread }: InboxContent): Html {
  const { say } = view
  const isMine = one.assignedTo === view.who?.consultant.id
  const news = unread.get(one.id) ?? 0
  return html`<li class="case${one.urgency === 'urgent' ? ' is-urgent' : ''}${isMine ? ' is-mine' : ''}">
<h2><a href="/console/cases/${one.id}" id="case-${one.id}">${say('case_title', { id: one.id, name: one.personLabel })}</a></h2>
<p class="badges">${badges(view, one)}${news > 0 && isMine && html`<span class="badge news">${say('unread', { count: news })}</span>`}</p>
<p class="summary" lang="${one.language}" dir="${directionOf(one.language)}">${one.summary}</p>
<p class="facts">${[
    LANGUAGE_NAMES[one.language],
    ...(one.country ? [view.text(`country.${one.country}`)] : []),
    ...(one.municipality ? [one.municipality] : []),
  ].join(
    ' · ',
  )} · ${say('since')} ${timeOf(view, one.state === 'closed' ? (one.closedAt ?? one.openedAt) : one.queuedAt)}${
    one.assignedTo
      ? html` · ${say(isMine ? 'held_by_you' : 'held_by', { name: nameOf(one.assignedTo) })}`
      : ''
  }</p></li>`
}

/** State, urgency and deadline, in words and not only in colour. */
export function badges(view: View, one: Case): Html {
  const { say, text } = view
  return html`${one.urgency === 'urgent' && html`<span class="badge urgent">${say('urgent')}</span>`}<span class="badge state-${one.state}">${text('desk.state', { state: one.state })}</span>${
    one.deadline &&
    html`<span class="badge deadline">${say('deadline_short', { date: formatDate(one.deadline.date, view.language) })}</span>`
  }${one.unreachable && html`<span class="badge urgent">${say('unreachable')}</span>`}`
}
