import type { Flow } from '../flow.ts'
import { askFlow } from './ask.ts'
import { feedbackFlow } from './feedback.ts'
import { forgetFlow } from './forget.ts'
import { glossaryFlow } from './glossary.ts'
import { languageFlow } from './language.ts'
import { myDataFlow } from './my-data.ts'
import { personFlow } from './person.ts'
import { rememberFlow } from './remember.ts'
import { situationFlow } from './situation/situation.ts'
import { welcomeFlow } from './welcome.ts'

/** All flows, in the order in which they are asked whether a text is theirs. */
export const FLOWS: readonly Flow[] = [
  welcomeFlow,
  languageFlow,
  situationFlow,
  personFlow,
  rememberFlow,
  glossaryFlow,
  feedbackFlow,
  myDataFlow,
  forgetFlow,
  askFlow,
]
