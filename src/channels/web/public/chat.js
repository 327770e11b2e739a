import { appendText } from './direction.js'
import { openShelf } from './kept.js'
import { renderMarkdown } from './render.js'

const byId = (id) => document.getElementById(id)
const messages = byId('messages')
const input = byId('text')
const talk = byId('talk')
const LANGUAGE = 'small-steps.language'
/** When the talk of which this browser keeps a copy began on the server. */
const BEGUN = 'small-steps.begun'
const MOST_KEPT = 60
const DAY_MS = 86_400_000

let texts = {}
/** What was said: `{ text }` by the person, `{ message }` by the assistant. The server keeps only the latter. */
const said = openShelf('said')
const unsent = openShelf('unsent')
let sending = false

const { keptDays } = await loadTexts(localStorage.getItem(LANGUAGE) ?? navigator.language)
dropOld()
for (const { id, value } of said.all())
  value.message ? showMessage(value.message, false) : showOwn(id, value.text)
let seen = Math.max(0, ...said.all().map(({ value }) => value.message?.id ?? 0))
markWaiting(true)
scrollDown()
listen()
if (matchMedia('(pointer: fine)').matches) input.focus()

byId('form').addEventListener('submit', (event) => {
  event.preventDefault()
  sendText(input.value)
})
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  sendText(input.value)
})
input.addEventListener('input', growInput)
byId('language').addEventListener('change', async (event) => {
  localStorage.setItem(LANGUAGE, event.target.value)
  await loadTexts(event.target.value)
  send(crypto.randomUUID(), { button: `lang:${event.target.value}` })
})
addEventListener('storage', followOtherTabs)

async function loadTexts(tag) {
  const response = await fetch(`/chat/texts?lang=${encodeURIComponent(tag)}`)
  const page = await response.json()
  texts = page.texts
  document.documentElement.lang = page.tag
  document.documentElement.dir = page.direction
  byId('tagline').textContent = texts.tagline
  byId('hello-title').textContent = texts.hello_title
  byId('hello-text').textContent = texts.hello_text
  byId('typing-text').textContent = texts.typing
  byId('text-label').textContent = texts.placeholder
  byId('send-label').textContent = texts.send
  byId('language-label').textContent = texts.language
  byId('foot').textContent = texts.foot
  input.placeholder = texts.placeholder
  const select = byId('language')
  select.replaceChildren(
    ...page.languages.map(({ code, name }) => new Option(name, code, false, code === page.language)),
  )
  const examples = [texts.example_1, texts.example_2, texts.example_3].map((example) => {
    const item = document.createElement('li')
    item.append(makeButton(example, () => sendText(example)))
    return item
  })
  byId('examples').replaceChildren(...examples)
  return page
}

function sendText(raw) {
  const text = raw.trim()
  if (!text) return
  input.value = ''
  growInput()
  say(text, { text })
}

function say(shown, content) {
  const id = crypto.randomUUID()
  keep(id, { text: shown })
  showOwn(id, shown)
  send(id, content)
}

/**
 * Messages go one after the other. Without a connection they wait, also through a reload, and are sent again with the
 * same id, of which the server takes one.
 */
function send(id, content) {
  unsent.put(id, { language: document.documentElement.lang, ...content })
  showTyping()
  drain()
}

async function drain() {
  if (sending) return
  sending = true
  for (let [next] = unsent.all(); next; [next] = unsent.all()) {
    try {
      const response = await fetch('/chat/turns', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: next.id, ...next.value }),
      })
      if (response.status === 429 || response.status >= 500) throw new Error(String(response.status))
      unsent.remove(next.id)
      markWaiting(false)
      hideTrouble()
      if (!response.ok) {
        hideTyping()
        showTrouble(response.status === 413 ? texts.too_long : texts.not_sent)
      }
    } catch {
      hideTyping()
      showTrouble(texts.offline)
      markWaiting(true)
      await new Promise((resolve) => setTimeout(resolve, 2500))
    }
  }
  sending = false
}

function listen() {
  const events = new EventSource(`/chat/events?after=${seen}`)
  events.addEventListener('message', (event) => {
    const message = JSON.parse(event.data)
    if (message.id <= seen) return
    seen = message.id
    keep(String(message.id), { message })
    showMessage(message, true)
  })
  events.addEventListener('talk', (event) => followTalk(JSON.parse(event.data)))
  events.addEventListener('typing', showTyping)
  events.addEventListener('open', () => {
    hideTrouble()
    drain()
  })
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) return
    setTimeout(listen, 3000)
  })
}

/** The talk as the server has it: another beginning than before means that the old talk is erased there. */
function followTalk({ begun, language }) {
  const before = localStorage.getItem(BEGUN)
  if (before !== null && before !== begun) forget()
  if (begun !== null) localStorage.setItem(BEGUN, begun)
  if (language === null || language === document.documentElement.lang) return
  localStorage.setItem(LANGUAGE, language)
  loadTexts(language).catch(() => {})
}

/** Empties the copy of the talk that the page keeps; what was not sent yet belongs to the next talk. */
function forget() {
  for (const { id } of said.all()) if (!unsent.has(id)) said.remove(id)
  localStorage.removeItem(BEGUN)
  localStorage.removeItem(LANGUAGE)
  followOtherTabs()
}

