import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { ConsoleWorld, PASSWORD } from './console-world.ts'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
/** Where pictures of the pages go, to be looked at; none are made without. */
const PICTURES = process.env.PICTURES_FOLDER

describe('the console in Chromium', () => {
  let world: ConsoleWorld
  let browser: Browser
  let address: string
  let axe: string
  const contexts = new Map<string, BrowserContext>()
  beforeAll(async () => {
    world = await ConsoleWorld.open()
    address = await world.app.start()
    browser = await openBrowser()
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  }, 180_000)
  afterEach(async () => {
    for (const context of contexts.values()) for (const page of context.pages()) await page.close()
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  async function newPage(name: string): Promise<Page> {
    let context = contexts.get(name)
    if (!context) {
      context = await browser.newContext({ viewport: DESKTOP, locale: 'en', reducedMotion: 'reduce' })
      context.setDefaultTimeout(20_000)
      contexts.set(name, context)
    }
    return context.newPage()
  }

  it('lets the first admin in by the link, who invites a consultant', async () => {
    const ana = await newPage('Ana')
    await ana.goto(`${address}${await world.app.firstAdminPath()}`)
    await ana.getByLabel('Name', { exact: true }).fill('Ana')
    await ana.getByLabel('Name for signing in').fill('ana@example.org')
    await ana.getByLabel('New password').fill(PASSWORD)
    await ana.getByRole('button', { name: 'Open my account' }).click()
    await ana.getByRole('heading', { name: 'Cases' }).waitFor()
    await ana.getByRole('link', { name: 'Team' }).click()
    await ana.getByLabel('Name', { exact: true }).fill('Ben')
    await ana.getByRole('button', { name: 'Make the link' }).click()
    const link = await ana.locator('#made').innerText()
    const ben = await newPage('Ben')
    await ben.goto(link)
    await ben.getByLabel('Name for signing in').fill('ben')
    await ben.getByLabel('New password').fill(PASSWORD)
    await ben.keyboard.press('Enter')
    await ben.getByRole('heading', { name: 'Cases' }).waitFor()
    expect(await ben.getByRole('link', { name: 'Team' }).count()).toBe(0)
  })

  it('shows a new case by itself; a consultant takes, answers and closes it with the keyboard', async () => {
    const ben = await newPage('Ben')
    await ben.goto(`${address}/console`)
    await ben.waitForTimeout(1500)
    const id = await world.opensCase({ urgency: 'urgent' })
    await ben.getByRole('link', { name: `Case ${id} · Amina` }).waitFor()
    await ben.keyboard.press('j')
    await ben.keyboard.press('Enter')
    await ben.getByRole('button', { name: 'Take this case' }).waitFor()
    await ben.keyboard.press('t')
    await ben.getByText('You have this case now.').waitFor()
    await ben.keyboard.press('r')
    await ben.keyboard.type('Registration is free. Which turnover do you expect?')
    await ben.keyboard.press('Control+Enter')
    await ben.getByText('Your answer is on its way.').waitFor()
    expect(await ben.locator('#conversation').innerText()).toContain('Registration is free')
    expect((await world.sentTo()).at(-1)).toContain('Registration is free')
    await ben.locator('#step-close summary').click()
    await ben.getByRole('button', { name: 'Close the case' }).click()
    await ben.getByText('The case is closed.').waitFor()
    expect((await world.app.storage.stores.cases.get(id))?.state).toBe('closed')
  })

  it('gives a case to one of two who press at once, and the page of the other follows', async () => {
    const id = await world.opensCase({ chat: 'web:race', personLabel: 'Race' })
    const pages = [await newPage('Ana'), await newPage('Ben')]
    for (const page of pages) await page.goto(`${address}/console/cases/${id}`)
    await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Take this case' }).click()))
    await Promise.all(pages.map((page) => page.locator('[role=alert], .done').first().waitFor()))
    const shown = await Promise.all(pages.map((page) => page.locator('main').innerText()))
    expect(shown.filter((text) => text.includes('You have this case now.'))).toHaveLength(1)
    expect(shown.filter((text) => /(Ana|Ben) holds this case/.test(text))).toHaveLength(1)
  })

  it('keeps what is being written while the conversation grows', async () => {
    const id = await world.opensCase({ chat: 'web:lena', personLabel: 'Lena' })
    const ana = await newPage('Ana')
    await ana.goto(`${address}/console/cases/${id}`)
    await ana.getByRole('button', { name: 'Take this case' }).click()
    await ana.locator('#answer').fill('Half a sentence')
    const ben = await world.idOf('Ben')
    await world.app.handover.work(async (desk) => {
      await desk.note(id, ben, 'Look at the letter')
    })
    await ana.locator('#conversation').getByText('Look at the letter').waitFor()
    expect(await ana.locator('#answer').inputValue()).toBe('Half a sentence')
    await ana.getByText('Ready-made replies').click()
    await ana.getByRole('button', { name: 'Greeting: English' }).click()
    expect(await ana.locator('#answer').inputValue()).toContain(
      'Half a sentence\n\nHello Lena, my name is Ana.',
    )
  })

  it('stays live after a refused step, and keeps a half-written answer through all others until it is sent', async () => {
    const id = await world.opensCase({ chat: 'web:vera', personLabel: 'Vera' })
    const ana = await newPage('Ana')
    await ana.goto(`${address}/console/cases/${id}`)
    await ana.getByRole('button', { name: 'Take this case' }).click()
    await ana.locator('#answer').fill('Go to ___ before Friday')
    await ana.getByRole('button', { name: 'Send to Vera' }).click()
    await ana.getByText('the text still has a blank').waitFor()
    expect(ana.url()).toBe(`${address}/console/cases/${id}`)
    const ben = await world.idOf('Ben')
    await world.app.handover.work(async (desk) => {
      await desk.note(id, ben, 'They open at nine')
    })
    await ana.locator('#conversation').getByText('They open at nine').waitFor()
    await ana.locator('#answer').fill('Go to the office before')
    await ana.locator('#step-note summary').click()
    await ana.locator('#note').fill('Call her tomorrow')
    await ana.getByRole('button', { name: 'Keep the note' }).click()
    await ana.locator('#conversation').getByText('Call her tomorrow').waitFor()
    await ana.reload()
    expect(await ana.locator('#answer').inputValue()).toBe('Go to the office before')
    await ana.getByRole('button', { name: 'Send to Vera' }).click()
    await ana.getByText('Your answer is on its way.').waitFor()
    expect(await ana.locator('#answer').inputValue()).toBe('')
    await ana.locator('#answer').fill('One more thing')
    await ana.getByText('Correct', { exact: true }).click()
    await ana.getByLabel('Corrected text').fill('Go to ___ first')
    await ana.getByRole('button', { name: 'Send the corrected text' }).click()
    await ana.getByText('the text still has a blank').waitFor()
    await world.app.handover.work(async (desk) => {
      await desk.note(id, ben, 'Ask for the paper')
    })
    await ana.locator('#conversation').getByText('Ask for the paper').waitFor()
    expect(await ana.getByLabel('Corrected text').inputValue()).toBe('Go to ___ first')
    expect(await ana.locator('#answer').inputValue()).toBe('One more thing')
  })

  it('forgets half-written answers when the consultant signs out', async () => {
    const id = await world.opensCase({ chat: 'web:nika', personLabel: 'Nika' })
    const page = await newPage('signs out')
    await page.goto(`${address}/console/sign-in?next=/console/cases/${id}`)
    await page.getByLabel('Name for signing in').fill('ben')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Take this case' }).click()
    await page.locator('#answer').fill('Half a sentence')
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain('Half a sentence')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
  })

  it('empties its page when the person erases the case, and says why', async () => {
    const id = await world.opensCase({ chat: 'web:mila', personLabel: 'Mila', summary: 'A secret question' })
    const ana = await newPage('Ana')
    await ana.goto(`${address}/console/cases/${id}`)
    await ana.getByRole('heading', { name: 'Mila' }).waitFor()
    await ana.waitForTimeout(1500)
    await world.app.storage.stores.chats.erase('web:mila')
    await ana.getByText('The person may have erased it').waitFor()
    expect(await ana.content()).not.toContain('Mila')
  })

  it('opens from a link in a messenger without signing in again', async () => {
    const ana = await newPage('Ana')
    await ana.route('https://messenger.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<a href="${address}/console/profile">open</a>` }),
    )
    await ana.goto('https://messenger.example/')
    await ana.getByRole('link', { name: 'open' }).click()
    await ana.getByRole('heading', { name: 'My profile' }).waitFor()
  })

  it('has no faults that axe finds (WCAG 2.2 AA), on a phone, on a desktop, and in the dark', async () => {
    const ids = await fullCases(world)
    const invitation = await invitationPath(world)
    const pages: [name: string, who: string, path: string][] = [
      ['sign-in', 'nobody', '/console/sign-in'],
      ['welcome', 'nobody', invitation],
      ['inbox', 'Ana', '/console'],
      ['inbox-filtered', 'Ana', '/console?urgency=urgent&state=all'],
      ['case-waiting', 'Ana', `/console/cases/${ids.waiting}`],
      ['case-held', 'Ana', `/console/cases/${ids.held}`],
      ['case-of-another', 'Ben', `/console/cases/${ids.held}`],
      ['case-closed', 'Ana', `/console/cases/${ids.closed}`],
      ['profile', 'Ana', '/console/profile'],
      ['proposals', 'Ana', '/console/proposals'],
      ['team', 'Ana', '/console/team'],
      ['audit', 'Ana', '/console/audit'],
      ['not-found', 'Ana', '/console/cases/999'],
    ]
    const faults: string[] = []
    for (const [name, who, url] of pages) {
      const page = await newPage(who)
      for (const [viewport, width] of [
        [PHONE, 'phone'],
        [DESKTOP, 'desktop'],
      ] as const) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(`${address}${url}`)
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        if (!(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')))
          faults.push(`${name} ${width}: scrolls sideways`)
        for (const colorScheme of width === 'phone' ? (['light', 'dark'] as const) : (['light'] as const)) {
          await page.emulateMedia({ colorScheme })
          for (const fault of await faultsOf(page)) faults.push(`${name} ${width} ${colorScheme}: ${fault}`)
        }
        if (PICTURES) await picture(page, url, path.join(PICTURES, `${name}-${width}`), width)
      }
      await page.close()
    }
    expect(faults).toEqual([])
  }, 400_000)

  async function faultsOf(page: Page): Promise<string[]> {
    return page.evaluate(
      `${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(' ')))`,
    )
  }

  async function picture(page: Page, url: string, file: string, width: string): Promise<void> {
    await page.emulateMedia({ colorScheme: width === 'phone' && url.includes('cases') ? 'dark' : 'light' })
    await page.goto(`${address}${url}`)
    await page.screenshot({ path: `${file}.png`, fullPage: true })
  }
})

async function invitationPath(world: ConsoleWorld): Promise<string> {
  const admin = world.browser()
  await admin.post('/console/sign-in', { signInName: 'ana@example.org', password: PASSWORD })
  const { body } = await admin.post(`/console/team/${await world.idOf('Ben')}/link`)
  return /\/console\/welcome\/[\w-]+/.exec(body)?.[0] ?? ''
}

/** Cases with everything that a page can show. */
async function fullCases(world: ConsoleWorld): Promise<{ waiting: number; held: number; closed: number }> {
  const { stores } = world.app.storage
  const [ana, at] = [await world.idOf('Ana'), world.now.toISOString()]
  const question =
    'وصلتني رسالة من المكتب يوم الاثنين، رفضوا تصريح العمل الخاص بي، ولدي 8 أيام فقط. ماذا أفعل؟'
  const deadline = { date: '2026-12-08', days: 8, from: '2026-11-30', workingDays: false, quote: '8 أيام' }
  const held = await world.opensCase({
    chat: 'web:yusuf',
    personLabel: 'Yusuf',
    urgency: 'urgent',
    reason: 'permit_refused',
    language: 'ar',
    municipality: 'Koper',
    summary: question,
    deadline,
    consent: {
      at,
      question,
      situation: { country: 'si', status: 'work_permit', activity: 'tiler' },
      messages: [
        { role: 'user', text: 'كم تكلفة التسجيل؟', at },
        { role: 'assistant', text: 'التسجيل مجاني.', at },
      ],
    },
    before: {
      outcome: 'unanswered',
      trace: ['no article covers a refused permit'],
      articles: ['si/vat'],
      passageIds: [],
      sources: [{ title: 'FURS: Registration for VAT', url: 'https://www.fu.gov.si/', seen: '2026-11-20' }],
      text: 'I have found nothing reliable about that.',
    },
  })
  const [first] = await stores.caseMessages.of(held)
  await stores.caseMessages.setTranslation(first?.id ?? 0, {
    language: 'en',
    text: 'A letter from the office came on Monday; they refused my work permit, and I have only 8 days. What do I do?',
    doubts: ['8'],
  })
  await world.app.handover.work(async (desk) => {
    await desk.take(held, ana)
    await desk.note(held, ana, 'Ask the legal centre before Friday.')
    await desk.answer(held, ana, { text: 'Who sent the letter, and which date stands on it?' })
  })
  const waiting = await world.opensCase({
    chat: 'web:olena',
    personLabel: 'Olena',
    language: 'uk',
    country: 'es',
    summary: 'Коли я маю сплатити перший внесок як autónomo, якщо зареєструюся 20 числа?',
  })
  const closed = await world.opensCase({
    chat: 'web:marko',
    personLabel: 'Marko',
    language: 'bs',
    country: 'it',
  })
  await world.app.handover.work(async (desk) => {
    await desk.take(closed, ana)
    await desk.answer(closed, ana, { text: 'The chamber registers you within seven days.' })
    await desk.close(closed, ana, 'answered')
    const proposal = {
      articleId: 'si/vat',
      language: 'en' as const,
      text: 'Registration is free.',
      testQuestion: 'Is it free?',
    }
    await desk.propose(closed, ana, proposal)
  })
  return { waiting, held, closed }
}
