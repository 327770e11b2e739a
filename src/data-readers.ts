import path from 'node:path'
import { loadEmergency } from './answering/emergency.ts'
import { loadTriage } from './answering/triage.ts'
import { loadHolidays } from './calendar/holidays.ts'
import { loadCannedReplies } from './console/canned-replies.ts'
import { loadDeadlineWords } from './handover/deadline-words.ts'
import { readMessageTexts } from './i18n/messages.ts'
import { readCommonWords } from './knowledge/common-words.ts'
import { readGeneralSentences } from './knowledge/general-sentences.ts'
import { readLexicon } from './knowledge/lexicon.ts'
import { loadPathSteps } from './path/steps.ts'

/** Readers of all data beside the articles under a root of knowledge/ and locales/; each throws for what it cannot use. */
export function dataReaders(root: string): (() => Promise<unknown>)[] {
  const knowledge = path.join(root, 'knowledge')
  return [
    () => readMessageTexts(path.join(root, 'locales')),
    () => readLexicon(knowledge),
    () => readGeneralSentences(knowledge),
    () => readCommonWords(knowledge),
    () => loadTriage(path.join(knowledge, 'triage')),
    () => loadEmergency(knowledge),
    () => loadHolidays(knowledge),
    () => loadDeadlineWords(knowledge),
    () => loadPathSteps(knowledge),
    () => loadCannedReplies(knowledge),
  ]
}
