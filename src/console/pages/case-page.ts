import type { CaseEvent } from '../../handover/case.ts'
import { type Case, CLOSE_REASONS, HELD_STATES, QUEUED_STATES } from '../../handover/case.ts'
import type { Briefing, CaseMessage, Consultant, Outlook } from '../../handover/ports.ts'
import { LANGUAGE_NAMES, type Language } from '../../i18n/languages.ts'
import { area, type Choice, checkbox, field, languageChoices, select } from '../fields.ts'
import { type Html, html } from '../html.ts'
import { formToken, type View } from '../view.ts'
import { briefingPart, historyPart } from './briefing-part.ts'
import { conversationPart } from './conversation-part.ts'
import { badges } from './inbox-page.ts'

export interface CaseContent {
  one: Case
  briefing: Briefing
  outlook: Outlook
  messages: readonly CaseMessage[]
  events: readonly CaseEvent[]
  /** Active ones, for a transfer. */
  team: readonly Consultant[]
  nameOf: (consultantId: string) => string
  canned: readonly { id: string; name: string; texts: readonly { language: Language; text: string }[] }[]
  articles: readonly { id: string; title: string }[]
  seesFiles: boolean
  /** What stands in the answer's field: a draft, a ready-made reply, or what could not be sent. */
  typed: { text: string; language: Language | '' }
  /** What could not be done keeps its words. */
  kept: Record<string, string>
  /** Makes a second press of "send" send nothing. */
  once: string
}

export function casePage(view: View, content: CaseContent): Html {
  const { one } = content
  const { say } = view
  return html`<div class="title"><p class="back"><a href="/console">${say('back')}</a><a class="to-briefing" href="#briefing">${say('briefing')}</a></p>
<h1>${say('case_title', { id: one.id, name: one.personLabel })}</h1>
<p class="badges" id="badges" data-live>${badges(view, one)} <span class="soft">${holderLine(view, content)}</span></p></div>
<div class="case-grid" data-case="${one.id}"><section class="talk" aria-labelledby="talk-title">
<div id="steps" data-live-state="${one.state} ${one.assignedTo ?? ''}">${firstStep(view, content)}</div>
<h2 id="talk-title">${say('conversation')}</h2>
<div id="conversation" data-live>${conversationPart(view, content)}</div>
${replyPart(view, content)}
${otherSteps(view, content)}</section>
<aside class="briefing" id="briefing" aria-label="${say('briefing')}">${briefingPart(view, one, content.briefing, content.outlook)}
<div id="history" data-live>${historyPart(view, content.events, content.nameOf)}</div></aside></div>`
}

function isHolder(view: View, one: Case): boolean {
  return (
    one.assignedTo === view.who?.consultant.id && one.state !== 'closed' && !QUEUED_STATES.includes(one.state)
  )
}

function holderLine(view: View, { one, nameOf }: CaseContent): string {
  const { say } = view
  if (one.state === 'closed') return view.text('desk.close_reason', { reason: one.closeReason ?? 'answered' })
  if (isHolder(view, one)) return say('held_by_you')
  if (one.assignedTo) return say('held_by', { name: nameOf(one.assignedTo) })
  return one.offeredTo ? say('offered_to', { name: nameOf(one.offeredTo) }) : say('held_by_nobody')
}

/** What comes first in this state: taking, or opening again. */
function firstStep(view: View, { one, nameOf }: CaseContent): Html | null {
  const { say } = view
  if (QUEUED_STATES.includes(one.state))
    return html`<form method="post" action="/console/cases/${one.id}/take" class="first">${formToken(view)}<button class="button strong" data-key="t">${say('take')}</button><p class="hint">${say('take_hint', { name: one.personLabel })}</p></form>`
  if (one.state === 'closed')
    return html`<form method="post" action="/console/cases/${one.id}/reopen" class="first">${formToken(view)}<button class="button strong">${view.text('desk.button_reopen')}</button></form>`
  if (!isHolder(view, one))
    return html`<p class="info">${say('held_by_other', { name: nameOf(one.assignedTo ?? '') })}</p>`
  return null
}

function replyPart(view: View, content: CaseContent): Html | null {
  const { one, typed, once } = content
  if (!isHolder(view, one)) return null
  const { say } = view
  const languages = [...new Set([...(view.who?.consultant.languages ?? []), one.language])]
  return html`<form method="post" action="/console/cases/${one.id}/answer" class="card reply" id="reply" data-once>${formToken(view)}<input type="hidden" name="once" value="${once}">
${area('text', say('answer_to', { name: one.personLabel }), { value: typed.text, rows: 6, id: 'answer', required: true, hint: say('answer_hint', { name: one.personLabel, language: LANGUAGE_NAMES[one.language] }) })}
${select('language', say('answer_language'), [['', say('answer_language_auto')], ...languageChoices(languages)], typed.language, 'answer-language')}
${checkbox('asks', say('answer_asks', { name: one.personLabel }), false)}
<button class="button strong">${say('answer_send', { name: one.personLabel })}</button></form>
${cannedPart(view, content)}`
}

