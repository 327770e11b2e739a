import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { DataFolderInUseError } from '../errors.ts'

/**
 * Takes the data folder for this process, until the returned function is called or the process ends in whatever way:
 * the lock is one of the operating system. Throws DataFolderInUseError when another process holds it.
 */
export function lockDataFolder(folder: string): () => void {
  const lock = new Sqlite(path.join(folder, 'in-use.lock'), { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY') throw new DataFolderInUseError(folder)
    throw error
  }
  return () => {
    if (lock.open) lock.close()
  }
}
