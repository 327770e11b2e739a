const live = document.getElementById('live')
const KEYS_OFF = 'small-steps.console.keys-off'
const ANSWERS = 'small-steps.console.answer.'
/** Number of the case that this page shows; undefined on other pages. */
const shown = document.querySelector('[data-case]')?.dataset.case

keepAnswer(settleAddress())
if (document.body.dataset.signedIn) {
  listen()
  shortcuts()
}
insertButtons()
guardForms()
copyButtons()
if (!document.querySelector('[role="alert"]')) focusFirst()

/**
 * After a refused step the address is that of the step: it becomes that of the case, so that the page can be fetched again.
 * Gives what was done, which is said once and not after the next load.
 */
function settleAddress() {
  const address = new URL(location.href)
  const done = address.searchParams.get('done')
  address.searchParams.delete('done')
  if (shown) address.pathname = `/console/cases/${shown}`
  if (address.href !== location.href) history.replaceState(null, '', address)
  return done
}

/** A half-written answer outlives every load of the page, until it was sent or the consultant signs out. */
function keepAnswer(done) {
  document.querySelector('form.out')?.addEventListener('submit', () => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(ANSWERS)) sessionStorage.removeItem(key)
  })
  if (done === 'answered') sessionStorage.removeItem(answerKey())
  const field = document.getElementById('answer')
  if (!field) return
  field.value ||= sessionStorage.getItem(answerKey()) ?? ''
  field.addEventListener('input', () => sessionStorage.setItem(answerKey(), field.value))
}

/** Of this consultant and case: another one who signs in here does not see it. */
function answerKey() {
  return `${ANSWERS}${document.body.dataset.signedIn}.${shown}`
}

/** The page fetches itself again when a case that it shows has changed; what is being typed stays. */
function listen() {
  if (!shown && !document.getElementById('cases')) return
  let wanted = false
  let loading = false
  const refresh = async () => {
    wanted = true
    if (loading) return
    loading = true
    while (wanted) {
      wanted = false
      await reload().catch(() => {})
    }
    loading = false
  }
  // Browsers allow few connections to one server: tabs in the background hold none.
  let source = null
  const connect = () => {
    source = new EventSource(`/console/events?case=${shown ?? ''}`)
    source.addEventListener('changed', (event) => {
      if (shown && !JSON.parse(event.data).includes(Number(shown))) return
      refresh()
      // Receipts come a little later and are no event of the case.
      setTimeout(refresh, 2500)
    })
    source.addEventListener('signed-out', loadAgain)
  }
  const follow = () => {
    source?.close()
    if (document.hidden) return
    connect()
    refresh()
  }
  document.addEventListener('visibilitychange', follow)
  addEventListener('pagehide', () => source?.close())
  addEventListener('pageshow', (event) => event.persisted && follow())
  connect()
  if (shown) setTimeout(refresh, 2500)
}

async function reload() {
  const response = await fetch(location.href, { headers: { 'x-live': '1' } })
  if (response.status === 401) return loadAgain()
  if (response.status === 404 && shown) return leaveErased()
  if (!response.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (stepsHaveChanged(page)) return
  let changed = false
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = page.getElementById(part.id)
    if (!next || next.innerHTML === part.innerHTML || isBeingUsed(part)) continue
    const focused = part.contains(document.activeElement) ? document.activeElement.id : ''
    const open = [...part.querySelectorAll('details')].map((one) => one.open)
    const written = [...part.querySelectorAll('textarea')].map(({ id, value }) => [id, value])
    part.replaceChildren(...next.childNodes)
    for (const [id, value] of written) {
      const field = document.getElementById(id)
      if (field) field.value = value
    }
    for (const [index, one] of [...part.querySelectorAll('details')].entries())
      one.open ||= open[index] ?? false
    if (focused) document.getElementById(focused)?.focus()
    changed = true
  }
  if (changed) say(document.body.dataset.news)
}

/** Somebody else took or closed the case: another page is needed, unless something is typed that would be lost. */
function stepsHaveChanged(page) {
  const steps = document.querySelector('[data-live-state]')
  const next = page.querySelector('[data-live-state]')
  if (!steps || !next || steps.dataset.liveState === next.dataset.liveState) return false
  const kindOf = (element) => element.innerHTML.replace(/value="[^"]*"/g, '').trim()
  if (kindOf(steps) === kindOf(next)) {
    steps.dataset.liveState = next.dataset.liveState
    return false
  }
  if ([...document.querySelectorAll('textarea')].some((one) => one.value !== one.defaultValue)) return false
  loadAgain()
  return true
}

