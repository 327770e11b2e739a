import type { NewCase } from '../../src/handover/transitions.ts'

/** A case of Amina about VAT in Slovenia. */
export function aNewCase(changes: Partial<NewCase> = {}): NewCase {
  return {
    chat: 'telegram:501',
    personLabel: 'Amina',
    urgency: 'normal',
    reason: 'wants_person',
    language: 'en',
    country: 'si',
    municipality: null,
    topic: 'vat',
    summary: 'VAT',
    deadline: null,
    consent: { at: '2026-11-26T10:00:00.000Z', question: 'VAT?', situation: {}, messages: [] },
    before: null,
    at: '2026-11-26T10:00:00.000Z',
    remindAt: null,
    takeBackAt: null,
    ...changes,
  }
}
