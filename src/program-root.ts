import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * The folder of the program: the nearest one above that holds package.json. Code runs from src/ and, compiled, from
 * below .build/; what lies beside it (knowledge, locales, pages) is found from here.
 */
export const programRoot = findRoot(import.meta.dirname)

function findRoot(start: string): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder
    if (folder === path.dirname(folder)) throw new Error(`No package.json lies above ${start}.`)
  }
}
