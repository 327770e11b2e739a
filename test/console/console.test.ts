import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleWorld, invite, PASSWORD, type Visitor } from './console-world.ts'

let world: ConsoleWorld
beforeEach(async () => {
  world = await ConsoleWorld.open()
}, 120_000)
afterEach(() => world.close())

const minutes = (count: number) => {
  world.now = new Date(world.now.getTime() + count * 60_000)
}

describe('signing in', () => {
  it('lets the first admin in by a link that works once, and makes none while there is an admin', async () => {
    const path = (await world.app.firstAdminPath()) ?? ''
    const fields = { name: 'Ana', language: 'en', signInName: 'ana', password: PASSWORD }
    const first = world.browser()
    expect((await first.get(path)).body).toContain('The first admin')
    expect(await first.post(path, fields)).toMatchObject({ status: 303, location: '/console' })
    expect((await first.get('/console')).body).toContain('No case is open')
    const second = world.browser()
    expect((await second.get(path)).status).toBe(410)
    const again = await second.post(path, { ...fields, name: 'Eve', signInName: 'eve' })
    expect(again.status).toBe(410)
    expect(again.body).toContain('This link was used before')
    expect(await world.app.firstAdminPath()).toBeNull()
  })

  it('gives a link to one of two who use it at once', async () => {
    const path = (await world.app.firstAdminPath()) ?? ''
    const both = await Promise.all(
      ['Ana', 'Eve'].map((name) =>
        world.browser().post(path, { name, language: 'en', signInName: name, password: PASSWORD }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([303, 410])
  })

  it('ends an invitation after three days, and the earlier one when a new one is made', async () => {
    const admin = await world.admin()
    const path = await invite(admin, 'Ben')
    const { body } = await admin.post(`/console/team/${await world.idOf('Ben')}/link`)
    const newer = /\/console\/welcome\/[\w-]+/.exec(body)?.[0] ?? ''
    expect((await world.browser().get(path)).status).toBe(410)
    expect((await world.browser().get(newer)).status).toBe(200)
    minutes(3 * 24 * 60 + 1)
    expect((await world.browser().get(newer)).status).toBe(410)
  })

  it('takes no weak password, and the link stays usable', async () => {
    const path = (await world.app.firstAdminPath()) ?? ''
    const browser = world.browser()
    const fields = { name: 'Ana', language: 'en', signInName: 'anastasia' }
    for (const password of ['short', 'aaaaaaaaaaaaaaaa', 'anastasia123'])
      expect((await browser.post(path, { ...fields, password })).status).toBe(422)
    expect((await browser.post(path, { ...fields, password: PASSWORD })).status).toBe(303)
  })

  it('says the same to a wrong password and to a name that does not exist', async () => {
    await world.admin()
    const wrong = await world
      .browser()
      .post('/console/sign-in', { signInName: 'ana', password: 'nope nope nope' })
    const unknown = await world
      .browser()
      .post('/console/sign-in', { signInName: 'zed', password: 'nope nope nope' })
    expect(wrong.status).toBe(401)
    expect(wrong.body.replaceAll('ana', 'zed')).toBe(unknown.body)
  })

  it('blocks after five wrong attempts, also with the right password, and opens after the window', async () => {
    await world.admin()
    const browser = world.browser()
    const attempt = (password: string) => browser.post('/console/sign-in', { signInName: 'Ana', password })
    for (let count = 0; count < 5; count++) expect((await attempt('wrong wrong')).status).toBe(401)
    expect((await attempt(PASSWORD)).status).toBe(429)
    const elsewhere = await world
      .browser()
      .post('/console/sign-in', { signInName: 'ana', password: PASSWORD })
    expect(elsewhere.status).toBe(303)
    minutes(16)
    expect((await attempt(PASSWORD)).status).toBe(303)
  })

  it('goes on to the page that was asked for, and nowhere else', async () => {
    await world.admin()
    const browser = world.browser()
    expect((await browser.get('/console/cases/7')).location).toBe(
      '/console/sign-in?next=%2Fconsole%2Fcases%2F7',
    )
    const signIn = (next: string) =>
      world.browser().post('/console/sign-in', { signInName: 'ana', password: PASSWORD, next })
    expect((await signIn('/console/cases/7')).location).toBe('/console/cases/7')
    for (const next of ['https://evil.example', '//evil.example', '/console//evil', '/consoles'])
      expect((await signIn(next)).location).not.toContain('evil.example')
  })

  it('keeps the session in a strict cookie that scripts cannot read, and stores only a hash', async () => {
    const path = (await world.app.firstAdminPath()) ?? ''
    const response = await world.app.server.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ name: 'Ana', signInName: 'ana', password: PASSWORD }).toString(),
    })
    const [cookie] = response.cookies
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/console' })
    const sessions = await world.app.storage.stores.consoleSessions.listOf(await world.idOf('Ana'))
    expect(JSON.stringify(sessions)).not.toContain(cookie?.value)
    const account = await world.app.storage.stores.consoleAccounts.bySignInName('ana')
    expect(account?.passwordHash).toMatch(/^scrypt\$15\$8\$3\$/)
  })
})

