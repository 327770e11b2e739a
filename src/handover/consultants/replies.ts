import type { Button, Reply } from '../../conversation/turn.ts'
import type { Consultant } from '../ports.ts'

/** A sentence for a consultant. */
export function note(consultant: Consultant, text: string, buttons: Button[][] = []): Reply {
  return { language: consultant.languages[0] ?? 'en', parts: [{ kind: 'note', text }], buttons }
}
