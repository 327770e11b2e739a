import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError } from '../errors.ts'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable']
const LONGEST_MS = 30_000

/** The browser could not make a PDF of a page. */
export class PdfError extends AppError {
  readonly code = 'PDF_FAILED'
  override readonly retryable = true
  constructor(why: string) {
    super(
      `Chromium made no PDF: ${why}. Check CHROMIUM_PATH, or leave it out: the page is then sent as HTML.`,
    )
  }
}

/** The browser that the setting names, else one in a usual place; null when there is none. */
export function findChromium(setting: string | null): string | null {
  return [...(setting ? [setting] : []), ...PLACES].find((place) => existsSync(place)) ?? null
}

/**
 * Prints an HTML document to PDF. The browser gets a profile of its own that is removed afterwards, and no network. (To switch
 * its scripts off too would keep it from printing; the page forbids them itself.) Throws PdfError when it fails or takes too long.
 */
export async function pdfOf(html: string, chromium: string, signal?: AbortSignal): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'small-steps-print-'))
  try {
    const page = path.join(folder, 'page.html')
    const pdf = path.join(folder, 'page.pdf')
    await writeFile(page, html, { mode: 0o600 })
    await run(
      chromium,
      [...OPTIONS, `--user-data-dir=${folder}/profile`, `--print-to-pdf=${pdf}`, pathToFileURL(page).href],
      signal,
    )
    const content = await readFile(pdf).catch(() => null)
    if (!content?.subarray(0, 5).equals(Buffer.from('%PDF-')))
      throw new PdfError('the file is missing or is no PDF')
    return content
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

const OPTIONS = [
  '--headless=new',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-background-networking',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-first-run',
  '--no-pdf-header-footer',
  // The sandbox of Chromium cannot be used by root, as in many containers; the page is our own and has no scripts.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

function run(command: string, options: readonly string[], signal?: AbortSignal): Promise<void> {
  const deadline = AbortSignal.timeout(LONGEST_MS)
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { stdio: 'ignore', signal: stop, killSignal: 'SIGKILL' })
    child.on('error', (error) => reject(new PdfError(error.message)))
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new PdfError(`it ended with ${code ?? 'a signal'}`)),
    )
  })
}
