import type { ChatKey } from '../conversation/turn.ts'
import type {
  Actor,
  AnswerBefore,
  Case,
  CaseEventName,
  CaseState,
  CloseReason,
  Consent,
  Deadline,
  Rating,
} from './case.ts'
import { HELD_STATES } from './case.ts'
import { CaseAlreadyTakenError, CaseClosedError, CaseNotHeldError, CaseTransitionError } from './errors.ts'

/** What a case begins with. Times are ISO. */
export interface NewCase
  extends Pick<
    Case,
    | 'personLabel'
    | 'urgency'
    | 'reason'
    | 'language'
    | 'country'
    | 'municipality'
    | 'topic'
    | 'summary'
    | 'remindAt'
    | 'takeBackAt'
  > {
  chat: ChatKey
  deadline: Deadline | null
  consent: Consent
  before: AnswerBefore | null
  at: string
}

/** Times at which the job looks at the case again if nobody acts; computed by sla.ts. */
export interface Watch {
  remindAt: string | null
  takeBackAt: string | null
}

type Step = { at: string; watch?: Watch }

/** One step of a case. `by` is the acting consultant. */
export type CaseAction =
  | (Step & { kind: 'offer'; to: string })
  | (Step & { kind: 'take'; by: string })
  | (Step & { kind: 'answer'; by: string; asks: boolean })
  /** `crossed`: written before the consultant's question arrived, so that it is no answer to it. */
  | (Step & { kind: 'person-wrote'; crossed?: boolean })
  | (Step & { kind: 'note'; by: string })
  /** `admin`: `by` is an admin, who need not hold the case. */
  | (Step & { kind: 'transfer'; by: string; to: string; admin?: boolean })
  | (Step & { kind: 'release'; by: string; admin?: boolean })
  | (Step & { kind: 'take-back' })
  | (Step & { kind: 'remind' })
  | (Step & { kind: 'escalate'; reason: string })
  | (Step & { kind: 'resolve'; by: string })
  | (Step & { kind: 'close'; by: string | null; reason: CloseReason; actor: Actor })
  /** `by`: the consultant who holds it from now on; null puts it into the queue. */
  | (Step & { kind: 'reopen'; by: string | null })
  | (Step & { kind: 'rate'; rating: Rating })
  | (Step & { kind: 'unreachable' })
  /** The person stopped waiting for the consultant's question to be answered here. */
  | (Step & { kind: 'question-dropped' })

type Kind = CaseAction['kind']

/** From which states a step is possible, and what state it leads to (`same`: none changes). */
const TABLE: Record<
  Kind,
  { from: readonly CaseState[]; to: CaseState | 'same'; event: CaseEventName | null }
> = {
  offer: { from: ['waiting', 'reopened'], to: 'same', event: 'case-offered' },
  take: { from: ['waiting', 'reopened'], to: 'taken', event: 'case-taken' },
  answer: { from: HELD_STATES, to: 'answered', event: 'case-answered' },
  'person-wrote': {
    from: ['waiting', 'reopened', 'taken', 'answered', 'asked', 'resolved'],
    to: 'asked',
    event: 'case-person-wrote',
  },
  note: {
    from: ['waiting', 'reopened', 'taken', 'answered', 'asked', 'resolved', 'closed'],
    to: 'same',
    event: 'case-noted',
  },
  transfer: { from: HELD_STATES, to: 'taken', event: 'case-transferred' },
  release: { from: HELD_STATES, to: 'reopened', event: 'case-released' },
  'take-back': { from: HELD_STATES, to: 'reopened', event: 'case-taken-back' },
  remind: { from: ['waiting', 'reopened', ...HELD_STATES], to: 'same', event: 'case-reminded' },
  escalate: { from: ['waiting', 'reopened', ...HELD_STATES], to: 'same', event: 'case-escalated' },
  resolve: { from: ['taken', 'answered', 'asked'], to: 'resolved', event: 'case-resolved' },
  close: { from: ['waiting', 'reopened', ...HELD_STATES], to: 'closed', event: 'case-closed' },
  reopen: { from: ['closed', 'resolved'], to: 'reopened', event: 'case-reopened' },
  rate: { from: ['resolved', 'closed'], to: 'same', event: 'case-rated' },
  unreachable: { from: ['waiting', 'reopened', ...HELD_STATES], to: 'same', event: 'case-unreachable' },
  'question-dropped': { from: ['waiting', 'reopened', ...HELD_STATES], to: 'same', event: null },
}

/** Steps that only the consultant who holds the case may do; an admin may transfer and release it as well. */
const HOLDER_ONLY: readonly Kind[] = ['answer', 'transfer', 'release', 'resolve']

/** A case at its beginning; the storage gives it its number. */
export function newCase({ at, ...given }: NewCase): Case {
  return {
    id: 0,
    ...given,
    state: 'waiting',
    assignedTo: null,
    offeredTo: null,
    offeredBefore: [],
    asksSince: null,
    closeReason: null,
    rating: null,
    unreachable: false,
    openedAt: at,
    queuedAt: at,
    takenAt: null,
    firstAnswerAt: null,
    lastPersonAt: at,
    lastConsultantAt: null,
    closedAt: null,
    version: 1,
  }
}

