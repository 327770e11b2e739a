import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

it('docs/errors.md lists the code of every error class', async () => {
  const files = (await readdir(path.join(ROOT, 'src'), { recursive: true })).filter((file) =>
    file.endsWith('.ts'),
  )
  const codes = new Set<string>()
  for (const file of files) {
    const source = await readFile(path.join(ROOT, 'src', file), 'utf8')
    for (const match of source.matchAll(/readonly code(?:: string)? = '([A-Z_]+)'/g))
      codes.add(match[1] as string)
  }
  const page = await readFile(path.join(ROOT, 'docs/errors.md'), 'utf8')
  expect(codes.size).toBeGreaterThan(5)
  expect([...codes].filter((code) => !page.includes(`| ${code} |`))).toEqual([])
})
