/**
 * Base of all errors that the product raises on purpose. `code` is stable and documented in
 * docs/errors.md; `message` says what happened and what to do next; `retryable` tells whether the same
 * call may succeed later.
 */
export abstract class AppError extends Error {
  abstract readonly code: string
  readonly retryable: boolean = false

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
  }
}

/** A setting from the environment is missing or wrong; the start stops. */
export class SettingsError extends AppError {
  readonly code = 'SETTINGS_INVALID'
}

/** A line, body or parameter from outside does not have the promised form. */
export class InvalidInputError extends AppError {
  readonly code: string = 'INVALID_INPUT'
}

/** The knowledge folder holds nothing that can be served. */
export class KnowledgeUnusableError extends AppError {
  readonly code = 'KNOWLEDGE_UNUSABLE'
}

/** The storage cannot be opened, read or written. */
export class StorageError extends AppError {
  readonly code = 'STORAGE_FAILED'
}

/** Another process works with the same data folder. */
export class DataFolderInUseError extends AppError {
  readonly code = 'DATA_FOLDER_IN_USE'
  constructor(folder: string) {
    super(`Another Small Steps works with ${folder}. Stop it first, or give this one its own DATA_DIR.`)
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