describe('sessions', () => {
  const isIn = async (browser: Visitor) => (await browser.get('/console')).status === 200

  it('end when signing out, when idle, and after a week at the latest', async () => {
    const admin = await world.admin()
    const ben = await world.invited(admin, 'Ben')
    await ben.post('/console/sign-out')
    expect(await isIn(ben)).toBe(false)
    for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
      expect(await isIn(admin)).toBe(true)
      minutes(11 * 60)
    }
    minutes(11 * 60)
    expect(await isIn(admin)).toBe(false)
  })

  it('end at once when an admin revokes them, deactivates the account, or the password is changed elsewhere', async () => {
    const admin = await world.admin()
    const ben = await world.invited(admin, 'Ben')
    const id = await world.idOf('Ben')
    await admin.post(`/console/team/${id}/sign-out`)
    expect(await isIn(ben)).toBe(false)
    await ben.post('/console/sign-in', { signInName: 'ben', password: PASSWORD })
    const other = world.browser()
    await other.post('/console/sign-in', { signInName: 'ben', password: PASSWORD })
    const changed = await other.post('/console/profile/password', {
      present: PASSWORD,
      password: 'a wholly other phrase',
    })
    expect(changed.status).toBe(303)
    expect([await isIn(ben), await isIn(other)]).toEqual([false, true])
    await admin.post(`/console/team/${id}/deactivate`)
    expect(await isIn(other)).toBe(false)
    const back = await world
      .browser()
      .post('/console/sign-in', { signInName: 'ben', password: 'a wholly other phrase' })
    expect(back.status).toBe(401)
  })

  it('can be ended one by one from the profile, but only one’s own', async () => {
    const admin = await world.admin()
    const ben = await world.invited(admin, 'Ben')
    const [session] = await world.app.storage.stores.consoleSessions.listOf(await world.idOf('Ben'))
    await admin.post(`/console/profile/sessions/${session?.id}/revoke`)
    expect(await isIn(ben)).toBe(true)
  })
})

