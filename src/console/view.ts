import type { FastifyReply, FastifyRequest } from 'fastify'
import { directionOf, LANGUAGE_NAMES, type Language, languageOfTag } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import { type Html, html } from './html.ts'
import type { SignedIn } from './ports.ts'

type Values = Record<string, string | number>

/** Everything a page needs to be written for somebody. */
export interface View {
  language: Language
  /** A text of the console: `say('inbox')` is `console.inbox`. */
  say(key: string, values?: Values): string
  /** Any text. */
  text(key: string, values?: Values): string
  has(key: string): boolean
  who: SignedIn | null
  now: Date
  timeZone: string
}

/** A view for whoever is signed in; for others in the language of their browser. */
export function viewOf(request: FastifyRequest, messages: Messages, who: SignedIn | null, now: Date): View {
  const browser = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((tag) => languageOfTag(tag.trim()))
  const language = who?.consultant.languages[0] ?? browser.find((one) => one !== null) ?? 'en'
  return {
    language,
    say: (key, values) => messages.text(language, `console.${key}`, values),
    text: (key, values) => messages.text(language, key, values),
    has: (key) => messages.has('en', key),
    who,
    now,
    timeZone: who?.consultant.hours.timeZone ?? 'UTC',
  }
}

/** Date and time on the consultant's clock. */
export function timeOf(view: View, iso: string): Html {
  const sameYear = iso.slice(0, 4) === view.now.toISOString().slice(0, 4)
  const locale = `${view.language === 'en' ? 'en-GB' : view.language}-u-ca-gregory-nu-latn`
  const shown = new Intl.DateTimeFormat(locale, {
    timeZone: view.timeZone,
    day: 'numeric',
    month: 'short',
    ...(!sameYear && { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso))
  return html`<time datetime="${iso}">${shown}</time>`
}

/** What somebody wrote, in its own language and direction. */
export function wordsIn(language: Language, text: string): Html {
  return html`<div class="words" lang="${language}" dir="${directionOf(language)}">${text}</div>`
}

/** A language by its own name. */
export function languageName(language: Language): Html {
  return html`<span lang="${language}">${LANGUAGE_NAMES[language]}</span>`
}

/** What was done, as the address of the page says after a form; only these words are shown. */
const DONE = [
  'taken',
  'answered',
  'edited',
  'noted',
  'transferred',
  'released',
  'resolved',
  'closed',
  'reopened',
  'proposed',
  'saved',
  'revoked',
  'password',
  'decided',
  'activated',
  'deactivated',
  'role',
] as const
export type Done = (typeof DONE)[number]

export interface Page {
  title: string
  body: Html
  /** What went wrong, above all else. */
  alert?: string | undefined
  done?: string | undefined
  /** Name of the part that the navigation marks. */
  part?: string
}

/** Sends a whole page. */
export function sendPage(reply: FastifyReply, view: View, page: Page, status = 200): FastifyReply {
  return (
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      // With no referrer at all, browsers send forms with the origin "null", which the server refuses.
      .header('referrer-policy', 'same-origin')
      .send(wholePage(view, page).toString())
  )
}

export function wholePage(view: View, page: Page): Html {
  const { language, say } = view
  const done = DONE.find((word) => word === page.done)
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Small Steps</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/console/console.css">
<script type="module" src="/console/console.js"></script>
</head>
<body${view.who ? html` data-signed-in="${view.who.consultant.id}" data-news="${say('news')}"` : ''}>
<a class="skip" href="#main">${say('skip')}</a>
${header(view, page.part)}
<main id="main" tabindex="-1">
${page.alert && html`<p class="alert" role="alert">${page.alert}</p>`}
${done && !page.alert ? html`<p class="done" role="status">${say(`done_${done}`)}</p>` : ''}
${page.body}
</main>
<p id="live" class="visually-hidden" role="status"></p>
${view.who ? shortcuts(view) : ''}
</body>
</html>`
}

function header(view: View, part: string | undefined): Html {
  const { who, say } = view
  if (!who)
    return html`<header class="top"><img src="/favicon.svg" alt="" width="32" height="32"><span class="brand">Small Steps</span></header>`
  const links = [
    ['inbox', '/console', 'inbox'],
    ['ask', '/console/ask', 'ask'],
    ['profile', '/console/profile', 'profile'],
    ...(who.consultant.role === 'admin'
      ? [
          ['proposals', '/console/proposals', 'proposals'],
          ['team', '/console/team', 'team'],
          ['audit', '/console/audit', 'audit'],
        ]
      : []),
  ] as const
  return html`<header class="top">
<a class="brand" href="/console"><img src="/favicon.svg" alt="" width="32" height="32"><span>Small Steps</span></a>
<nav aria-label="${say('navigation')}"><ul class="tabs">${links.map(
    ([name, address, key]) =>
      html`<li><a href="${address}"${name === part ? html` aria-current="page"` : ''}>${say(key ?? '')}</a></li>`,
  )}</ul></nav>
<form class="out" method="post" action="/console/sign-out">${formToken(view)}<span class="me">${who.consultant.name}</span><button class="plain">${say('sign_out')}</button></form>
</header>`
}

/** Every form that changes something holds it. */
export function formToken({ who }: View): Html {
  return html`<input type="hidden" name="token" value="${who?.formToken ?? ''}">`
}

const KEYS = ['i', '/', 'j', 'k', 't', 'r', 'n', '?'] as const

function shortcuts(view: View): Html {
  const { say } = view
  const names: Record<(typeof KEYS)[number], string> = {
    i: 'key_inbox',
    '/': 'key_search',
    j: 'key_next',
    k: 'key_previous',
    t: 'key_take',
    r: 'key_reply',
    n: 'key_note',
    '?': 'key_help',
  }
  return html`<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">${say('keys')}</h2>
<dl class="keys">${KEYS.map((key) => html`<div><dt><kbd>${key}</kbd></dt><dd>${say(names[key])}</dd></div>`)}
<div><dt><kbd>Ctrl</kbd> + <kbd>Enter</kbd></dt><dd>${say('key_send')}</dd></div></dl>
<label class="check"><input type="checkbox" id="keys-off"> ${say('keys_off')}</label>
<form method="dialog"><button class="button">${say('keys_close')}</button></form></dialog>
<footer class="foot"><button type="button" class="plain" id="keys-open" hidden>${say('keys')}</button></footer>`
}