/** Shows what the person writes in another tab, and takes away what was erased there; replies come by the stream. */
function followOtherTabs() {
  for (const bubble of [...messages.children]) if (!said.has(bubble.dataset.id)) bubble.remove()
  for (const { id, value } of said.all()) if (!value.message && !bubbleOf(id)) showOwn(id, value.text)
  byId('hello').hidden = messages.childElementCount > 0
  markWaiting(false)
}

function bubbleOf(id) {
  return messages.querySelector(`[data-id="${id}"]`)
}

function showOwn(id, text) {
  byId('hello').hidden = true
  const bubble = document.createElement('div')
  bubble.className = 'message own'
  bubble.dataset.id = id
  bubble.dir = 'auto'
  appendText(text, bubble)
  messages.append(bubble)
  scrollDown()
}

/** Marks own messages as sent; where sending failed, also those that wait for it. */
function markWaiting(failed) {
  for (const bubble of messages.querySelectorAll('.own')) {
    const marked = bubble.classList.contains('waiting')
    const waits = (failed || marked) && unsent.has(bubble.dataset.id)
    if (waits === marked) continue
    bubble.classList.toggle('waiting', waits)
    if (waits) bubble.append(drawClock())
    else bubble.querySelector('.clock').remove()
  }
}

function drawClock() {
  const clock = document.createElement('span')
  clock.className = 'clock'
  clock.setAttribute('role', 'img')
  clock.setAttribute('aria-label', texts.offline)
  clock.title = texts.offline
  return clock
}

function showMessage(message, isNew) {
  byId('hello').hidden = true
  hideTyping()
  const bubble = document.createElement('article')
  bubble.className = 'message theirs'
  bubble.dataset.id = message.id
  bubble.lang = message.language
  bubble.dir = message.direction
  messages.append(bubble)
  const pieces = [
    ...message.parts.map((part) => () => bubble.append(drawPart(part))),
    () => drawEnd(bubble, message),
  ]
  if (isNew && !matchMedia('(prefers-reduced-motion: reduce)').matches) reveal(pieces, bubble)
  else for (const piece of pieces) piece()
}

/** The answer comes in part by part, so that the eye can follow. */
function reveal(pieces, bubble) {
  const [next, ...rest] = pieces
  if (!next) return
  next()
  if (bubble.childElementCount <= 1) scrollTo(bubble)
  setTimeout(() => reveal(rest, bubble), 140)
}

function drawPart(part) {
  const section = document.createElement('section')
  section.className = `part ${part.kind}`
  section.lang = part.language
  section.dir = part.direction
  renderMarkdown(part.text, section)
  return section
}

function drawEnd(bubble, message) {
  if (message.file) bubble.append(drawFile(message.file))
  const buttons = message.buttons.flat()
  if (buttons.length === 0) return
  const row = document.createElement('div')
  row.className = 'buttons'
  for (const button of buttons) row.append(button.url ? linkButton(button) : actionButton(button, row))
  bubble.append(row)
}

function actionButton(button, row) {
  return makeButton(
    button.label,
    () => {
      for (const other of row.querySelectorAll('button')) other.disabled = true
      setTimeout(() => {
        for (const other of row.querySelectorAll('button')) other.disabled = false
      }, 1500)
      say(button.label, { button: button.data })
    },
    button.data === 'person:ask',
  )
}

function makeButton(label, onPress, strong = false) {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = strong ? 'button strong' : 'button'
  element.append(drawLabel(label))
  element.addEventListener('click', onPress)
  return element
}

function drawLabel(label) {
  const element = document.createElement('span')
  element.dir = 'auto'
  appendText(label, element)
  return element
}

function linkButton(button) {
  const anchor = document.createElement('a')
  anchor.className = 'button'
  anchor.href = button.url
  anchor.target = '_blank'
  anchor.rel = 'noopener noreferrer'
  anchor.append(drawLabel(button.label))
  return anchor
}

function drawFile(file) {
  const anchor = document.createElement('a')
  anchor.className = 'button'
  anchor.download = file.name
  const bytes = Uint8Array.from(atob(file.contentBase64), (letter) => letter.charCodeAt(0))
  anchor.href = URL.createObjectURL(new Blob([bytes], { type: file.mimeType }))
  anchor.textContent = `⬇ ${file.name}`
  return anchor
}

function keep(id, value) {
  said.put(id, value)
  dropOld()
}

/** The page keeps nothing for longer than the server does. */
function dropOld() {
  const oldest = Date.now() - keptDays * DAY_MS
  const all = said.all()
  for (const [place, { id, at }] of all.entries())
    if (at < oldest || place < all.length - MOST_KEPT) said.remove(id)
}

let typingTimer
function showTyping() {
  byId('typing').hidden = false
  clearTimeout(typingTimer)
  typingTimer = setTimeout(hideTyping, 20_000)
  scrollDown()
}
function hideTyping() {
  byId('typing').hidden = true
}
function showTrouble(text) {
  byId('trouble').textContent = text
  if (!byId('trouble').hidden) return
  byId('trouble').hidden = false
  scrollDown()
}
function hideTrouble() {
  byId('trouble').hidden = true
}
function growInput() {
  input.style.height = 'auto'
  input.style.height = `${Math.min(input.scrollHeight + 2, window.innerHeight * 0.4)}px`
}
function scrollDown() {
  talk.scrollTop = talk.scrollHeight
}
/** The beginning of an answer stays in sight: one reads from there. */
function scrollTo(bubble) {
  talk.scrollTop = bubble.offsetTop - talk.offsetTop - 70
}
