import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { chooseLanguage } from '../src/answering/choose-language.ts'
import { openAssistant } from '../src/assistant.ts'
import { isLanguage, languageOfTag } from '../src/i18n/languages.ts'
import { guessLanguage } from '../src/retrieval/language-guess.ts'
import { readSettings } from '../src/settings.ts'

/**
 * `npm run bench:languages -- DIR`: how often the language of whole sentences, of their first four words and of two words
 * is told right, and in brackets how often one is asked for it instead of told wrong. DIR holds <language>.tsv files: id,
 * split, category, text.
 */
const folder = process.argv[2]
if (!folder) throw new Error('Give the folder of the sentences: npm run bench:languages -- DIR')
const settings = readSettings(
  { ...process.env, TELEGRAM_BOT_TOKEN: undefined },
  path.resolve(import.meta.dirname, '..'),
)
const assistant = await openAssistant({
  root: settings.root,
  cacheFolder: path.join(settings.dataFolder, 'cache'),
  today: () => new Date().toISOString().slice(0, 10),
})

const CUTS: [string, (text: string, language: string) => string][] = [
  ['whole', (text) => text],
  ['four words', (text, language) => firstWords(text, 4, language)],
  ['two words', (text, language) => firstWords(text, 2, language)],
]

console.log(
  `${'set'.padEnd(10)}${'n'.padStart(6)}${CUTS.map(([name]) => name.padStart(16)).join('')}   mistaken for`,
)
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.tsv')).sort()) {
  const tag = name.slice(0, -'.tsv'.length)
  const expected = isLanguage(tag.split('-')[0]) ? tag.split('-')[0] : languageOfTag(tag)
  const texts = (await readFile(path.join(folder, name), 'utf8'))
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split('\t')[3] ?? [])
  const mistakes = new Map<string, number>()
  const shares = CUTS.map(([cut, of]) => {
    let right = 0
    let asked = 0
    for (const text of texts.map((one) => of(one, tag))) {
      const best = guessLanguage(text, assistant.tools.languageModel)[0]?.language ?? 'none'
      if (best === expected) right++
      else if (chooseLanguage({ text, profile: {}, history: [] }, assistant.tools.languageModel).doubtful)
        asked++
      else if (cut === 'whole') mistakes.set(best, (mistakes.get(best) ?? 0) + 1)
    }
    return `${percent(right, texts.length)} (${percent(asked, texts.length)})`
  })
  const worst = [...mistakes].sort((a, b) => b[1] - a[1]).map(([language, count]) => `${language} ${count}`)
  console.log(
    `${tag.padEnd(10)}${String(texts.length).padStart(6)}${shares.map((share) => share.padStart(16)).join('')}   ${worst.join(' ')}`,
  )
}

function percent(part: number, whole: number): string {
  return ((part / whole) * 100).toFixed(1)
}

function firstWords(text: string, count: number, language: string): string {
  if (language === 'zh') return text.slice(0, count * 2)
  return text.split(/\s+/).slice(0, count).join(' ')
}
