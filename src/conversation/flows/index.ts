import type { Flow } from '../flow.ts'
import { askFlow } from './ask.ts'
import { languageFlow } from './language.ts'
import { personFlow } from './person.ts'
import { welcomeFlow } from './welcome.ts'

/** All flows, in the order in which they are asked whether a text is theirs. */
export const FLOWS: readonly Flow[] = [welcomeFlow, languageFlow, personFlow, askFlow]