function cannedPart(view: View, { one, canned }: CaseContent): Html | null {
  if (canned.length === 0) return null
  const { say } = view
  return html`<details class="canned"><summary>${say('canned')}</summary><p class="hint">${say('canned_hint')}</p>
<form method="get" action="/console/cases/${one.id}#reply"><ul>${canned.map(
    ({ id, name, texts }) =>
      html`<li><span>${name}</span> <span class="row">${texts.map(
        ({ language, text }) =>
          html`<button class="button small" name="canned" value="${id}.${language}" data-insert="${text}" data-language="${language}" aria-label="${name}: ${LANGUAGE_NAMES[language]}">${LANGUAGE_NAMES[language]}</button>`,
      )}</span></li>`,
  )}</ul></form></details>`
}

/** Note, transfer, putting back, "done?", closing and proposing: folded away, each with its own form. */
function otherSteps(view: View, content: CaseContent): Html {
  const { one } = content
  const holds = isHolder(view, one)
  // An admin can take a case from who cannot go on with it.
  const mayMove = holds || (view.who?.consultant.role === 'admin' && HELD_STATES.includes(one.state))
  const mayClose = holds || QUEUED_STATES.includes(one.state)
  return html`<div class="steps"><h2>${view.say('steps')}</h2>${noteStep(view, content)}${mayMove && transferStep(view, content)}${
    holds && one.state !== 'resolved' && plainStep(view, one, 'resolve')
  }${mayMove && releaseStep(view, one)}${mayClose && closeStep(view, one)}${one.state === 'closed' && proposeStep(view, content)}</div>`
}

function step(view: View, one: Case, action: string, label: string, fields: Html, open = false): Html {
  return html`<details class="step" id="step-${action}"${open ? html` open` : ''}><summary>${label}</summary><form method="post" action="/console/cases/${one.id}/${action}">${formToken(view)}${fields}</form></details>`
}

function noteStep(view: View, { one, kept }: CaseContent): Html {
  const { say } = view
  return step(
    view,
    one,
    'note',
    say('note'),
    html`${area('note', say('note_text'), { hint: say('note_hint', { name: one.personLabel }), id: 'note', required: true, value: kept.note ?? '' })}<button class="button">${say('note_keep')}</button>`,
    kept.note !== undefined,
  )
}

function transferStep(view: View, { one, team, kept }: CaseContent): Html {
  const { say } = view
  const shares = ({ languages }: Consultant) => languages.includes(one.language)
  const others: Choice[] = team
    .filter(({ id }) => id !== one.assignedTo)
    .sort((a, b) => Number(shares(b)) - Number(shares(a)))
    .map(({ id, name, languages }) => [id, `${name} (${languages.join(', ')})`])
  if (others.length === 0) return html`<p class="soft">${say('transfer_nobody')}</p>`
  return step(
    view,
    one,
    'transfer',
    say('transfer'),
    html`${select('to', view.text('desk.transfer_to'), [['', view.text('desk.transfer_choose')], ...others], kept.to ?? '', 'transfer-to', true)}${area('transferNote', say('transfer_note'), { id: 'transfer-note', required: true, value: kept.transferNote ?? '' })}<button class="button">${say('transfer')}</button>`,
    kept.transferNote !== undefined || kept.to !== undefined,
  )
}

function plainStep(view: View, one: Case, action: 'resolve'): Html {
  const { say } = view
  return step(
    view,
    one,
    action,
    say(action),
    html`<p class="hint">${say(`${action}_hint`, { name: one.personLabel })}</p><button class="button">${say(`${action}_go`)}</button>`,
  )
}

function releaseStep(view: View, one: Case): Html {
  const { say } = view
  return step(
    view,
    one,
    'release',
    say('release'),
    html`${area('releaseNote', say('release_note'), { id: 'release-note' })}<button class="button">${say('release')}</button>`,
  )
}

function closeStep(view: View, one: Case): Html {
  const reasons: Choice[] = CLOSE_REASONS.map((reason) => [
    reason,
    view.text('desk.close_reason', { reason }),
  ])
  return step(
    view,
    one,
    'close',
    view.say('close'),
    html`${select('reason', view.text('desk.close_why'), reasons, '', 'close-reason')}<button class="button danger">${view.say('close_go')}</button>`,
  )
}

/** A good answer stays: as a proposal for the knowledge, which an admin decides about. */
function proposeStep(view: View, { one, articles, messages, kept }: CaseContent): Html {
  const { say } = view
  const lastAnswer = messages.findLast(({ from, kind }) => from === 'consultant' && kind === 'text')
  const language = lastAnswer?.language ?? view.language
  const likely = one.before?.articles[0] ?? ''
  return step(
    view,
    one,
    'propose',
    say('propose'),
    html`<p class="hint">${say('propose_hint')}</p>
${field('articleId', say('propose_article'), { value: kept.articleId ?? likely, hint: say('propose_article_hint') })}
<details><summary>${say('propose_articles')}</summary><ul class="article-list">${articles.map(({ id, title }) => html`<li><code>${id}</code> ${title}</li>`)}</ul></details>
${select('language', say('propose_language'), languageChoices(), kept.language ?? language, 'propose-language')}
${area('proposal', say('propose_text'), { value: kept.proposal ?? lastAnswer?.text ?? '', rows: 6, required: true })}
${area('testQuestion', say('propose_question'), { value: kept.testQuestion ?? '', rows: 2, hint: say('propose_question_hint'), required: true, longest: 500 })}
${checkbox('clean', say('propose_clean'), false)}<button class="button strong">${say('propose_go')}</button>`,
    kept.proposal !== undefined,
  )
}
