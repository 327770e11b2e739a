import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../src/app.ts'
import { openBrowser } from '../support/browser.ts'
import { openSmallApp } from '../support/small-app.ts'

const PHONE = { width: 390, height: 844 }

describe('the web chat in Chromium', () => {
  let app: App
  let close: () => Promise<void>
  let browser: Browser
  let address: string
  beforeAll(async () => {
    ;({ app, close } = await openSmallApp())
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
    await page.waitForFunction("document.querySelectorAll('#examples button').length > 0")
    return page
  }

  const answers = (page: Page) => page.locator('.message.theirs')
  const withSources = (page: Page) => page.locator('.message.theirs:has(.sources)')

  it('answers with the keyboard alone, with sources as links', async () => {
    const page = await newPage({ viewport: { width: 1200, height: 800 } })
    await page.locator('#text').focus()
    await page.keyboard.type('what is the vat limit in slovenia')
    await page.keyboard.press('Enter')
    await withSources(page).waitFor()
    expect(await withSources(page).innerText()).toContain('60,000 EUR')
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
    expect(await withSources(page).innerText()).toContain('60,000 EUR')
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
