import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LANGUAGES } from '../i18n/languages.ts'
import type { Article } from './article.ts'

/**
 * Writes into each translation of the articles the version of the English text that it was compared with.
 * Returns the files that changed.
 */
export async function stampTranslations(root: string, articles: Article[]): Promise<string[]> {
  const changed: string[] = []
  for (const article of articles) {
    const original = article.texts.en
    if (!original) continue
    for (const language of LANGUAGES) {
      const text = article.texts[language]
      if (!text || language === 'en') continue
      const version = text.passages.length > 0 ? original.version.full : original.version.short
      if (text.translatedFrom?.version === version) continue
      const file = path.join(root, text.file)
      await writeFile(file, withStamp(await readFile(file, 'utf8'), version))
      changed.push(text.file)
    }
  }
  return changed
}

function withStamp(content: string, version: string): string {
  const stamp = `translated_from: { language: en, version: "${version}" }`
  const end = content.indexOf('\n---', 3)
  const front = content.slice(0, end).replace(/\ntranslated_from:.*(\n[ \t]+.*)*/g, '')
  const checked = /\nchecked_by:/.test(front) ? '' : '\nchecked_by: ""'
  return `${front}\n${stamp}${checked}${content.slice(end)}`
}
