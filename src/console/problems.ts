import { AppError } from '../errors.ts'
import { CaseAlreadyTakenError } from '../handover/errors.ts'
import { FormFieldError, SignInBlockedError } from './errors.ts'
import type { View } from './view.ts'

const STATUS: Record<string, number> = {
  SIGN_IN_FAILED: 401,
  SIGN_IN_BLOCKED: 429,
  FORM_EXPIRED: 403,
  ADMIN_ONLY: 403,
  FILE_NOT_ALLOWED: 403,
  CASE_NOT_FOUND: 404,
  CONSULTANT_NOT_FOUND: 404,
  INVITATION_USED: 410,
  FORM_FIELD: 422,
  SIGN_IN_NAME_TAKEN: 422,
  CONSULTANT_EXISTS: 422,
  CASE_FILE: 502,
}

/** The status of the page that shows an error. */
export function statusOf(error: AppError): number {
  return STATUS[error.code] ?? (error.retryable ? 503 : 409)
}

/** An error in the reader's words; the cause goes to the log and not on the page. */
export function problemText(view: View, error: unknown, nameOf: (id: string) => string = (id) => id): string {
  if (error instanceof FormFieldError) return view.say(`field_${error.problem}`)
  if (error instanceof SignInBlockedError)
    return view.say('error_sign_in_blocked', { minutes: error.minutes })
  if (error instanceof CaseAlreadyTakenError) {
    const name = error.takenBy === 'nobody' ? 'none' : nameOf(error.takenBy)
    return view.text('desk.error_case_already_taken', { name })
  }
  if (!(error instanceof AppError)) return view.say('error_internal')
  const word = error.code.toLowerCase()
  if (view.has(`console.error_${word}`)) return view.say(`error_${word}`)
  return view.has(`desk.error_${word}`) ? view.text(`desk.error_${word}`) : view.say('error_internal')
}
