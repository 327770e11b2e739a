import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bubbles } from '../../src/channels/telegram/bubbles.ts'
import { inlineKeyboard } from '../../src/channels/telegram/keyboard.ts'
import { renderHtml, visibleText } from '../../src/channels/telegram/render.ts'
import type { Reply, ReplyPart } from '../../src/conversation/turn.ts'
import type { Language } from '../../src/i18n/languages.ts'
import { parseTelegramHtml } from '../support/telegram-html.ts'

const reply = (parts: (string | ReplyPart)[], changes: Partial<Reply> = {}): Reply => ({
  language: 'en',
  parts: parts.map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part)),
  buttons: [],
  ...changes,
})
const shown = (one: Reply) => bubbles(one).map(visibleText)
const sentence = (index: number) => `Sentence number ${index} says that something is to be done.`
const sentences = (count: number) => Array.from({ length: count }, (_, index) => sentence(index)).join(' ')
const BUTTON = [[{ label: 'Next', data: 'next' }]]

describe('bubbles', () => {
  it('are one for a reply that fits, which stays as it is', () => {
    const whole = reply(['a', 'b'], { buttons: BUTTON, replacesPressed: true })
    expect(bubbles(whole)).toEqual([whole])
  })

  it('are divided between parts first', () => {
    const [a, b] = ['a'.repeat(2500), 'b'.repeat(2500)]
    expect(shown(reply([a, b]))).toEqual([a, b])
  })

  it('keep a heading with what follows it', () => {
    const heading: ReplyPart = { kind: 'heading', text: 'Second' }
    const result = bubbles(reply(['a'.repeat(3000), heading, 'b'.repeat(3000)]))
    expect(result.map(({ parts }) => parts.map(({ kind }) => kind))).toEqual([['text'], ['heading', 'text']])
  })

  it('are divided between paragraphs, then lines', () => {
    const paragraphs = ['a'.repeat(3000), 'b'.repeat(3000)]
    expect(shown(reply([paragraphs.join('\n\n')]))).toEqual(paragraphs)
    const lines = Array.from({ length: 100 }, (_, index) => `- line ${index} ${'x'.repeat(80)}`)
    const texts = shown(reply([lines.join('\n')]))
    expect(texts.length).toBe(3)
    expect(texts.join('\n')).toBe(lines.join('\n').replaceAll('- ', '• '))
  })

  it('are divided between sentences', () => {
    const texts = shown(reply([sentences(200)]))
    expect(texts.length).toBeGreaterThan(2)
    for (const text of texts) expect(text).toMatch(/^Sentence number .*done\.$/)
    expect(texts.join(' ')).toBe(sentences(200))
  })

  it('are divided between Chinese sentences', () => {
    const text = '您需要先登记。'.repeat(1000)
    const texts = shown(reply([text], { language: 'zh' }))
    for (const one of texts) expect(one.endsWith('。')).toBe(true)
    expect(texts.join('')).toBe(text)
  })

  it('are divided between words where there are no sentences', () => {
    const text = 'word '.repeat(2000).trim()
    const texts = shown(reply([text]))
    for (const one of texts) expect(one).toMatch(/^word.*word$/)
    expect(texts.join(' ')).toBe(text)
  })

  it('never divide a character', () => {
    const texts = shown(reply(['👩‍👩‍👧‍👦'.repeat(1000)]))
    for (const one of texts) expect(one).toMatch(/^(👩‍👩‍👧‍👦)+$/u)
    expect(texts.join('')).toBe('👩‍👩‍👧‍👦'.repeat(1000))
  })

  it('never divide a link', () => {
    const text = `${'x'.repeat(3890)} [a long label of a link](https://spot.gov.si/a) end`
    const result = bubbles(reply([text]))
    expect(result.map(renderHtml)).toEqual([
      'x'.repeat(3890),
      '<a href="https://spot.gov.si/a">a long label of a link</a> end',
    ])
  })

  it('keep bold text bold on both sides of a division', () => {
    for (const one of bubbles(reply([`**${sentences(100)}**`])))
      expect(renderHtml(one)).toMatch(/^<b>Sentence .*<\/b>$/)
  })

  it('do not make a list item of a dash that comes to stand first', () => {
    const text = `${'x'.repeat(3895)} - ${'y'.repeat(100)}`
    expect(shown(reply([text])).join('')).not.toContain('•')
  })

  it('hold at most 100 entities each', () => {
    const links = Array.from({ length: 250 }, (_, index) => `[a${index}](https://a.si/${index})`)
    for (const separator of ['\n', ' ']) {
      const result = bubbles(reply([links.join(separator)]))
      const counts = result.map((one) => parseTelegramHtml(renderHtml(one)).entities.length)
      expect(Math.max(...counts)).toBeLessThanOrEqual(100)
      expect(counts.reduce((sum, count) => sum + count)).toBe(250)
    }
  })

  it('have the buttons on the last one and replace the pressed message with the first one', () => {
    const result = bubbles(reply([sentences(200)], { buttons: BUTTON, replacesPressed: true }))
    expect(result.map(({ buttons }) => buttons.length)).toEqual([...result.slice(1).map(() => 0), 1])
    expect(result.map(({ replacesPressed }) => replacesPressed ?? false)).toEqual([
      true,
      ...result.slice(1).map(() => false),
    ])
  })

  it('have a file as the last one, with the buttons', () => {
    const file = { name: 'plan.pdf', mimeType: 'application/pdf', contentBase64: 'AAAA' }
    const result = bubbles(reply(['Here is it.'], { file, buttons: BUTTON }))
    expect(result.map((one) => [one.parts.length, one.buttons.length, one.file?.name])).toEqual([
      [1, 0, undefined],
      [0, 1, 'plan.pdf'],
    ])
    expect(bubbles(reply([], { file }))).toHaveLength(1)
  })

  it('leave out empty lines at the ends and all but one between paragraphs', () => {
    expect(shown(reply([`${'\n'.repeat(50_000)}a${'\n'.repeat(50_000)}b\n \n`]))).toEqual(['a\n\nb'])
  })

  it('are one for buttons alone and none for nothing', () => {
    expect(bubbles(reply([], { buttons: BUTTON }))).toHaveLength(1)
    expect(bubbles(reply([' ']))).toEqual([])
  })

  it('are their own only bubble also where styles touch each other', () => {
    const touching = '**bold words****[label of it](https://a.si/b) '.repeat(51)
    const all = bubbles(reply([touching, 'word ']))
    for (const one of all) expect(bubbles(one)).toEqual([one])
  })

  it('fit, are balanced and lose no text, whatever the reply', () => {
    const word = fc.constantFrom(
      'word',
      '**bold words**',
      '[label of it](https://a.si/b)',
      'سلام',
      '12,5 €',
      '👩‍👧',
      '<&>',
    )
    const joint = fc.constantFrom(' ', ' ', ' ', '. ', '\n', '\n\n', '\n- ', '\n1. ', '**', ' - ', '[')
    const text = fc
      .tuple(
        fc.array(fc.tuple(word, joint), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 150 }),
      )
      .map(([pairs, times]) => pairs.flat().join('').repeat(times))
    const part = fc.record({
      kind: fc.constantFrom<ReplyPart['kind']>('text', 'heading', 'passage', 'note', 'sources'),
      text: fc.oneof(text, text, fc.string({ unit: 'grapheme', maxLength: 9000 })),
    })
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.constantFrom<Language>('en', 'ar'),
        (parts, language) => {
          const whole = reply(parts, { language, buttons: BUTTON })
          const all = bubbles(whole)
          for (const one of all) {
            const { text: seen, entities } = parseTelegramHtml(renderHtml(one))
            expect(seen.length).toBeLessThanOrEqual(4096)
            expect(entities.length).toBeLessThanOrEqual(100)
            expect(bubbles(one)).toEqual([one])
          }
          const signs = /[\s\u200E\u200F\u2066-\u2069…]/g
          expect(all.map(visibleText).join('').replace(signs, '')).toBe(visibleText(whole).replace(signs, ''))
          expect(all.at(-1)?.buttons).toEqual(BUTTON)
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('the keyboard', () => {
  it('has a row per row of buttons', () => {
    const buttons: Reply['buttons'] = [
      [
        { label: 'A', data: 'a' },
        { label: 'B', url: 'https://b.si' },
      ],
      [],
    ]
    expect(inlineKeyboard(reply(['x'], { buttons }))).toEqual({
      markup: {
        inline_keyboard: [
          [
            { text: 'A', callback_data: 'a' },
            { text: 'B', url: 'https://b.si' },
          ],
        ],
      },
      dropped: [],
    })
    expect(inlineKeyboard(reply(['x'])).markup).toBeUndefined()
  })

  it('leaves out what Telegram would refuse and says why', () => {
    const buttons = [
      [
        { label: 'a', data: 'ж'.repeat(33) },
        { label: ' ', data: 'x' },
        { label: 'b', url: 'http://localhost:3978' },
        { label: 'c', url: 'javascript:alert(1)' },
        { label: 'ok', data: 'ж'.repeat(32) },
      ],
    ]
    const { markup, dropped } = inlineKeyboard(reply(['x'], { buttons }))
    expect(markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual(['ok'])
    expect(dropped).toEqual(['data too long', 'no label', 'bad address', 'bad address'])
  })

  it('cuts labels of more than 60 characters at a word', () => {
    const label = `${'word '.repeat(11)}extraordinary`
    const { markup } = inlineKeyboard(reply(['x'], { buttons: [[{ label, data: 'a' }]] }))
    expect(markup?.inline_keyboard[0]?.[0]?.text).toBe(`${'word '.repeat(11).trim()}…`)
  })
})
