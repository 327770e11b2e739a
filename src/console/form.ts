import { isLanguage, type Language } from '../i18n/languages.ts'
import { COUNTRIES, type Country, isCountry } from '../knowledge/vocabulary.ts'
import { FormFieldError } from './errors.ts'

/** A form that came in, or a query; fields that are missing count as empty. */
export class Form {
  private readonly fields: Record<string, unknown>

  constructor(body: unknown) {
    this.fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  }

  /** Without spaces at both ends; line breaks as \n. */
  text(name: string): string {
    return this.raw(name).replaceAll('\r\n', '\n').trim()
  }

  /** As it was typed, for passwords. */
  raw(name: string): string {
    return this.all(name)[0] ?? ''
  }

  /** Throws FormFieldError for an empty or too long one. */
  required(name: string, longest: number): string {
    const text = this.text(name)
    if (text === '') throw new FormFieldError(name, 'empty')
    if (text.length > longest) throw new FormFieldError(name, 'too_long')
    return text
  }

  all(name: string): string[] {
    const value = this.fields[name]
    const list = Array.isArray(value) ? value : [value]
    return list.filter((one): one is string => typeof one === 'string')
  }

  checked(name: string): boolean {
    return this.raw(name) !== ''
  }

  /** One of the words given, else null. */
  oneOf<T extends string>(name: string, words: readonly T[]): T | null {
    const value = this.raw(name)
    return words.find((word) => word === value) ?? null
  }

  language(name: string): Language | null {
    const value = this.raw(name)
    return isLanguage(value) ? value : null
  }

  languages(name: string): Language[] {
    return [...new Set(this.all(name).filter(isLanguage))]
  }

  country(name: string): Country | null {
    return this.oneOf(name, COUNTRIES)
  }

  countries(name: string): Country[] {
    return [...new Set(this.all(name).filter(isCountry))]
  }

  /** Parts between commas. */
  list(name: string): string[] {
    return [
      ...new Set(
        this.text(name)
          .split(/[,;\n]/)
          .map((one) => one.trim()),
      ),
    ]
      .filter(Boolean)
      .slice(0, 50)
  }

  number(name: string, low: number, high: number): number {
    const value = Number(this.text(name))
    if (!Number.isInteger(value) || value < low || value > high) throw new FormFieldError(name, 'number')
    return value
  }
}
