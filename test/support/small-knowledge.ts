import { cp, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
const TOPICS = ['vat', 'register-sole-trader', 'local-support', 'social-contributions']

/**
 * A folder with a few of the real articles in English and Slovenian and with the real data in English, for tests
 * that start the whole program often.
 */
export async function smallKnowledge(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'small-knowledge-'))
  const take = (file: string) => cp(path.join(ROOT, file), path.join(root, file), { recursive: true })
  for (const area of ['si', 'es', 'it']) {
    for (const topic of TOPICS) {
      await mkdir(path.join(root, 'knowledge', area, topic), { recursive: true })
      for (const name of ['article.yaml', 'en.md', ...(area === 'si' ? ['sl.md'] : [])])
        await take(`knowledge/${area}/${topic}/${name}`)
    }
  }
  for (const area of ['eu', 'guidelines'])
    await mkdir(path.join(root, 'knowledge', area), { recursive: true })
  await Promise.all(
    [
      'knowledge/places.yaml',
      'knowledge/emergency.yaml',
      'knowledge/languages/en.yaml',
      'knowledge/triage/classes.yaml',
      'knowledge/triage/en.yaml',
      'knowledge/examples/en',
      'locales/en.yaml',
      'knowledge/holidays.yaml',
      'knowledge/deadlines.yaml',
      'knowledge/canned-replies.yaml',
      'knowledge/paths',
    ].map((file) => take(file).catch(() => {})),
  )
  return root
}
