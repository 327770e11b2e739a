import path from 'node:path'
import { type MessageFormatElement, parse as parseMessage, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/i18n/languages.ts'
import { loadMessages } from '../../src/i18n/messages.ts'

const messages = await loadMessages(path.resolve(import.meta.dirname, '../../locales'))
const english = messages.keys('en')
/** Consultants work in English and the languages of the three countries. */
const CONSULTANTS_LANGUAGES = ['en', 'sl', 'es', 'it']
const keysFor = (language: string) =>
  english.filter((key) => !key.startsWith('desk.') || CONSULTANTS_LANGUAGES.includes(language))

describe.each(LANGUAGES)('system texts in %s', (language) => {
  it('are complete, and no more', () => {
    expect([...messages.keys(language)].sort()).toEqual(keysFor(language).sort())
  })

  it('use the values of the English ones', () => {
    const differing = keysFor(language).filter(
      (key) =>
        JSON.stringify(valuesOf(messages.raw(language, key))) !==
        JSON.stringify(valuesOf(messages.raw('en', key))),
    )
    expect(differing).toEqual([])
  })

  it('have a form for every number', () => {
    for (const key of keysFor(language)) {
      for (const days of [0, 1, 2, 3, 5, 11, 21, 100]) {
        const values = Object.fromEntries(valuesOf(messages.raw('en', key)).map((name) => [name, days]))
        expect(messages.text(language, key, values), key).not.toBe('')
      }
    }
  })

  it('fit their buttons', () => {
    const long = keysFor(language).filter(
      (key) => key.startsWith('button.') && (messages.raw(language, key)?.length ?? 0) > 40,
    )
    expect(long).toEqual([])
  })
})

/** Names of the values that a text is given, sorted. */
function valuesOf(text: string | undefined): string[] {
  const found = new Set<string>()
  const look = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue
      if ('value' in element && typeof element.value === 'string') found.add(element.value)
      if ('options' in element) for (const option of Object.values(element.options)) look(option.value)
    }
  }
  look(parseMessage(text ?? '', { ignoreTag: true }))
  return [...found].sort()
}
