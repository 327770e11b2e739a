import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderHtml, renderPlain, visibleText } from '../../src/channels/telegram/render.ts'
import type { Reply, ReplyPart } from '../../src/conversation/turn.ts'
import type { Language } from '../../src/i18n/languages.ts'
import { parseTelegramHtml } from '../support/telegram-html.ts'

const reply = (language: Language, ...parts: (string | ReplyPart)[]): Reply => ({
  language,
  parts: parts.map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part)),
  buttons: [],
})
const html = (text: string) => renderHtml(reply('en', text))

describe('the HTML of a reply', () => {
  it('escapes everything that is not markup', () => {
    expect(html('a < b & c > "d" <b>x</b>')).toBe('a &lt; b &amp; c &gt; &quot;d&quot; &lt;b&gt;x&lt;/b&gt;')
  })

  it('has bold, links, lists and paragraphs', () => {
    expect(html('**Do this:**\n- see [SPOT](https://spot.gov.si)\n- wait\n\n1. one')).toBe(
      '<b>Do this:</b>\n• see <a href="https://spot.gov.si">SPOT</a>\n• wait\n\n1. one',
    )
  })

  it('nests bold in links and links in bold', () => {
    expect(html('[**x**](https://a.si)')).toBe('<b><a href="https://a.si">x</a></b>')
    expect(html('**a [x](https://a.si) b**')).toBe('<b>a </b><b><a href="https://a.si">x</a></b><b> b</b>')
  })

  it('keeps addresses with brackets and quotes whole', () => {
    expect(html('[x](https://a.si/(b)?c="d"&e)')).toBe(
      '<a href="https://a.si/(b)?c=&quot;d&quot;&amp;e">x</a>',
    )
  })

  it.each(['2 ** 3', '**', '****', '[x](javascript:alert)', '[x]', '[x](https://', '*x*', '_x_', '# x'])(
    'leaves %j as text',
    (text) => {
      expect(html(text)).toBe(text)
    },
  )

  it('makes headings bold, notes italic and sources compact', () => {
    const sources = {
      kind: 'sources' as const,
      text: '**Sources**\n\n- [A](https://a.si)\n\n- [B](https://b.si)',
    }
    expect(
      renderHtml(
        reply('en', { kind: 'heading', text: 'One **two**' }, { kind: 'note', text: 'mind' }, sources),
      ),
    ).toBe(
      '<b>One </b><b>two</b>\n\n<i>mind</i>\n\n<b>Sources</b>\n• <a href="https://a.si">A</a>\n• <a href="https://b.si">B</a>',
    )
  })

  it('has text even when only buttons are to be shown', () => {
    expect(renderHtml(reply('en'))).toBe('…')
    expect(renderHtml(reply('en', ' \n '))).toBe('…')
  })

  it('holds no half characters', () => {
    expect(html('a\uD83D b')).toBe('a\uFFFD b')
  })

  it('shows any text unchanged where there is no markup', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/[*[\]\p{C}\p{M}]|^ *-|\s/u.test(text)),
        (text) => {
          const shown = parseTelegramHtml(html(`x${text}x`)).text
          expect(shown.replace(/[\u2066-\u2069]/g, '')).toBe(`x${text}x`)
        },
      ),
    )
  })

  it('is always HTML that Telegram takes', () => {
    const piece = fc.constantFrom(
      '**',
      '[',
      '](https://a.si)',
      ']',
      '(',
      ')',
      '- ',
      '\n',
      '<b>',
      '&amp;',
      'سلام',
      '5 €',
      ' a ',
      '"',
    )
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom<Language>('en', 'ar'), (pieces, language) => {
        const source = reply(language, pieces.join(''))
        const { text, entities } = parseTelegramHtml(renderHtml(source))
        expect(text).toBe(visibleText(source))
        for (const { offset, length } of entities) expect(offset + length).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('the plain text of a reply', () => {
  it('shows addresses behind their labels', () => {
    expect(renderPlain(reply('en', '**See** [SPOT](https://spot.gov.si) & <more>'))).toBe(
      'See SPOT (https://spot.gov.si) & <more>',
    )
  })

  it('leaves addresses out where they would make it too long', () => {
    const text = `[x](https://a.si/${'y'.repeat(5000)})`
    expect(renderPlain(reply('en', text))).toBe('x')
  })
})

describe('right-to-left replies', () => {
  const arabic = (text: string) => renderHtml(reply('ar', text))

  it('begin each line with the mark and isolate figures, addresses and Latin words', () => {
    expect(arabic('الرسوم 1.234,50 € في SPOT\n- انظر https://spot.gov.si.')).toBe(
      '\u200Fالرسوم \u20661.234,50 €\u2069 في \u2066SPOT\u2069\n\u200F• انظر \u2066https://spot.gov.si\u2069.',
    )
  })

  it.each([
    ['اتصل على +386 1 234 56 78 الآن', '+386 1 234 56 78'],
    ['شركة d.o.o. جديدة', 'd.o.o.'],
    ['نموذج Modelo 036 للتسجيل', 'Modelo 036'],
    ['نسبة 22 % فقط', '22 %'],
    ['من 10–20 يوما', '10–20'],
    ['اكتب /path هنا', '/path'],
    ['قانون ZGD-1 هنا', 'ZGD-1'],
  ])('isolate %s as one run', (text, run) => {
    expect(arabic(text)).toContain(`\u2066${run}\u2069`)
  })

  it('isolate each name of a list, so that the list keeps its order', () => {
    expect(arabic('عند SPOT, AJPES')).toBe('\u200Fعند \u2066SPOT\u2069, \u2066AJPES\u2069')
  })

  it('isolate inside links and bold', () => {
    expect(arabic('[SPOT](https://spot.gov.si) **IVA**')).toBe(
      '\u200F<a href="https://spot.gov.si">\u2066SPOT\u2069</a> <b>\u2066IVA\u2069</b>',
    )
  })

  it('mark the lines of a passage in a left-to-right language', () => {
    const english: ReplyPart = { kind: 'passage', text: 'Go to سلام now', language: 'en' }
    expect(renderHtml(reply('ar', english))).toBe('\u200EGo to \u2067سلام\u2069 now')
  })

  it('are isolated inside a left-to-right reply', () => {
    expect(html('Say سلام عليكم, please')).toBe('Say \u2067سلام عليكم\u2069, please')
    const persian: ReplyPart = { kind: 'passage', text: 'شرکت SPOT', language: 'fa' }
    expect(renderHtml(reply('en', persian))).toBe('\u200Fشرکت \u2066SPOT\u2069')
  })

  it('always close what they isolate, whatever signs the text brings', () => {
    const piece = fc.constantFrom(
      '\u2066',
      '\u2069',
      '\u202E',
      'سلام',
      'SPOT',
      '12',
      ' ',
      '.',
      'https://a.si',
      '**',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom<Language>('ar', 'en', 'fa', 'ur'), (pieces, language) => {
        for (const line of visibleText(reply(language, pieces.join(''))).split('\n')) {
          let depth = 0
          for (const sign of line) {
            if (sign === '\u2066' || sign === '\u2067') depth++
            if (sign === '\u2069') depth--
            expect(depth === 0 || depth === 1).toBe(true)
            expect(sign).not.toBe('\u202E')
          }
          expect(depth).toBe(0)
        }
      }),
    )
  })
})
