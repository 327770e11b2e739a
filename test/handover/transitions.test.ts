import { describe, expect, it } from 'vitest'
import { CASE_STATES, type Case, type CaseState } from '../../src/handover/case.ts'
import { type CaseAction, newCase, transition } from '../../src/handover/transitions.ts'
import { aNewCase } from './cases.ts'

const at = '2026-11-26T10:00:00.000Z'
const inState = (state: CaseState, changes: Partial<Case> = {}): Case => ({
  ...newCase(aNewCase()),
  id: 7,
  state,
  assignedTo: state === 'waiting' || state === 'reopened' ? null : 'ana',
  ...changes,
})

const actions: Record<string, CaseAction> = {
  take: { kind: 'take', by: 'ana', at },
  answer: { kind: 'answer', by: 'ana', asks: false, at },
  'person-wrote': { kind: 'person-wrote', at },
  transfer: { kind: 'transfer', by: 'ana', to: 'ben', at },
  release: { kind: 'release', by: 'ana', at },
  'take-back': { kind: 'take-back', at },
  resolve: { kind: 'resolve', by: 'ana', at },
  close: { kind: 'close', by: 'ana', reason: 'answered', actor: { kind: 'consultant', id: 'ana' }, at },
  reopen: { kind: 'reopen', by: null, at },
}

/** What each step leads to from each state; an error code where it is not possible. */
const TABLE: Record<string, Record<CaseState, string>> = {
  take: {
    waiting: 'taken',
    reopened: 'taken',
    taken: 'CASE_ALREADY_TAKEN',
    answered: 'CASE_ALREADY_TAKEN',
    asked: 'CASE_ALREADY_TAKEN',
    resolved: 'CASE_ALREADY_TAKEN',
    closed: 'CASE_CLOSED',
  },
  answer: {
    waiting: 'CASE_NOT_HELD',
    reopened: 'CASE_NOT_HELD',
    taken: 'answered',
    answered: 'answered',
    asked: 'answered',
    resolved: 'answered',
    closed: 'CASE_CLOSED',
  },
  'person-wrote': {
    waiting: 'waiting',
    reopened: 'reopened',
    taken: 'taken',
    answered: 'asked',
    asked: 'asked',
    resolved: 'asked',
    closed: 'CASE_CLOSED',
  },
  transfer: {
    waiting: 'CASE_NOT_HELD',
    reopened: 'CASE_NOT_HELD',
    taken: 'taken',
    answered: 'taken',
    asked: 'taken',
    resolved: 'taken',
    closed: 'CASE_CLOSED',
  },
  release: {
    waiting: 'CASE_NOT_HELD',
    reopened: 'CASE_NOT_HELD',
    taken: 'reopened',
    answered: 'reopened',
    asked: 'reopened',
    resolved: 'reopened',
    closed: 'CASE_CLOSED',
  },
  'take-back': {
    waiting: 'CASE_TRANSITION',
    reopened: 'CASE_TRANSITION',
    taken: 'reopened',
    answered: 'reopened',
    asked: 'reopened',
    resolved: 'reopened',
    closed: 'CASE_CLOSED',
  },
  resolve: {
    waiting: 'CASE_NOT_HELD',
    reopened: 'CASE_NOT_HELD',
    taken: 'resolved',
    answered: 'resolved',
    asked: 'resolved',
    resolved: 'CASE_NOT_HELD',
    closed: 'CASE_CLOSED',
  },
  close: {
    waiting: 'closed',
    reopened: 'closed',
    taken: 'closed',
    answered: 'closed',
    asked: 'closed',
    resolved: 'closed',
    closed: 'CASE_CLOSED',
  },
  reopen: {
    waiting: 'CASE_TRANSITION',
    reopened: 'CASE_TRANSITION',
    taken: 'CASE_TRANSITION',
    answered: 'CASE_TRANSITION',
    asked: 'CASE_TRANSITION',
    resolved: 'reopened',
    closed: 'reopened',
  },
}

function outcome(state: CaseState, action: CaseAction): string {
  try {
    return transition(inState(state), action).next.state
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a step of a case', () => {
  for (const [name, row] of Object.entries(TABLE))
    for (const state of CASE_STATES)
      it(`${name} from ${state}: ${row[state]}`, () => {
        expect(outcome(state, actions[name] as CaseAction)).toBe(row[state])
      })

  it.each(['answer', 'transfer', 'release', 'resolve', 'close'])(
    '%s by another than the holder is refused',
    (name) => {
      const action = { ...(actions[name] as CaseAction), by: 'ben' } as CaseAction
      expect(() => transition(inState('taken'), action)).toThrow(
        expect.objectContaining({ code: 'CASE_ALREADY_TAKEN' }),
      )
    },
  )

  it.each(['transfer', 'release'])('%s by an admin is possible whoever holds the case', (name) => {
    const action = { ...(actions[name] as CaseAction), by: 'ivo', admin: true } as CaseAction
    const { event } = transition(inState('taken'), action)
    expect(event).toMatchObject({ actor: { kind: 'consultant', id: 'ivo' }, detail: { from: 'ana' } })
    expect(() => transition(inState('waiting'), action)).toThrow(
      expect.objectContaining({ code: 'CASE_NOT_HELD' }),
    )
  })

  it('changes nothing of the case that it is given', () => {
    const before = Object.freeze(inState('waiting'))
    const { next, event } = transition(before, { kind: 'take', by: 'ana', at })
    expect(before.assignedTo).toBeNull()
    expect(next).toMatchObject({ assignedTo: 'ana', takenAt: at, version: before.version + 1 })
    expect(event).toMatchObject({ name: 'case-taken', actor: { kind: 'consultant', id: 'ana' } })
  })

  it('a question of the consultant stays open when more words follow it, until the person answers', () => {
    const later = '2026-11-26T11:00:00.000Z'
    const asked = transition(inState('taken'), { kind: 'answer', by: 'ana', asks: true, at }).next
    const more = transition(asked, { kind: 'answer', by: 'ana', asks: false, at: later }).next
    expect(more.asksSince).toBe(at)
    expect(transition(more, { kind: 'person-wrote', at: later }).next.asksSince).toBeNull()
  })

  it('words that crossed the question on their way leave it open', () => {
    const asked = transition(inState('taken'), { kind: 'answer', by: 'ana', asks: true, at }).next
    expect(transition(asked, { kind: 'person-wrote', at, crossed: true }).next.asksSince).toBe(at)
  })

  it('the first answer keeps its time, and what the person writes ends the consultant’s question', () => {
    const answered = transition(inState('taken'), { kind: 'answer', by: 'ana', asks: true, at }).next
    expect(answered).toMatchObject({ firstAnswerAt: at, asksSince: at })
    const later = '2026-11-26T11:00:00.000Z'
    const asked = transition(answered, { kind: 'person-wrote', at: later }).next
    expect(asked).toMatchObject({ state: 'asked', asksSince: null, lastPersonAt: later })
    expect(transition(asked, { kind: 'answer', by: 'ana', asks: false, at: later }).next.firstAnswerAt).toBe(
      at,
    )
  })

  it('a case that is taken back is not offered first to the one who had it', () => {
    expect(transition(inState('asked'), { kind: 'take-back', at }).next.offeredBefore).toEqual(['ana'])
  })
})