export interface Transition {
  next: Case
  event: { name: CaseEventName; actor: Actor; detail: Record<string, string> } | null
}

/**
 * The case after a step, with its line for the history. Pure. Throws CaseAlreadyTakenError, CaseNotHeldError,
 * CaseClosedError or CaseTransitionError for what the state does not allow.
 */
export function transition(current: Case, action: CaseAction): Transition {
  refuseIllegal(current, action)
  const row = TABLE[action.kind]
  const state = stateAfter(current, action, row.to)
  const next: Case = {
    ...current,
    ...changesOf(current, action),
    state,
    ...(action.watch ?? {}),
    version: current.version + 1,
  }
  if (state === 'closed') Object.assign(next, { remindAt: null, takeBackAt: null, asksSince: null })
  const event = row.event
    ? { name: row.event, actor: actorOf(action), detail: detailOf(current, action) }
    : null
  return { next, event }
}

function refuseIllegal(current: Case, action: CaseAction): void {
  const allowed = TABLE[action.kind].from.includes(current.state)
  if (action.kind === 'take' && !allowed) {
    if (current.state === 'closed') throw new CaseClosedError(current.id)
    throw new CaseAlreadyTakenError(current.id, current.assignedTo ?? 'nobody')
  }
  if (!allowed) {
    if (current.state === 'closed') throw new CaseClosedError(current.id)
    if (HOLDER_ONLY.includes(action.kind)) throw new CaseNotHeldError(current.id)
    throw new CaseTransitionError(current.id, action.kind, current.state)
  }
  const by = 'by' in action ? action.by : null
  const isAdmin = 'admin' in action && action.admin === true
  if (HOLDER_ONLY.includes(action.kind) && by !== current.assignedTo && !isAdmin) {
    if (current.assignedTo !== null) throw new CaseAlreadyTakenError(current.id, current.assignedTo)
    throw new CaseNotHeldError(current.id)
  }
  if (action.kind === 'close' && by !== null && current.assignedTo !== null && by !== current.assignedTo)
    throw new CaseAlreadyTakenError(current.id, current.assignedTo)
}

function stateAfter(current: Case, action: CaseAction, to: CaseState | 'same'): CaseState {
  if (to === 'same') return current.state
  // What a person adds to a case that waits leaves it waiting.
  if (action.kind === 'person-wrote' && !HELD_STATES.includes(current.state)) return current.state
  // Before the first answer the case stays taken: nothing was answered that could be asked about.
  if (action.kind === 'person-wrote' && current.state === 'taken') return 'taken'
  if (action.kind === 'reopen' && action.by !== null) return 'taken'
  return to
}

function changesOf(current: Case, action: CaseAction): Partial<Case> {
  const { at } = action
  switch (action.kind) {
    case 'offer':
      return { offeredTo: action.to, offeredBefore: withOne(current.offeredBefore, action.to) }
    case 'take':
      return { assignedTo: action.by, offeredTo: null, takenAt: at }
    case 'answer':
      return {
        lastConsultantAt: at,
        firstAnswerAt: current.firstAnswerAt ?? at,
        // A word more after a question leaves it open: the person's answer still belongs to the case.
        asksSince: action.asks ? at : current.asksSince,
        unreachable: false,
      }
    case 'person-wrote':
      return {
        lastPersonAt: at,
        asksSince: action.crossed ? current.asksSince : null,
        unreachable: false,
      }
    case 'transfer':
      return { assignedTo: action.to, takenAt: at, offeredTo: null }
    case 'release':
    case 'take-back':
      return {
        assignedTo: null,
        offeredTo: null,
        queuedAt: at,
        offeredBefore: withOne(current.offeredBefore, current.assignedTo),
      }
    case 'escalate':
      return { urgency: 'urgent' }
    case 'close':
      return { closedAt: at, closeReason: action.reason, offeredTo: null }
    case 'reopen':
      return {
        closedAt: null,
        closeReason: null,
        rating: null,
        queuedAt: at,
        offeredBefore: [],
        assignedTo: action.by,
        takenAt: action.by ? at : current.takenAt,
      }
    case 'rate':
      return { rating: action.rating }
    case 'unreachable':
      return { unreachable: true }
    case 'question-dropped':
      return { asksSince: null }
    case 'note':
    case 'remind':
    case 'resolve':
      return {}
    default:
      return action satisfies never
  }
}

function withOne(list: readonly string[], one: string | null): string[] {
  return one === null || list.includes(one) ? [...list] : [...list, one]
}

function actorOf(action: CaseAction): Actor {
  switch (action.kind) {
    case 'close':
      return action.actor
    case 'reopen':
      return action.by ? { kind: 'consultant', id: action.by } : { kind: 'person' }
    case 'person-wrote':
    case 'rate':
      return { kind: 'person' }
    default:
      return 'by' in action ? { kind: 'consultant', id: action.by } : { kind: 'system' }
  }
}

function detailOf(current: Case, action: CaseAction): Record<string, string> {
  const detail: Record<string, string> = {}
  if ('to' in action) detail.to = action.to
  if ('reason' in action) detail.reason = action.reason
  if (action.kind === 'rate') detail.rating = action.rating
  if (['take-back', 'transfer', 'release'].includes(action.kind) && current.assignedTo)
    detail.from = current.assignedTo
  return detail
}
