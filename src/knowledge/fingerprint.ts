import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** A hash of the names and contents of all files below the folders; equal only when all are equal. */
export async function fingerprint(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
    const contents = await Promise.all(files.map((file) => readFile(file)))
    files.forEach((file, index) => {
      const content = contents[index] as Buffer
      hash.update(`${path.relative(folder, file)}\0${content.length}\0`).update(content)
    })
  }
  return hash.digest('hex')
}
