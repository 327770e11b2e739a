import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(import.meta.dirname, '..')
const builds = path.join(root, '.build')
const ENTRIES = ['main.ts', 'cli.ts', 'build/build-process.ts']
/** An older build may still be loaded from by a process that runs. */
const KEEP_OLD_MS = 86_400_000

/**
 * Compiles src/ into .build/<hash of its files>/ unless that is there, and gives that folder: plain JavaScript starts
 * faster and needs less memory than TypeScript compiled on the fly. Safe for several processes at once.
 */
export async function compile() {
  const folder = path.join(builds, await stampOf(path.join(root, 'src')))
  if (existsSync(folder)) return folder
  const { build } = await import('esbuild')
  const temporary = `${folder}.${process.pid}.tmp`
  await build({
    entryPoints: ENTRIES.map((entry) => path.join(root, 'src', entry)),
    outdir: temporary,
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  })
  await rename(temporary, folder).catch(async (error) => {
    await rm(temporary, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
  await removeOld(folder)
  return folder
}

/** Changes whenever a file of src/, its time or the compiler's input changes. */
async function stampOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  const lines = await Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const { mtimeMs, size } = await stat(file)
      return `${path.relative(folder, file)} ${mtimeMs} ${size}`
    }),
  )
  const hash = createHash('sha256').update(lines.sort().join('\n'))
  return hash.digest('hex').slice(0, 16)
}

async function removeOld(current) {
  for (const name of await readdir(builds)) {
    const folder = path.join(builds, name)
    if (folder === current) continue
    const { mtimeMs } = await stat(folder)
    if (Date.now() - mtimeMs > KEEP_OLD_MS) await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(builds, { recursive: true })
  console.log(path.relative(root, await compile()))
}
