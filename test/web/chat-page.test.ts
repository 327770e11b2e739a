import { cp, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../src/app.ts'
import { isolateForeign } from '../../src/channels/telegram/direction.ts'
import { openBrowser } from '../support/browser.ts'
import { openSmallApp } from '../support/small-app.ts'
import { smallKnowledge } from '../support/small-knowledge.ts'

const PHONE = { width: 390, height: 844 }

describe('the web chat in Chromium', () => {
  let app: App
  let close: () => Promise<void>
  let browser: Browser
  let address: string
  beforeAll(async () => {
    const knowledge = await smallKnowledge()
    await cp(path.resolve('locales/ar.yaml'), path.join(knowledge, 'locales/ar.yaml'))
    ;({ app, close } = await openSmallApp({ KNOWLEDGE_ROOT: knowledge, FORGET_GRACE_SECONDS: '1' }))
    address = await app.start()
    browser = await openBrowser()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await close?.()
  })

  async function newPage(
    options: { locale?: string; viewport?: { width: number; height: number } } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: PHONE,
      locale: 'en',
      reducedMotion: 'reduce',
      ...options,
    })
    const page = await context.newPage()
    await page.goto(address)
    await page.locator('#examples button').first().waitFor()
    return page
  }

  /** Draws an Arabic text; gives what is isolated, and where its last letter and full stop stand. */
  const draw = (page: Page, text: string) =>
    page.evaluate<{ isolated: string[]; text: string; lastStop: number; lastLetter: number }>(`(async () => {
      const { renderMarkdown } = await import('/chat/render.js')
      const box = document.createElement('section')
      box.dir = 'rtl'
      document.body.append(box)
      renderMarkdown(${JSON.stringify(text)}, box)
      const isolated = [...box.querySelectorAll('bdi')]
      const left = (back) => {
        const range = document.createRange()
        const words = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
        let last
        while (words.nextNode()) if (words.currentNode.data) last = words.currentNode
        range.setStart(last, last.length - back)
        range.setEnd(last, last.length - back + 1)
        return range.getBoundingClientRect().left
      }
      const shown = { isolated: isolated.map((one) => one.textContent), text: box.textContent, lastStop: left(1), lastLetter: left(2) }
      box.remove()
      return shown
    })()`)

  const answers = (page: Page) => page.locator('.message.theirs')
  const withSources = (page: Page) => page.locator('.message.theirs:has(.sources)')

  it('answers with the keyboard alone, with sources as links', async () => {
    const page = await newPage({ viewport: { width: 1200, height: 800 } })
    await page.locator('#text').focus()
    await page.keyboard.type('what is the vat limit in slovenia')
    await page.keyboard.press('Enter')
    await withSources(page).waitFor()
    expect(await withSources(page).innerText()).toContain('60,000\u00A0EUR')
    const link = withSources(page).locator('.sources a').first()
    expect(await link.getAttribute('href')).toMatch(/^https:/)
    expect(await link.getAttribute('rel')).toContain('noopener')
  })

  it('asks for the country with buttons, and a tap answers the question that waited', async () => {
    const page = await newPage()
    await page.fill('#text', 'what is the vat limit')
    await page.click('#send')
    await page.getByRole('button', { name: 'Slovenia', exact: true }).click()
    await withSources(page).waitFor()
    expect(await withSources(page).innerText()).toContain('60,000\u00A0EUR')
  })

  it('shows the talk again after a reload, each message once', async () => {
    const page = await newPage()
    await page.fill('#text', 'what is the vat limit in spain')
    await page.keyboard.press('Enter')
    await answers(page).last().waitFor()
    await page.waitForTimeout(300)
    const before = await page.locator('.message').allInnerTexts()
    await page.reload()
    await answers(page).first().waitFor()
    await page.waitForTimeout(300)
    expect(await page.locator('.message').allInnerTexts()).toEqual(before)
  })

  it('keeps a message that was sent without a connection, and sends it later', async () => {
    const page = await newPage()
    await page.route('**/chat/turns', (route) => route.abort())
    await page.fill('#text', 'what is the vat limit in slovenia')
    await page.keyboard.press('Enter')
    await page.locator('#trouble').waitFor()
    await page.unroute('**/chat/turns')
    await withSources(page).waitFor()
    expect(await withSources(page).count()).toBe(1)
  })

  it('sends what waited for a connection after a reload, in order and once', async () => {
    const page = await newPage()
    const sent: string[] = []
    page.on('response', (response) => {
      if (response.url().endsWith('/chat/turns')) sent.push(response.request().postDataJSON().text)
    })
    await page.route('**/chat/turns', (route) => route.abort())
    await page.fill('#text', 'what is the vat limit in slovenia')
    await page.keyboard.press('Enter')
    await page.fill('#text', 'and how do i register an s.p.')
    await page.keyboard.press('Enter')
    const waiting = page.locator('.own.waiting')
    await waiting.nth(1).waitFor()
    expect(await waiting.first().getByRole('img').getAttribute('aria-label')).toContain('sent again')
    await page.reload()
    await waiting.nth(1).waitFor()
    await page.unroute('**/chat/turns')
    await withSources(page).first().waitFor()
    while ((await waiting.count()) > 0) await page.waitForTimeout(100)
    await page.reload()
    await withSources(page).first().waitFor()
    await page.waitForTimeout(300)
    expect(sent).toEqual(['what is the vat limit in slovenia', 'and how do i register an s.p.'])
    expect(await page.locator('.own').count()).toBe(2)
  })

  it('shows the same talk in a new tab, and what comes later in both', async () => {
    const first = await newPage()
    await first.fill('#text', 'what is the vat limit')
    await first.keyboard.press('Enter')
    await answers(first).last().waitFor()
    await first.waitForTimeout(300)
    const second = await first.context().newPage()
    await second.goto(address)
    await answers(second).last().waitFor()
    const talk = (page: Page) => page.locator('.message').allInnerTexts()
    expect(await talk(second)).toEqual(await talk(first))
    await second.fill('#text', 'slovenia')
    await second.keyboard.press('Enter')
    for (const page of [first, second]) await withSources(page).waitFor()
    await first.waitForTimeout(300)
    expect(await talk(first)).toEqual(await talk(second))
    expect(await talk(first)).toContain('slovenia')
  })

  it('empties its own copy in every tab when everything is erased', async () => {
    const page = await newPage()
    await page.fill('#text', 'what is the vat limit in slovenia')
    await page.keyboard.press('Enter')
    await withSources(page).waitFor()
    const other = await page.context().newPage()
    await other.goto(address)
    await withSources(other).waitFor()
    await page.fill('#text', '/forget')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Yes, erase everything' }).click()
    for (const tab of [page, other]) {
      await tab.getByText('Everything about you is erased.').waitFor()
      expect(await tab.locator('.message').count()).toBe(1)
    }
    expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toContain('vat')
  })

  it('empties its own copy on the next visit when it was closed meanwhile', async () => {
    const page = await newPage()
    await page.fill('#text', 'what is the vat limit in slovenia')
    await page.keyboard.press('Enter')
    await withSources(page).waitFor()
    await page.goto('about:blank')
    for (const { chat } of await app.storage.stores.chats.page(null, 100))
      await app.storage.stores.chats.erase(chat)
    await page.goto(address)
    await page.waitForFunction(
      "!Object.keys(localStorage).some((key) => key.startsWith('small-steps.said.'))",
    )
    expect(await page.locator('.message').count()).toBe(0)
    expect(await page.locator('#hello').isVisible()).toBe(true)
  })

  it('follows the language that was chosen in the talk', async () => {
    const page = await newPage()
    await page.fill('#text', '/language')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'العربية' }).click()
    await page.locator('html[dir=rtl]').waitFor()
    expect(await page.locator('#text').getAttribute('placeholder')).toBe('اكتب سؤالك')
    expect(await page.locator('#language').inputValue()).toBe('ar')
    await page.reload()
    await page.locator('html[dir=rtl]').waitFor()
  })

  it('keeps the talks of two people apart', async () => {
    const [ana, ben] = [await newPage(), await newPage()]
    await ana.fill('#text', 'what is the vat limit in slovenia')
    await ana.keyboard.press('Enter')
    await withSources(ana).waitFor()
    expect(await ben.locator('.message').count()).toBe(0)
  })

  it('shows what people write as text, never as HTML', async () => {
    const page = await newPage()
    await page.fill('#text', '<img src=x onerror="document.title=1"> vat in slovenia')
    await page.keyboard.press('Enter')
    await answers(page).first().waitFor()
    expect(await page.locator('.message img').count()).toBe(0)
    expect(await page.title()).toBe('Small Steps')
  })

  it('reads from right to left for readers of Arabic', async () => {
    const page = await newPage({ locale: 'ar' })
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl')
  })

  it('keeps Latin names in right-to-left text whole, and amounts on one line', async () => {
    const page = await newPage({ locale: 'ar' })
    const text = 'سجل (popoldanski s.p.) عند AJPES. يكلف **1,950** EUR أي 32 % من s.p.'
    const shown = await draw(page, text)
    expect(shown.isolated).toEqual(['popoldanski s.p.', 'AJPES', '1,950', 'EUR', '32\u00A0%', 's.p.'])
    expect(shown.text).toContain('1,950\u00A0EUR')
    // The last full stop stands to the right of its letters, as in Latin text.
    expect(shown.lastStop).toBeGreaterThan(shown.lastLetter)
  })

  it('isolates the same runs as in Telegram', async () => {
    const page = await newPage({ locale: 'ar' })
    for (const topic of ['register-sole-trader', 'social-contributions', 'vat']) {
      const lines = (await readFile(`knowledge/si/${topic}/ar.md`, 'utf8'))
        .split('\n')
        .filter((line) => !/[*[\]]|https?:|\d (?:EUR|%|€|\d{3})|^\d+\. /.test(line))
      const inTelegram = isolateForeign(lines.join('\n'), true).match(/(?<=\u2066)[^\u2069]+/g)
      expect((await draw(page, lines.join('\n'))).isolated).toEqual(inTelegram)
    }
  })

  it('fits a phone without sideways scrolling and has no faults that axe finds (WCAG 2.2 AA)', async () => {
    const page = await newPage()
    await page.fill('#text', 'how do i register an s.p. in slovenia')
    await page.keyboard.press('Enter')
    await withSources(page).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const violations = await page.evaluate(
      `${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((result) => result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' ')))`,
    )
    expect(violations).toEqual([])
  })
})
