import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../i18n/languages.ts'
import { COUNTRIES } from '../knowledge/vocabulary.ts'
import { type Html, type HtmlValue, html } from './html.ts'
import type { View } from './view.ts'

interface FieldOptions {
  value?: string
  type?: string
  hint?: string
  required?: boolean
  autocomplete?: string
  longest?: number
  /** Below what a phone's keyboard shows. */
  inputMode?: 'numeric' | 'text' | 'search'
}

/** A label with its input; the hint is read out with it. */
export function field(name: string, label: string, options: FieldOptions = {}): Html {
  const { value = '', type = 'text', hint, required = false, autocomplete, longest, inputMode } = options
  const id = `f-${name}`
  return html`<div class="field"><label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="${type}" value="${value}"${required ? html` required` : ''}${
    autocomplete ? html` autocomplete="${autocomplete}"` : ''
  }${longest ? html` maxlength="${longest}"` : ''}${inputMode ? html` inputmode="${inputMode}"` : ''}${
    hint ? html` aria-describedby="${id}-hint"` : ''
  }${type === 'password' || name === 'signInName' ? html` spellcheck="false" autocapitalize="none"` : ''}>
${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}</div>`
}

export function area(
  name: string,
  label: string,
  options: {
    value?: string
    rows?: number
    hint?: string
    id?: string
    required?: boolean
    longest?: number
  } = {},
): Html {
  const { value = '', rows = 3, hint, id = `f-${name}`, required = false, longest = 4000 } = options
  return html`<div class="field"><label for="${id}">${label}</label>
<textarea id="${id}" name="${name}" rows="${rows}" dir="auto" maxlength="${longest}"${required ? html` required` : ''}${
    hint ? html` aria-describedby="${id}-hint"` : ''
  }>
${value}</textarea>${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}</div>`
}

export type Choice = readonly [value: string, label: HtmlValue]

/** `required`: a first choice with an empty value is none. */
export function select(
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen = '',
  id = `f-${name}`,
  required = false,
): Html {
  return html`<div class="field"><label for="${id}">${label}</label>
<select id="${id}" name="${name}"${required ? html` required` : ''}>${choices.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`,
  )}</select></div>`
}

export function checkbox(name: string, label: string, checked: boolean, value = '1', id = `f-${name}`): Html {
  return html`<label class="check" for="${id}"><input type="checkbox" id="${id}" name="${name}" value="${value}"${
    checked ? html` checked` : ''
  }> <span>${label}</span></label>`
}

/** Several of a list. */
export function checkboxes(
  name: string,
  legend: string,
  choices: readonly Choice[],
  chosen: readonly string[],
  hint?: string,
): Html {
  return html`<fieldset class="many"><legend>${legend}</legend>${hint && html`<p class="hint">${hint}</p>`}<div class="checks">${choices.map(
    ([value, label]) =>
      html`<label class="check"><input type="checkbox" name="${name}" value="${value}"${
        chosen.includes(value) ? html` checked` : ''
      }> <span>${label}</span></label>`,
  )}</div></fieldset>`
}

export function languageChoices(some: readonly Language[] = LANGUAGES): Choice[] {
  return some.map((language) => [language, LANGUAGE_NAMES[language]])
}

export function countryChoices(view: View): Choice[] {
  return COUNTRIES.map((country) => [country, view.text(`country.${country}`)])
}
