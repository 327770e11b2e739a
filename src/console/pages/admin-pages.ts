import type { AuditEntry, Consultant, KnowledgeProposal } from '../../handover/ports.ts'
import { LANGUAGE_NAMES } from '../../i18n/languages.ts'
import { checkboxes, countryChoices, field, languageChoices, select } from '../fields.ts'
import { type Html, html } from '../html.ts'
import { formToken, timeOf, type View, wordsIn } from '../view.ts'

export interface TeamContent {
  consultants: readonly Consultant[]
  /** Consultants who can sign in here, by id. */
  signInNames: ReadonlyMap<string, string>
  /** Consultants with a link that waits. */
  invited: ReadonlySet<string>
  /** Open sessions of each. */
  sessions: ReadonlyMap<string, number>
  /** Cases that each holds. */
  held: ReadonlyMap<string, number>
  /** A link or code that was just made, shown once. */
  made: { kind: 'link' | 'code'; text: string; name: string } | null
  typed: { name: string }
}

export function teamPage(view: View, content: TeamContent): Html {
  const { say } = view
  const { made } = content
  return html`<div class="title"><h1>${say('team')}</h1></div>
${
  made &&
  html`<section class="card made" role="status"><h2>${say(made.kind === 'link' ? 'link_made' : 'code_made', { name: made.name })}</h2><p class="once">${say(made.kind === 'link' ? 'link_once' : 'code_once')}</p>
<p><code class="secret" id="made">${made.text}</code></p><button type="button" class="button" data-copy="made" data-copied="${say('copied')}" hidden>${say('copy')}</button></section>`
}
<ul class="team">${content.consultants.map((one) => member(view, one, content))}</ul>
<section class="card"><h2>${say('invite')}</h2><p class="soft">${say('invite_text')}</p><form method="post" action="/console/team/invite">${formToken(view)}
${field('name', say('name'), { value: content.typed.name, hint: say('name_hint'), required: true, longest: 60 })}
${select('role', say('role'), [
  ['consultant', say('role_consultant')],
  ['admin', say('role_admin')],
])}
${select('firstLanguage', say('language_first'), languageChoices(), view.language)}
${checkboxes('languages', say('languages_more'), languageChoices(), [])}
${checkboxes('countries', say('countries'), countryChoices(view), [], say('none_is_all'))}
<button class="button strong">${say('invite_go')}</button></form></section>`
}

function member(view: View, one: Consultant, content: TeamContent): Html {
  const { say } = view
  const signInName = content.signInNames.get(one.id)
  const facts = [
    say(`role_${one.role}`),
    one.languages.map((language) => LANGUAGE_NAMES[language]).join(', '),
    one.countries.map((country) => view.text(`country.${country}`)).join(', ') || say('countries_all'),
    say('holds', { count: content.held.get(one.id) ?? 0 }),
    signInName ? say('account', { name: signInName }) : say('account_none'),
    ...(one.telegramUser === null ? [] : ['Telegram']),
    ...(content.sessions.get(one.id)
      ? [say('sessions_count', { count: content.sessions.get(one.id) ?? 0 })]
      : []),
  ]
  const state = one.active ? null : say(content.invited.has(one.id) ? 'invited' : 'inactive')
  const button = (action: string, label: string) =>
    html`<form method="post" action="/console/team/${one.id}/${action}">${formToken(view)}<button class="button small" aria-label="${`${label}: ${one.name}`}">${label}</button></form>`
  return html`<li class="card member${one.active ? '' : ' is-inactive'}"><h2>${one.name} ${state && html`<span class="badge">${state}</span>`}</h2><p class="soft">${facts.join(' · ')}</p>
<div class="row">${button('link', say(signInName ? 'new_password_link' : 'new_link'))}${one.active && button('telegram', say('telegram_new_code'))}${
    (content.sessions.get(one.id) ?? 0) > 0 && button('sign-out', say('revoke_all'))
  }${one.active && button('role', say(one.role === 'admin' ? 'make_consultant' : 'make_admin'))}${
    one.active
      ? button('deactivate', say('deactivate'))
      : signInName || one.telegramUser !== null
        ? button('activate', say('activate'))
        : ''
  }</div></li>`
}

export interface ProposalsContent {
  proposals: readonly KnowledgeProposal[]
  state: KnowledgeProposal['state']
  nameOf: (id: string) => string
}

