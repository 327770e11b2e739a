import type { Consultant } from '../../handover/ports.ts'
import { checkboxes, countryChoices, field, languageChoices, select } from '../fields.ts'
import { writtenSpans } from '../hours.ts'
import { type Html, html } from '../html.ts'
import { SHORTEST_PASSWORD } from '../password.ts'
import type { ConsoleSession } from '../ports.ts'
import { formToken, timeOf, type View } from '../view.ts'

export const TIME_ZONE_CHOICES = [
  'Europe/Ljubljana',
  'Europe/Madrid',
  'Atlantic/Canary',
  'Europe/Rome',
] as const
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** Empty lines for new absences. */
const NEW_ABSENCES = 2

/** What stands in the form: as it is kept, or as it was typed when that cannot be used. */
export interface ProfileFields {
  name: string
  firstLanguage: string
  languages: readonly string[]
  countries: readonly string[]
  municipalities: string
  topics: readonly string[]
  /** Written hours of each weekday, Monday first. */
  hours: readonly string[]
  timeZone: string
  holidays: string
  absences: readonly { from: string; to: string }[]
  mostCases: string
}

export function fieldsOf(consultant: Consultant): ProfileFields {
  const { hours } = consultant
  const [firstLanguage = 'en', ...languages] = consultant.languages
  return {
    ...consultant,
    firstLanguage,
    languages,
    municipalities: consultant.municipalities.join(', '),
    hours: WEEKDAYS.map((_, index) => writtenSpans(hours.days[index] ?? [])),
    timeZone: hours.timeZone,
    holidays: hours.holidays ?? '',
    mostCases: String(consultant.mostCases),
  }
}

export interface ProfileContent {
  consultant: Consultant
  fields: ProfileFields
  sessions: readonly ConsoleSession[]
  topics: readonly { topic: string; title: string }[]
  /** A code that was just made, shown once. */
  telegramCode: string | null
}

export function profilePage(view: View, content: ProfileContent): Html {
  const { say } = view
  const { fields } = content
  return html`<div class="title"><h1>${say('profile')}</h1><p class="soft">${say('profile_text')}</p></div>
<form method="post" action="/console/profile" class="card">${formToken(view)}
${field('name', say('name'), { value: fields.name, hint: say('name_hint'), required: true, longest: 60 })}
${coverage(view, content)}
${workingHours(view, content)}
${absences(view, fields)}
${field('mostCases', say('most_cases'), { value: fields.mostCases, hint: say('most_cases_hint'), inputMode: 'numeric', required: true })}
<button class="button strong">${say('save')}</button></form>
${telegramCard(view, content)}${passwordCard(view)}${sessionsCard(view, content.sessions)}`
}

function coverage(view: View, { fields, topics }: ProfileContent): Html {
  const { say } = view
  return html`${select('firstLanguage', say('language_first'), languageChoices(), fields.firstLanguage)}
${checkboxes('languages', say('languages_more'), languageChoices(), fields.languages)}
${checkboxes('countries', say('countries'), countryChoices(view), fields.countries, say('none_is_all'))}
${field('municipalities', say('municipalities'), { value: fields.municipalities, hint: say('municipalities_hint') })}
<details><summary>${say('topics_count', { count: fields.topics.length })}</summary>${checkboxes(
    'topics',
    say('topics'),
    topics.map(({ topic, title }) => [topic, title]),
    fields.topics,
    say('none_is_all'),
  )}</details>`
}

function workingHours(view: View, { fields, consultant }: ProfileContent): Html {
  const { say } = view
  const zones = [...new Set([...TIME_ZONE_CHOICES, consultant.hours.timeZone])]
  return html`<fieldset><legend>${say('hours')}</legend><p class="hint">${say('hours_hint')}</p><div class="week">${WEEKDAYS.map(
    (day, index) => field(`hours-${day}`, say(`day_${day}`), { value: fields.hours[index] ?? '' }),
  )}</div>
${select(
  'timeZone',
  say('time_zone'),
  zones.map((zone) => [zone, zone.replace('_', ' ')]),
  fields.timeZone,
)}
${select('holidays', say('holidays'), [['', say('holidays_none')], ...countryChoices(view)], fields.holidays)}</fieldset>`
}

function absences(view: View, fields: ProfileFields): Html {
  const { say } = view
  const rows = [...fields.absences, ...Array.from({ length: NEW_ABSENCES }, () => ({ from: '', to: '' }))]
  return html`<fieldset><legend>${say('absences')}</legend><p class="hint">${say('absences_hint')}</p>${rows.map(
    ({ from, to }, index) =>
      html`<div class="row dates"><label>${say('absence_from', { number: index + 1 })}<input type="date" name="absenceFrom" value="${from}"></label><label>${say('absence_to', { number: index + 1 })}<input type="date" name="absenceTo" value="${to}"></label></div>`,
  )}</fieldset>`
}

function telegramCard(view: View, { consultant, telegramCode }: ProfileContent): Html {
  const { say } = view
  return html`<section class="card" id="telegram"><h2>Telegram</h2><p class="soft">${say(consultant.telegramUser === null ? 'telegram_off' : 'telegram_on')}</p>
${telegramCode && html`<p class="once">${say('telegram_code')}</p><p><code class="secret">/consultant ${telegramCode}</code></p>`}
<form method="post" action="/console/profile/telegram">${formToken(view)}<button class="button">${say('telegram_new_code')}</button></form></section>`
}

function passwordCard(view: View): Html {
  const { say } = view
  return html`<section class="card"><h2>${say('password_change')}</h2><form method="post" action="/console/profile/password">${formToken(view)}
${field('present', say('password_present'), { type: 'password', required: true, autocomplete: 'current-password' })}
${field('password', say('password_new'), { type: 'password', required: true, autocomplete: 'new-password', hint: say('password_hint', { count: SHORTEST_PASSWORD }) })}
<button class="button">${say('password_change')}</button></form></section>`
}

function sessionsCard(view: View, sessions: readonly ConsoleSession[]): Html {
  const { say } = view
  return html`<section class="card"><h2>${say('sessions')}</h2><p class="soft">${say('sessions_text')}</p><ul class="plain-list">${sessions.map(
    (session) => {
      const isThis = session.id === view.who?.session.id
      return html`<li class="row"><span>${session.device} · ${say('seen')} ${timeOf(view, session.lastSeenAt)}${isThis ? html` · <strong>${say('session_this')}</strong>` : ''}</span>${
        !isThis &&
        html`<form method="post" action="/console/profile/sessions/${session.id}/revoke">${formToken(view)}<button class="button small">${say('session_end')}</button></form>`
      }</li>`
    },
  )}</ul></section>`
}
