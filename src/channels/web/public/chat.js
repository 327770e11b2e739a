import { renderMarkdown } from './render.js'

const byId = (id) => document.getElementById(id)
const messages = byId('messages')
const input = byId('text')
const talk = byId('talk')
const SEEN = 'small-steps.seen'
const TALK = 'small-steps.talk'
const LANGUAGE = 'small-steps.language'

let texts = {}
let seen = Number(localStorage.getItem(SEEN)) || 0
/** What was said in this tab, so that a reload shows it again. */
let said = JSON.parse(sessionStorage.getItem(TALK) ?? '[]')
const unsent = []
let sending = false

await loadTexts(localStorage.getItem(LANGUAGE) ?? navigator.language)
for (const one of said) one.own ? showOwn(one.text, false) : showMessage(one.message, false)
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
  send({ button: `lang:${event.target.value}` })
})

async function loadTexts(tag) {
  const response = await fetch(`/chat/texts?lang=${encodeURIComponent(tag)}`)
  const page = await response.json()
  texts = page.texts
  document.documentElement.lang = page.language
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
}

function sendText(raw) {
  const text = raw.trim()
  if (!text) return
  input.value = ''
  growInput()
  showOwn(text, true)
  send({ text })
}

/** Messages go one after the other; without a connection they wait and are sent again with the same id. */
function send(content) {
  unsent.push({ id: crypto.randomUUID(), language: document.documentElement.lang, ...content })
  showTyping()
  drain()
}

async function drain() {
  if (sending) return
  sending = true
  while (unsent.length > 0) {
    try {
      const response = await fetch('/chat/turns', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(unsent[0]),
      })
      if (response.status === 429 || response.status >= 500) throw new Error(String(response.status))
      unsent.shift()
      hideTrouble()
      if (!response.ok) {
        hideTyping()
        showTrouble(response.status === 413 ? texts.too_long : texts.not_sent)
      }
    } catch {
      showTrouble(texts.offline)
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
    localStorage.setItem(SEEN, String(seen))
    showMessage(message, true)
  })
  events.addEventListener('typing', showTyping)
  events.addEventListener('open', hideTrouble)
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) return
    setTimeout(listen, 3000)
  })
}

function showOwn(text, isNew) {
  byId('hello').hidden = true
  const bubble = document.createElement('div')
  bubble.className = 'message own'
  bubble.dir = 'auto'
  bubble.textContent = text
  messages.append(bubble)
  if (isNew) keep({ own: true, text })
  scrollDown()
}

function showMessage(message, isNew) {
  byId('hello').hidden = true
  hideTyping()
  const bubble = document.createElement('article')
  bubble.className = 'message theirs'
  bubble.lang = message.language
  bubble.dir = message.direction
  messages.append(bubble)
  if (isNew) keep({ own: false, message })
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
      showOwn(button.label, true)
      send({ button: button.data })
    },
    button.data === 'person:ask',
  )
}

function makeButton(label, onPress, strong = false) {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = strong ? 'button strong' : 'button'
  element.dir = 'auto'
  element.textContent = label
  element.addEventListener('click', onPress)
  return element
}

function linkButton(button) {
  const anchor = document.createElement('a')
  anchor.className = 'button'
  anchor.href = button.url
  anchor.target = '_blank'
  anchor.rel = 'noopener noreferrer'
  anchor.textContent = button.label
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

function keep(one) {
  said = [...said, one].slice(-60)
  try {
    sessionStorage.setItem(TALK, JSON.stringify(said))
  } catch {
    said = said.slice(-10)
  }
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
  byId('trouble').hidden = false
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
