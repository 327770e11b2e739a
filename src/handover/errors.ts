import { AppError } from '../errors.ts'
import type { CaseState } from './case.ts'

/** Nothing of this number: never was, or the person erased it. */
export class CaseNotFoundError extends AppError {
  readonly code = 'CASE_NOT_FOUND'
  constructor(readonly caseId: number) {
    super(`There is no case ${caseId}. The person may have erased it; look for the next one in the queue.`)
  }
}

/** The chat has a case that is not closed. */
export class CaseAlreadyOpenError extends AppError {
  readonly code = 'CASE_ALREADY_OPEN'
  constructor(readonly caseId: number) {
    super(`Case ${caseId} of this person is still running. Add to it instead of opening another.`)
  }
}

/** Another consultant holds it. */
export class CaseAlreadyTakenError extends AppError {
  readonly code = 'CASE_ALREADY_TAKEN'
  constructor(
    readonly caseId: number,
    /** Id of the consultant who holds it. */
    readonly takenBy: string,
  ) {
    super(`Case ${caseId} is held by ${takenBy}. Ask them to release or transfer it.`)
  }
}

/** Only the holder may do that. */
export class CaseNotHeldError extends AppError {
  readonly code = 'CASE_NOT_HELD'
  constructor(readonly caseId: number) {
    super(`You do not hold case ${caseId}. Take it first; nothing was sent.`)
  }
}

export class CaseClosedError extends AppError {
  readonly code = 'CASE_CLOSED'
  constructor(readonly caseId: number) {
    super(`Case ${caseId} is closed. Reopen it first; nothing was sent.`)
  }
}

/** The state does not allow the step. */
export class CaseTransitionError extends AppError {
  readonly code = 'CASE_TRANSITION'
  constructor(
    readonly caseId: number,
    readonly action: string,
    readonly state: CaseState,
  ) {
    super(
      `Case ${caseId} is ${state}: "${action}" is not possible now. Look at its present state and choose again.`,
    )
  }
}

/** Others changed the case again and again while it was being written. */
export class CaseBusyError extends AppError {
  readonly code = 'CASE_BUSY'
  override readonly retryable = true
  constructor(readonly caseId: number) {
    super(`Case ${caseId} is being changed by others. Try again.`)
  }
}

export class ConsultantNotFoundError extends AppError {
  readonly code = 'CONSULTANT_NOT_FOUND'
  constructor(readonly consultantId: string) {
    super(`There is no active consultant ${consultantId}. See the list of consultants.`)
  }
}

export class ConsultantExistsError extends AppError {
  readonly code = 'CONSULTANT_EXISTS'
  constructor(readonly consultantName: string) {
    super(
      `There is a consultant of the name ${consultantName}. Persons tell them apart by name: add a letter.`,
    )
  }
}

export class ProposalDecidedError extends AppError {
  readonly code = 'PROPOSAL_DECIDED'
  constructor(readonly proposalId: number) {
    super(`Proposal ${proposalId} is decided or does not exist. Look at the list again.`)
  }
}

/** A file of a person cannot be fetched from its messenger now. */
export class CaseFileError extends AppError {
  readonly code = 'CASE_FILE'
  override readonly retryable = true
}

/** The translation service gave nothing usable. The original goes out alone. */
export class TranslatorError extends AppError {
  readonly code = 'TRANSLATOR_FAILED'
  override readonly retryable = true
}
