/** A piece of a page that is safe to send: it can only be made by `html`. */
export class Html {
  readonly #text: string
  private constructor(text: string) {
    this.#text = text
  }

  /** The template's own words stay as they are; every value is escaped, unless it is Html itself. */
  static from(strings: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    return new Html(strings.map((piece, index) => piece + shown(values[index])).join(''))
  }

  toString(): string {
    return this.#text
  }
}

/** `null`, `undefined` and `false` show nothing; lists show their members one after the other. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[]

/**
 * A piece of a page. Values are escaped for text and for attributes in quotes; write attributes always in double quotes, and
 * no values inside of script, style or attribute names.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.from(strings, values)
}

function shown(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.map(shown).join('')
  return escaped(String(value))
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)
}

/** An address for `href`: only of the web, so that none runs a script. */
export function webAddress(url: string): string {
  return /^https?:\/\//i.test(url) ? url : '#'
}
