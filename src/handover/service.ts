import type { ChannelName } from '../conversation/turn.ts'
import type { Storage, Stores } from '../storage/ports.ts'
import { briefingOf } from './briefing.ts'
import type { Case } from './case.ts'
import type { DeskContext, HandoverParts } from './context.ts'
import { createDesk } from './desk.ts'
import { CaseNotFoundError, ConsultantNotFoundError } from './errors.ts'
import { likelyReader } from './offer.ts'
import { outlookOf } from './outlook.ts'
import { createPersonDesk, type PersonDesk } from './person-desk.ts'
import type { Consultant, HandoverService } from './ports.ts'

export interface HandoverServiceParts extends HandoverParts {
  storage: Storage
  /** Something was put into the outbox of a channel. */
  onPosted: (channel: ChannelName) => void
  /** Something may wait for a translation, a topic or a receipt. */
  onWork: () => void
}

export interface Handover extends HandoverService {
  /** The view of a transaction that somebody else has opened; `posted` must be woken after it. */
  context(stores: Stores): DeskContext
  personDesk(stores: Stores): PersonDesk
  /** One transaction; afterwards what delivers is woken. */
  run<T>(work: (context: DeskContext) => Promise<T>): Promise<T>
  /** Stores outside of any transaction, for looking. */
  readonly stores: Stores
  now(): Date
  likelyReader(one: Case): Promise<Consultant | null>
  /** Wakes what delivers and works, after a transaction that somebody else has opened. */
  wake(): void
  /** Like wake, once for all that comes within a moment: turns come in numbers, and few of them concern a case. */
  wakeSoon(): void
}

const SOON_MS = 50

export function createHandover(parts: HandoverServiceParts): Handover {
  const contextOf = (stores: Stores): DeskContext => ({
    parts,
    stores,
    now: parts.clock(),
    posted: new Set(),
  })

  async function run<T>(work: (context: DeskContext) => Promise<T>): Promise<T> {
    const posted = new Set<ChannelName>()
    const result = await parts.storage.transaction(async (stores) => {
      const context = { ...contextOf(stores), posted }
      return work(context)
    })
    for (const channel of posted) parts.onPosted(channel)
    parts.onWork()
    return result
  }

  function wake(): void {
    for (const channel of ['telegram', 'web', 'terminal', 'botframework'] as const) parts.onPosted(channel)
    parts.onWork()
  }
  let soon: NodeJS.Timeout | null = null

  return {
    context: contextOf,
    personDesk: (stores) => createPersonDesk(contextOf(stores)),
    run,
    work: (work) => run((context) => work(createDesk(context))),

    async briefing(caseId, consultantId) {
      const context = contextOf(parts.storage.stores)
      const one = await context.stores.cases.get(caseId)
      if (!one) return null
      const consultant = await context.stores.consultants.get(consultantId)
      if (!consultant) throw new ConsultantNotFoundError(consultantId)
      return briefingOf(context, one, consultant)
    },

    async outlook(caseId) {
      const { stores } = parts.storage
      const one = await stores.cases.get(caseId)
      if (!one) throw new CaseNotFoundError(caseId)
      return outlookOf(one, stores, parts.clock(), parts.holidays, parts.hasTranslator)
    },

    stores: parts.storage.stores,
    now: parts.clock,
    likelyReader: (one) => likelyReader(contextOf(parts.storage.stores), one),

    wake,
    wakeSoon() {
      if (soon) return
      soon = setTimeout(() => {
        soon = null
        wake()
      }, SOON_MS)
    },
  }
}
