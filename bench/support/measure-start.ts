import { openAssistant } from '../../src/assistant.ts'

/** Run as a process of its own: opens the assistant with the given cache folder and prints how long it took. */
const [root = '.', cacheFolder = ''] = process.argv.slice(2)
const started = performance.now()
const assistant = await openAssistant({
  root,
  cacheFolder,
  today: () => new Date().toISOString().slice(0, 10),
  staying: true,
})
const openMs = Math.round(performance.now() - started)
assistant.answer({
  text: 'How much does it cost to register as a sole trader?',
  profile: { country: 'si' },
  history: [],
} as Parameters<typeof assistant.answer>[0])
console.log(
  JSON.stringify({
    openMs,
    processMs: Math.round(performance.now()),
    cpuMs: Math.round(process.cpuUsage().user / 1000),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
    articles: assistant.knowledge.articles.length,
  }),
)
