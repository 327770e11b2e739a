import { openSqliteStorage } from '../../src/storage/sqlite/storage.ts'

/** A process that takes every case it can get, and prints which it got. */
const [folder = '', by = '', count = '0'] = process.argv.slice(2)
const storage = await openSqliteStorage(folder)
const got: number[] = []
for (let id = 1; id <= Number(count); id++) {
  try {
    await storage.stores.cases.apply(id, { kind: 'take', by, at: '2026-11-26T10:00:00.000Z' })
    got.push(id)
  } catch (error) {
    if ((error as { code?: string }).code !== 'CASE_ALREADY_TAKEN') throw error
  }
}
await storage.close()
console.log(JSON.stringify(got))
