import { AppError } from '../errors.ts'

/** Another account has the name for signing in. */
export class SignInNameTakenError extends AppError {
  readonly code = 'SIGN_IN_NAME_TAKEN'
  constructor() {
    super('This name for signing in is used by somebody else. Choose another one.')
  }
}

/** A link for an account that was used, is too old, or was replaced by a newer one. */
export class InvitationUsedError extends AppError {
  readonly code = 'INVITATION_USED'
  constructor() {
    super(
      'This link was used before, is too old, or was replaced by a newer one. Ask an admin for a new link.',
    )
  }
}

/** Name or password is wrong, or there is no such account; nobody learns which. */
export class SignInFailedError extends AppError {
  readonly code = 'SIGN_IN_FAILED'
  constructor() {
    super('Name or password is wrong. Try again, or ask an admin for a new link.')
  }
}

/** Too many wrong attempts for this name or from this address. */
export class SignInBlockedError extends AppError {
  readonly code = 'SIGN_IN_BLOCKED'
  override readonly retryable = true
  constructor(readonly minutes: number) {
    super(`Too many attempts to sign in. Wait ${minutes} minutes, then try again.`)
  }
}

/** A form without the token of this session: it came from elsewhere, or the session has ended in between. */
export class FormExpiredError extends AppError {
  readonly code = 'FORM_EXPIRED'
  constructor() {
    super('This form is out of date. Load the page again and repeat it; nothing was done.')
  }
}

/** Only admins may. */
export class AdminOnlyError extends AppError {
  readonly code = 'ADMIN_ONLY'
  constructor() {
    super('Only admins may do that. Ask one of them.')
  }
}

/** Only who holds the case, or an admin, may see its files. */
export class FileNotAllowedError extends AppError {
  readonly code = 'FILE_NOT_ALLOWED'
  constructor(readonly caseId: number) {
    super(`Only who holds case ${caseId} can see its files. Take the case first.`)
  }
}

/** What was typed into a form cannot be used; `field` says which. */
export class FormFieldError extends AppError {
  readonly code = 'FORM_FIELD'
  constructor(
    readonly field: string,
    /** Key of the text that says what to write. */
    readonly problem: string,
  ) {
    super(`The field ${field} cannot be used: ${problem}. Correct it and send the form again.`)
  }
}

/** The last active admin must stay one, or nobody could make accounts any more. */
export class LastAdminError extends AppError {
  readonly code = 'LAST_ADMIN'
  constructor() {
    super('This is the last active admin. Make somebody else an admin first.')
  }
}

/** knowledge/canned-replies.yaml breaks its schema; the start stops. */
export class CannedRepliesError extends AppError {
  readonly code = 'CANNED_REPLIES_INVALID'
}
