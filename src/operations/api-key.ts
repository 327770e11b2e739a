import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The key of the HTTP interface: the one that is set, else one made at the first start and kept in the data folder. */
export async function openApiKey(set: string | null, folder: string): Promise<string> {
  if (set) return set
  const file = path.join(folder, 'api-key')
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (/^[A-Za-z0-9_-]{32,}$/.test(kept.trim())) return kept.trim()
  const key = randomBytes(24).toString('base64url')
  await writeFile(file, `${key}\n`, { mode: 0o600 })
  return key
}
