import type { PersonDesk } from '../../handover/person-desk.ts'
import type { Stores } from '../../storage/ports.ts'
import type { Flow } from '../flow.ts'
import { askFlow } from './ask.ts'
import { feedbackFlow } from './feedback.ts'
import { forgetFlow } from './forget.ts'
import { glossaryFlow } from './glossary.ts'
import { languageFlow } from './language.ts'
import { myDataFlow } from './my-data.ts'
import { createPersonFlow } from './person/person.ts'
import { rememberFlow } from './remember.ts'
import { situationFlow } from './situation/situation.ts'
import { welcomeFlow } from './welcome.ts'

/** All flows with the hand-over to consultants, in the order in which they are asked whether a text is theirs. */
export function createFlows(deskOf: ((stores: Stores) => PersonDesk) | null): readonly Flow[] {
  return FLOWS.map((flow) => (flow.name === 'person' ? createPersonFlow(deskOf) : flow))
}

/** The flows while nobody is there to take a case over. */
export const FLOWS: readonly Flow[] = [
  welcomeFlow,
  languageFlow,
  situationFlow,
  createPersonFlow(null),
  rememberFlow,
  glossaryFlow,
  feedbackFlow,
  myDataFlow,
  forgetFlow,
  askFlow,
]
