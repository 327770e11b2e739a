import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { packed, unpacked } from './packed.ts'

const MAGIC = 'SMALLSTEPS-CACHE-2\n'
const HEADER_START = 512

/**
 * Keeps what is expensive to build in a file: a header with a SHA-256 of the content and the key of its origin.
 * A file that is cut, changed, of another origin or of another version is not read.
 */
export class FileCache {
  constructor(readonly folder: string) {}

  /** What is kept under the name for this key, or what `build` gives, which is then kept. Never fails for the file's sake. */
  async getOrBuild<T>(
    name: string,
    key: string,
    build: () => T | Promise<T>,
    report: (message: string) => void = () => {},
  ): Promise<T> {
    const kept = await this.read<T>(name, key, report)
    if (kept !== null) return kept
    const value = await build()
    const written = await this.write(name, key, value).then(
      () => true,
      (error: unknown) => {
        report(`the cache ${name} could not be written: ${String(error)}`)
        return false
      },
    )
    // What is read lies packed in memory; what was built takes several times as much.
    return (written ? await this.read<T>(name, key, report) : null) ?? value
  }

  /** Whether something is kept under the name for this key; not whether it is whole. */
  async mayHold(name: string, key: string): Promise<boolean> {
    const handle = await open(this.file(name)).catch(() => null)
    if (!handle) return false
    try {
      const { buffer } = await handle.read(Buffer.alloc(HEADER_START), 0, HEADER_START, 0)
      return buffer.toString('latin1').startsWith(`${MAGIC}${originOf(key)}\n`)
    } finally {
      await handle.close()
    }
  }

  private async read<T>(name: string, key: string, report: (message: string) => void): Promise<T | null> {
    const content = await readFile(this.file(name)).catch(() => null)
    if (!content) return null
    const headerEnd = content.indexOf('\n\n')
    const header = headerEnd < 0 ? '' : content.subarray(0, headerEnd + 2).toString('latin1')
    const body = content.subarray(headerEnd + 2)
    if (header !== headerOf(key, body)) {
      report(`the cache ${name} is of another origin or damaged; it is built anew`)
      return null
    }
    try {
      return unpacked(body) as T
    } catch (error) {
      report(`the cache ${name} cannot be read (${String(error)}); it is built anew`)
      return null
    }
  }

  /** Written beside, flushed, then renamed, so that a reader never sees half a file. */
  private async write(name: string, key: string, value: unknown): Promise<void> {
    await mkdir(this.folder, { recursive: true })
    const body = packed(value)
    const temporary = this.file(`${name}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`)
    try {
      const handle = await open(temporary, 'w')
      try {
        await handle.writeFile(headerOf(key, body), 'latin1')
        await handle.writeFile(body)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(temporary, this.file(name))
    } finally {
      await rm(temporary, { force: true })
    }
  }

  private file(name: string): string {
    return path.join(this.folder, name)
  }
}

function originOf(key: string): string {
  return `key ${key}\nv8 ${process.versions.v8}`
}

/** As long as a multiple of 8, so that the arrays behind it can be read where they lie. */
function headerOf(key: string, body: Buffer): string {
  const digest = createHash('sha256').update(body).digest('hex')
  const header = `${MAGIC}${originOf(key)}\nsha256 ${digest}`
  return `${header.padEnd(Math.ceil((header.length + 2) / 8) * 8 - 2)}\n\n`
}