/** Never sends a form again; the place in the page would make it a jump and no load. */
function loadAgain() {
  location.replace(location.pathname + location.search)
}

/** The person has erased the case: nothing of it stays on the screen, and the next page says why. */
function leaveErased() {
  sessionStorage.removeItem(answerKey())
  document.querySelector('main').replaceChildren()
  document.title = 'Small Steps'
  loadAgain()
}

function isBeingUsed(part) {
  const active = document.activeElement
  return part.contains(active) && /^(TEXTAREA|INPUT|SELECT)$/.test(active.tagName)
}

function say(text) {
  live.textContent = ''
  setTimeout(() => {
    live.textContent = text
  }, 100)
}

/** Single letters; they can be turned off, since speech input presses them by accident (WCAG 2.1.4). */
function shortcuts() {
  const dialog = document.getElementById('keys')
  const off = document.getElementById('keys-off')
  const open = document.getElementById('keys-open')
  off.checked = localStorage.getItem(KEYS_OFF) === 'yes'
  off.addEventListener('change', () => localStorage.setItem(KEYS_OFF, off.checked ? 'yes' : 'no'))
  open.hidden = false
  open.addEventListener('click', () => dialog.showModal())
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (key === 'Enter' && (event.ctrlKey || event.metaKey) && target.form && target.tagName === 'TEXTAREA') {
      event.preventDefault()
      target.form.requestSubmit()
      return
    }
    if (off.checked || dialog.open || event.ctrlKey || event.metaKey || event.altKey) return
    if (/^(TEXTAREA|INPUT|SELECT)$/.test(target.tagName)) return
    const act = ACTIONS[key]
    if (act && act() !== false) event.preventDefault()
  })
}

const ACTIONS = {
  i: () => location.assign('/console'),
  j: () => moveInList(1),
  k: () => moveInList(-1),
  t: () => press('[data-key="t"]'),
  r: () => focusOn('#answer'),
  n: () => unfold('#step-note', '#note'),
  '/': () => unfold('.filters', '#f-search'),
  '?': () => document.getElementById('keys').showModal(),
}

function moveInList(step) {
  const links = [...document.querySelectorAll('.cases h2 a')]
  const index = links.indexOf(document.activeElement)
  const next = index < 0 ? 0 : Math.min(links.length - 1, Math.max(0, index + step))
  links[next]?.focus()
}

function press(selector) {
  const button = document.querySelector(selector)
  if (!button) return false
  button.click()
}

function focusOn(selector) {
  const element = document.querySelector(selector)
  if (!element) return false
  element.focus()
  element.scrollIntoView({ block: 'center' })
}

function unfold(details, field) {
  const fold = document.querySelector(details)
  if (!fold) return false
  fold.open = true
  return focusOn(field)
}

/** Drafts and ready-made replies go to where the cursor stands, without loading the page. */
function insertButtons() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-insert]')
    const field = document.getElementById('answer')
    if (!button || !field) return
    event.preventDefault()
    const gap = field.value.slice(0, field.selectionStart).trim() === '' ? '' : '\n\n'
    field.setRangeText(gap + button.dataset.insert, field.selectionStart, field.selectionEnd, 'end')
    const language = document.getElementById('answer-language')
    if ([...language.options].some((one) => one.value === button.dataset.language))
      language.value = button.dataset.language
    const blank = field.value.indexOf('___')
    field.dispatchEvent(new Event('input'))
    field.focus()
    if (blank >= 0) field.setSelectionRange(blank, blank + 3)
    field.scrollIntoView({ block: 'center' })
  })
}

/** One press sends once. The server holds this as well; here it only saves a page. */
function guardForms() {
  document.addEventListener('submit', (event) => {
    const { target } = event
    if (target.method !== 'post') return
    if (target.dataset.sent) return event.preventDefault()
    target.dataset.sent = 'yes'
  })
  // Going back shows the page as it was left.
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent
  })
}

function copyButtons() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    if (!navigator.clipboard) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
      say(button.dataset.copied)
    })
  }
}

function focusFirst() {
  if (!matchMedia('(pointer: fine)').matches) return
  const field = document.querySelector('.narrow form [name="signInName"], .narrow form [name="name"]')
  field?.focus()
}
