import { field, languageChoices, select } from '../fields.ts'
import { type Html, html } from '../html.ts'
import { SHORTEST_PASSWORD } from '../password.ts'
import type { View } from '../view.ts'

export function signInPage(view: View, given: { signInName: string; next: string }): Html {
  const { say } = view
  return html`<div class="narrow"><h1>${say('sign_in_title')}</h1><p class="soft">${say('sign_in_text')}</p>
<form method="post" action="/console/sign-in" class="card">
<input type="hidden" name="next" value="${given.next}">
${field('signInName', say('sign_in_name'), { value: given.signInName, required: true, autocomplete: 'username' })}
${field('password', say('password'), { type: 'password', required: true, autocomplete: 'current-password' })}
<button class="button strong">${say('sign_in')}</button></form></div>`
}

/** Whoever comes from a link elsewhere brings no cookie on the first request; the second, from here, brings it. */
export function onwardPage(view: View, address: string): Html {
  return html`<!doctype html><html lang="${view.language}"><head><meta charset="utf-8"><title>Small Steps</title>
<meta http-equiv="refresh" content="0;url=${address}"></head><body><a href="${address}">${view.say('onward')}</a></body></html>`
}

export interface WelcomeGiven {
  token: string
  /** Null for the first admin, who says it. */
  name: string | null
  typedName: string
  signInName: string
}

export function welcomePage(view: View, given: WelcomeGiven): Html {
  const { say } = view
  const isFirst = given.name === null
  return html`<div class="narrow"><h1>${isFirst ? say('welcome_first') : say('welcome', { name: given.name ?? '' })}</h1>
<p class="soft">${say(isFirst ? 'welcome_first_text' : 'welcome_text')}</p>
<form method="post" action="/console/welcome/${given.token}" class="card">
${
  isFirst &&
  html`${field('name', say('name'), { value: given.typedName, required: true, hint: say('name_hint'), autocomplete: 'name', longest: 60 })}
${select('language', say('language_own'), languageChoices(), view.language)}`
}
${field('signInName', say('sign_in_name'), { value: given.signInName, required: true, hint: say('sign_in_name_hint'), autocomplete: 'username', longest: 80 })}
${field('password', say('password_new'), { type: 'password', required: true, hint: say('password_hint', { count: SHORTEST_PASSWORD }), autocomplete: 'new-password' })}
<button class="button strong">${say('welcome_go')}</button></form></div>`
}