export function proposalsPage(view: View, { proposals, state, nameOf }: ProposalsContent): Html {
  const { say } = view
  const tabs = ['waiting', 'accepted', 'declined'] as const
  return html`<div class="title"><h1>${say('proposals')}</h1><p class="soft">${say('proposals_text')}</p></div>
<ul class="tabs">${tabs.map((tab) => html`<li><a href="/console/proposals?state=${tab}"${tab === state ? html` aria-current="true"` : ''}>${say(`proposals_${tab}`)}</a></li>`)}</ul>
${proposals.length === 0 && html`<p class="empty">${say('proposals_none')}</p>`}
<ul class="proposals">${proposals.map((one) => proposalItem(view, one, nameOf))}</ul>`
}

function proposalItem(view: View, one: KnowledgeProposal, nameOf: (id: string) => string): Html {
  const { say } = view
  return html`<li class="card"><h2>${say('proposal_title', { id: one.id })}</h2>
<p class="soft">${nameOf(one.proposedBy)} · ${timeOf(view, one.at)} · <a href="/console/cases/${one.caseId}">${say('proposal_case', { id: one.caseId })}</a> · ${one.articleId ?? say('proposal_new')} · ${LANGUAGE_NAMES[one.language]}</p>
<h3>${say('propose_question')}</h3>${wordsIn(one.language, one.testQuestion)}<h3>${say('propose_text')}</h3>${wordsIn(one.language, one.text)}
${
  one.state === 'waiting'
    ? html`<form method="post" action="/console/proposals/${one.id}/decide">${formToken(view)}${noteField(view, one.id)}<div class="row"><button class="button strong" name="state" value="accepted">${say('accept')}</button><button class="button" name="state" value="declined">${say('decline')}</button></div></form>`
    : html`<p class="soft">${nameOf(one.decidedBy ?? '')} · ${timeOf(view, one.decidedAt ?? one.at)}${one.decisionNote ? ` · ${one.decisionNote}` : ''}</p>`
}</li>`
}

function noteField(view: View, id: number): Html {
  return html`<div class="field"><label for="note-${id}">${view.say('decision_note')}</label><input id="note-${id}" name="note" maxlength="500" dir="auto"></div>`
}

export interface AuditContent {
  entries: readonly AuditEntry[]
  consultants: readonly Consultant[]
  actor: string
  /** Id after which older entries are on the next page; null when there are none. */
  olderThan: number | null
  nameOf: (id: string) => string
}

export function auditPage(
  view: View,
  { entries, consultants, actor, olderThan, nameOf }: AuditContent,
): Html {
  const { say } = view
  return html`<div class="title"><h1>${say('audit')}</h1><p class="soft">${say('audit_text')}</p></div>
<form method="get" action="/console/audit" class="card row">${select('actor', say('audit_who'), [['', say('filter_any')], ...consultants.map(({ id, name }) => [id, name] as const)], actor)}<button class="button">${say('filter_go')}</button></form>
<div class="scroll" tabindex="0" role="region" aria-label="${say('audit')}"><table><thead><tr><th scope="col">${say('audit_when')}</th><th scope="col">${say('audit_who')}</th><th scope="col">${say('audit_what')}</th><th scope="col">${say('audit_whom')}</th></tr></thead><tbody>${entries.map(
    (entry) =>
      html`<tr><td>${timeOf(view, entry.at)}</td><td>${nameOf(entry.actor)}</td><td><code>${entry.action}</code></td><td>${subjectOf(entry, nameOf)}</td></tr>`,
  )}</tbody></table></div>
${olderThan !== null && html`<p class="pages"><a class="button" href="/console/audit?before=${olderThan}&amp;actor=${actor}">${say('page_older')}</a></p>`}`
}

function subjectOf({ subject, detail }: AuditEntry, nameOf: (id: string) => string): Html {
  const [kind = '', id = ''] = subject.split(':')
  const extra = Object.entries(detail)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
  const shown = kind === 'consultant' ? nameOf(id) : subject.replace(':', ' ')
  const link = kind === 'case' ? html`<a href="/console/cases/${id}">${shown}</a>` : html`${shown}`
  return html`${link}${extra && html` <span class="soft">(${extra})</span>`}`
}