describe('what a form needs', () => {
  it('refuses a form without the token of its session, and one that another site sends', async () => {
    const admin = await world.admin()
    const id = await world.opensCase()
    const take = `/console/cases/${id}/take`
    expect((await admin.post(take, { token: 'guessed' })).status).toBe(403)
    expect((await admin.post(take, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await admin.post(take, {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await world.app.storage.stores.cases.get(id))?.state).toBe('waiting')
    expect((await admin.post(take)).status).toBe(303)
  })

  it('refuses the token of another session', async () => {
    const admin = await world.admin()
    const ben = await world.invited(admin, 'Ben')
    expect((await ben.post('/console/profile', { token: admin.token })).status).toBe(403)
  })
})

describe('roles', () => {
  it('keep admins’ pages from consultants', async () => {
    const admin = await world.admin()
    const ben = await world.invited(admin, 'Ben')
    const id = await world.idOf('Ben')
    for (const page of ['team', 'audit', 'proposals'])
      expect((await ben.get(`/console/${page}`)).status).toBe(403)
    for (const form of ['team/invite', `team/${id}/role`, `team/${id}/link`, 'proposals/1/decide'])
      expect((await ben.post(`/console/${form}`, { name: 'Zed' })).status).toBe(403)
    expect((await world.app.storage.stores.consultants.get(id))?.role).toBe('consultant')
    expect((await ben.get('/console')).body).not.toContain('/console/team')
  })

  it('never lose the last admin', async () => {
    const admin = await world.admin()
    const id = await world.idOf('Ana')
    for (const step of ['deactivate', 'role'])
      expect((await admin.post(`/console/team/${id}/${step}`)).body).toContain('This is the last admin')
    expect((await admin.get('/console/team')).status).toBe(200)
  })

  it('show nothing to those who are not signed in', async () => {
    await world.admin()
    for (const page of ['', '/cases/1', '/files/1', '/profile', '/team', '/audit', '/proposals', '/events'])
      expect((await world.browser().get(`/console${page}`)).status).toBe(303)
  })
})

describe('a case', () => {
  let ana: Visitor
  let id: number
  beforeEach(async () => {
    ana = await world.admin()
    id = await world.opensCase()
  })

  it('goes from taking to the answer, the end and the proposal', async () => {
    expect((await ana.get('/console')).body).toContain(`Case ${id} · Amina`)
    await ana.post(`/console/cases/${id}/take`)
    const answered = await ana.post(`/console/cases/${id}/answer`, {
      text: 'Registration is free.',
      once: 'one',
    })
    expect(answered.location).toBe(`/console/cases/${id}?done=answered`)
    expect((await world.sentTo()).at(-1)).toContain('Registration is free.')
    await ana.post(`/console/cases/${id}/note`, { note: 'Only for us' })
    expect((await world.sentTo()).join()).not.toContain('Only for us')
    await ana.post(`/console/cases/${id}/close`, { reason: 'answered' })
    const proposal = {
      articleId: 'si/vat',
      language: 'en',
      proposal: 'Registration is free.',
      testQuestion: 'Is VAT registration free?',
    }
    expect((await ana.post(`/console/cases/${id}/propose`, proposal)).status).toBe(422)
    expect((await ana.post(`/console/cases/${id}/propose`, { ...proposal, clean: '1' })).status).toBe(303)
    expect((await ana.get('/console/proposals')).body).toContain('Is VAT registration free?')
    await ana.post('/console/proposals/1/decide', { state: 'accepted', note: 'si/vat' })
    const twice = await ana.post('/console/proposals/1/decide', { state: 'declined' })
    expect(twice.body).toContain('Somebody else has decided')
    const audit = (await ana.get('/console/audit')).body
    for (const action of ['invitation-used', 'case-taken', 'case-answered', 'proposal-accepted'])
      expect(audit).toContain(action)
    expect(audit).not.toContain('Registration is free')
  })

  it('sends an answer once, however often its form is sent', async () => {
    await ana.post(`/console/cases/${id}/take`)
    const send = () => ana.post(`/console/cases/${id}/answer`, { text: 'Once only', once: 'same' })
    await Promise.all([send(), send(), send()])
    expect((await world.sentTo()).filter((text) => text.includes('Once only'))).toHaveLength(1)
  })

  it('is taken by one of two who press at once; the other reads by whom', async () => {
    const ben = await world.invited(ana, 'Ben')
    const both = await Promise.all([ana, ben].map((one) => one.post(`/console/cases/${id}/take`)))
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
    const holder = (await world.app.storage.stores.cases.get(id))?.assignedTo
    const name = holder === (await world.idOf('Ana')) ? 'Ana' : 'Ben'
    expect(both.find(({ status }) => status === 409)?.body).toContain(`${name} holds this case`)
  })

  it('takes answers only from who holds it, and keeps what was typed', async () => {
    const ben = await world.invited(ana, 'Ben')
    await ana.post(`/console/cases/${id}/take`)
    expect((await ben.post(`/console/cases/${id}/answer`, { text: 'Hello', once: 'x' })).status).toBe(409)
    expect((await world.sentTo()).join()).not.toContain('Hello')
    const blank = await ana.post(`/console/cases/${id}/answer`, { text: 'Go to ___ please', once: 'y' })
    expect(blank.status).toBe(422)
    expect(blank.body).toContain('Go to ___ please</textarea>')
  })

  it('goes to a colleague with a note, and back into the queue', async () => {
    const ben = await world.invited(ana, 'Ben')
    await ana.post(`/console/cases/${id}/take`)
    const to = await world.idOf('Ben')
    expect((await ana.post(`/console/cases/${id}/transfer`, { to, transferNote: '' })).status).toBe(422)
    await ana.post(`/console/cases/${id}/transfer`, { to, transferNote: 'You know tax' })
    expect((await ben.get(`/console/cases/${id}`)).body).toContain('You know tax')
    await ben.post(`/console/cases/${id}/release`)
    expect((await world.app.storage.stores.cases.get(id))?.assignedTo).not.toBe(to)
  })

  it('is handed on only to somebody who was chosen; who shares its language comes first', async () => {
    await world.invited(ana, 'Ben')
    await world.invited(ana, 'Cilka', { firstLanguage: 'sl' })
    const other = await world.opensCase({ chat: 'web:b', language: 'sl' })
    await ana.post(`/console/cases/${other}/take`)
    const { body } = await ana.get(`/console/cases/${other}`)
    const choices = /<select id="transfer-to" name="to" required>(.*?)<\/select>/s.exec(body)?.[1] ?? ''
    expect([...choices.matchAll(/>([^<]+)<\/option>/g)].map(([, label]) => label)).toEqual([
      'Choose…',
      'Cilka (sl)',
      'Ben (en)',
    ])
    const unchosen = await ana.post(`/console/cases/${other}/transfer`, { to: '', transferNote: 'Yours' })
    expect(unchosen.status).toBe(422)
    expect(unchosen.body).toContain('Yours</textarea>')
  })

  it('can be moved by an admin who does not hold it, and by nobody else', async () => {
    const ben = await world.invited(ana, 'Ben')
    const cleo = await world.invited(ana, 'Cleo')
    await ben.post(`/console/cases/${id}/take`)
    const [to, benId] = [await world.idOf('Ana'), await world.idOf('Ben')]
    expect((await cleo.post(`/console/cases/${id}/release`)).status).toBe(409)
    expect((await cleo.get(`/console/cases/${id}`)).body).not.toContain('id="step-release"')
    expect((await ana.get(`/console/cases/${id}`)).body).toContain('id="step-release"')
    expect((await ana.post(`/console/cases/${id}/answer`, { text: 'Hello', once: 'x' })).status).toBe(409)
    await ana.post(`/console/cases/${id}/transfer`, { to, transferNote: 'Ben is ill' })
    expect((await world.app.storage.stores.cases.get(id))?.assignedTo).toBe(to)
    expect((await world.sentTo()).at(-1)).toContain('Ana (consultant) takes over your case from Ben')
    const moved = (await world.app.storage.stores.cases.eventsOf(id)).at(-1)
    expect(moved).toMatchObject({ name: 'case-transferred', actor: { id: to }, detail: { from: benId, to } })
  })

  it('goes back into the queue when its holder is deactivated, and the person hears of it', async () => {
    const ben = await world.invited(ana, 'Ben')
    const benId = await world.idOf('Ben')
    await ben.post(`/console/cases/${id}/take`)
    await ben.post(`/console/cases/${id}/answer`, { text: 'Wait for me.', once: 'x' })
    await ana.post(`/console/team/${benId}/deactivate`)
    const { cases } = world.app.storage.stores
    expect(await cases.get(id)).toMatchObject({ state: 'reopened', assignedTo: null })
    expect(await cases.eventsOf(id)).toContainEqual(
      expect.objectContaining({
        name: 'case-released',
        actor: { kind: 'consultant', id: await world.idOf('Ana') },
        detail: { from: benId },
      }),
    )
    expect((await world.sentTo()).at(-1)).toContain('Ben cannot go on with your case')
    expect((await ana.post(`/console/cases/${id}/take`)).status).toBe(303)
  })

  it('keeps a correction that could not be sent at its message, not in the next answer', async () => {
    await ana.post(`/console/cases/${id}/take`)
    await ana.post(`/console/cases/${id}/answer`, { text: 'Registration is free.', once: 'x' })
    const message = (await world.app.storage.stores.caseMessages.of(id)).at(-1)?.id
    const failed = await ana.post(`/console/cases/${id}/edit`, {
      message: String(message),
      text: 'Free until ___',
    })
    expect(failed.status).toBe(422)
    expect(failed.body.split('Free until ___</textarea>')).toHaveLength(2)
    expect(failed.body).toMatch(new RegExp(`id="edit-${message}"[^>]*>\\s*Free until ___`))
  })

  it('opens at the address of one of its steps too', async () => {
    for (const step of ['take', 'answer'])
      expect(await ana.get(`/console/cases/${id}/${step}`)).toMatchObject({
        status: 303,
        location: `/console/cases/${id}`,
      })
    for (const address of [`${id}/explode`, 'nonsense/take'])
      expect((await ana.get(`/console/cases/${address}`)).status).toBe(404)
  })

  it('shows what people write as text, never as HTML', async () => {
    const evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    const other = await world.opensCase({
      chat: 'web:eve',
      personLabel: evil,
      summary: evil,
      consent: {
        at: world.now.toISOString(),
        question: evil,
        situation: { activity: evil },
        messages: [{ role: 'user', text: evil, at: world.now.toISOString() }],
      },
      before: {
        outcome: 'unanswered',
        trace: [evil],
        articles: [],
        passageIds: [],
        sources: [{ title: evil, url: 'javascript:alert(3)', seen: '2026' }],
        text: evil,
      },
    })
    await ana.post(`/console/cases/${other}/take`)
    await ana.post(`/console/cases/${other}/note`, { note: evil })
    for (const page of [`/console/cases/${other}`, `/console?search=${encodeURIComponent(evil)}`]) {
      const { body } = await ana.get(page)
      expect(body).toContain('&lt;img src=x')
      expect(body).not.toMatch(/<img src=x|<script>alert|href="javascript/)
    }
  })

  it('is found by state, urgency, language, country, words and holder', async () => {
    await world.opensCase({
      chat: 'web:b',
      personLabel: 'Boris',
      urgency: 'urgent',
      language: 'ru',
      country: 'es',
      summary: 'Налог',
    })
    await ana.post(`/console/cases/${id}/take`)
    const names = async (query: string) => {
      const { body } = await ana.get(`/console?${query}`)
      return ['Amina', 'Boris'].filter((name) => body.includes(name))
    }
    expect(await names('')).toEqual(['Amina', 'Boris'])
    expect(await names('state=queued')).toEqual(['Boris'])
    expect(await names('mine=1')).toEqual(['Amina'])
    expect(await names('urgency=urgent')).toEqual(['Boris'])
    expect(await names('language=ru&country=es')).toEqual(['Boris'])
    expect(await names('country=it')).toEqual([])
    expect(await names('search=amina')).toEqual(['Amina'])
    expect(await names('state=nonsense')).toEqual(['Amina', 'Boris'])
    for (const search of [`${id}`, `caso ${id}`, `#${id}`, `Case ${id} · Amina`])
      expect(await names(`search=${encodeURIComponent(search)}`), search).toEqual(['Amina'])
    for (const query of ['country=it', 'language=uk', 'urgency=urgent&country=si', 'search=nobody']) {
      const { body } = await ana.get(`/console?${query}`)
      expect(body, query).toContain('No case fits these filters.')
      expect(body, query).not.toContain('No case is open')
    }
  })

  it('fills ready-made replies in, in the person’s language too', async () => {
    const other = await world.opensCase({ chat: 'web:b', personLabel: 'Luis', language: 'es' })
    await ana.post(`/console/cases/${other}/take`)
    const { body } = await ana.get(`/console/cases/${other}?canned=greeting.es`)
    expect(body).toContain(`Hola, Luis: soy Ana. He leído su consulta (caso ${other})`)
    expect(body).toMatch(/<option value="es" selected>/)
  })

  it('that was erased or never was gives a page that says so', async () => {
    for (const address of ['/console/cases/999', '/console/cases/nonsense', '/console/nowhere'])
      expect((await ana.get(address)).status).toBe(404)
    expect((await ana.post(`/console/cases/${id}/explode`)).status).toBe(404)
  })

  it('gives files only to who holds it', async () => {
    const { stores } = world.app.storage
    const ben = await world.invited(ana, 'Ben')
    const file = { fileRef: 'abc', what: 'photo' as const, name: null, mimeType: null, sizeBytes: null }
    const message = await stores.caseMessages.add({
      caseId: id,
      chat: 'web:amina',
      from: 'person',
      authorId: null,
      kind: 'file',
      text: '',
      language: 'en',
      file,
      edits: null,
      origin: null,
      at: world.now.toISOString(),
      wantsTranslation: false,
    })
    expect((await ben.get(`/console/files/${message.id}`)).status).toBe(403)
    expect((await world.browser().get(`/console/files/${message.id}`)).status).toBe(303)
    await ben.post(`/console/cases/${id}/take`)
    // No channel here has files: allowed, and not there.
    expect((await ben.get(`/console/files/${message.id}`)).status).toBe(502)
    expect((await ben.get('/console/files/99999')).status).toBe(404)
  })
})

describe('the profile', () => {
  it('keeps what a consultant covers and when', async () => {
    const ana = await world.admin()
    const fields = {
      name: 'Ana',
      firstLanguage: 'en',
      languages: 'sl',
      countries: 'si',
      municipalities: 'Koper, Piran',
      timeZone: 'Europe/Rome',
      holidays: 'it',
      'hours-mon': '13:30-17, 9-12.30',
      absenceFrom: '2026-12-24',
      absenceTo: '2026-12-31',
      mostCases: '4',
    }
    expect((await ana.post('/console/profile', fields)).location).toBe('/console/profile?done=saved')
    const saved = await world.app.storage.stores.consultants.get(await world.idOf('Ana'))
    expect(saved).toMatchObject({
      languages: ['en', 'sl'],
      countries: ['si'],
      municipalities: ['Koper', 'Piran'],
      absences: [{ from: '2026-12-24', to: '2026-12-31' }],
      mostCases: 4,
      hours: { timeZone: 'Europe/Rome', holidays: 'it' },
    })
    expect(saved?.hours.days[0]).toEqual([
      { from: 540, to: 750 },
      { from: 810, to: 1020 },
    ])
    expect(saved?.hours.days[1]).toEqual([])
    for (const wrong of [
      { 'hours-mon': '17-9' },
      { absenceTo: '2026-12-01' },
      { mostCases: 'many' },
      { name: '<b>' },
    ])
      expect((await ana.post('/console/profile', { ...fields, ...wrong })).status).toBe(422)
  })

  it('keeps everything that was typed when one field is wrong', async () => {
    const ana = await world.admin()
    const { status, body } = await ana.post('/console/profile', {
      name: 'Anka',
      firstLanguage: 'sl',
      languages: 'uk',
      countries: 'it',
      municipalities: 'Koper, Piran',
      'hours-mon': '9 to 5',
      'hours-tue': '8-12',
      timeZone: 'Europe/Rome',
      holidays: 'it',
      absenceFrom: '2026-12-24',
      absenceTo: '2026-12-01',
      mostCases: 'four',
    })
    expect(status).toBe(422)
    expect(body).toContain('write times such as')
    for (const value of ['Anka', 'Koper, Piran', '9 to 5', '8-12', '2026-12-24', '2026-12-01', 'four'])
      expect(body).toContain(`value="${value}"`)
    expect(body).toContain('name="languages" value="uk" checked')
    expect(body).toContain('name="countries" value="it" checked')
    for (const chosen of ['sl', 'Europe/Rome', 'it'])
      expect(body).toContain(`<option value="${chosen}" selected>`)
    expect((await ana.get('/console/profile')).body).toContain('value="Ana"')
  })

  it('gives a code for Telegram that works', async () => {
    const ana = await world.admin()
    const { body } = await ana.post('/console/profile/telegram')
    const code = /\/consultant ([A-Z0-9-]+)/.exec(body)?.[1] ?? ''
    expect((await world.app.storage.stores.consultants.redeemCode(code, 77))?.name).toBe('Ana')
  })
})

describe('asking the assistant', () => {
  it('answers from what is written, with sources, and keeps nothing', async () => {
    const ana = await world.admin()
    expect((await ana.get('/console/ask')).body).toContain('name="q"')
    const before = await world.app.storage.stores.inbox.waitingCount()
    const { status, body } = await ana.post('/console/ask', { q: 'What is the VAT limit?', country: 'si' })
    expect(status).toBe(200)
    expect(body).toContain('DDV')
    expect(body).toMatch(/<ul class="sources"><li><a href="https:/)
    expect(body).not.toContain('?q=')
    expect(await world.app.storage.stores.inbox.waitingCount()).toBe(before)
    expect((await world.browser().get('/console/ask')).status).not.toBe(200)
  })
})
