import type { Migration } from 'kysely'
import { first } from './2026-11-26-first.ts'

/** In the order of their names; never edited after they have landed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '2026-11-26-first': first,
}
