import { type Case, CLOSE_REASONS } from '../handover/case.ts'
import type { DeskContext } from '../handover/context.ts'
import { createDesk } from '../handover/desk.ts'
import { CaseNotFoundError, CaseTransitionError } from '../handover/errors.ts'
import type { Handover } from '../handover/service.ts'
import { BLANK } from './canned-replies.ts'
import { FormFieldError } from './errors.ts'
import type { Form } from './form.ts'
import type { Done } from './view.ts'

export const LONGEST_TEXT = 4000
/** Where messages come from that were written here; with the form's own number a second press is recognised. */
const CONSOLE_CHAT = 'web:console'

interface Step {
  context: DeskContext
  caseId: number
  /** Who acts. */
  me: string
  form: Form
}

/** What can be done to a case from its page; each gives the word that the next page shows. */
const STEPS = {
  async take({ context, caseId, me }: Step): Promise<Done> {
    await createDesk(context).take(caseId, me)
    return 'taken'
  },
  answer,
  edit,
  async note({ context, caseId, me, form }: Step): Promise<Done> {
    await createDesk(context).note(caseId, me, form.required('note', LONGEST_TEXT))
    return 'noted'
  },
  async transfer({ context, caseId, me, form }: Step): Promise<Done> {
    const to = form.required('to', 100)
    const note = form.required('transferNote', LONGEST_TEXT)
    await createDesk(context).transfer(caseId, me, { to, note })
    return 'transferred'
  },
  async release({ context, caseId, me, form }: Step): Promise<Done> {
    await createDesk(context).release(
      caseId,
      me,
      form.text('releaseNote').slice(0, LONGEST_TEXT) || undefined,
    )
    return 'released'
  },
  async resolve({ context, caseId, me }: Step): Promise<Done> {
    await createDesk(context).resolve(caseId, me)
    return 'resolved'
  },
  async close({ context, caseId, me, form }: Step): Promise<Done> {
    const reason = form.oneOf('reason', CLOSE_REASONS)
    if (!reason) throw new FormFieldError('reason', 'empty')
    await createDesk(context).close(caseId, me, reason)
    return 'closed'
  },
  async reopen({ context, caseId, me }: Step): Promise<Done> {
    await createDesk(context).reopen(caseId, me)
    return 'reopened'
  },
  propose,
} as const

export type StepName = keyof typeof STEPS

export function isStep(name: string): name is StepName {
  return Object.hasOwn(STEPS, name)
}

/** Does a step and its line in the audit log in one transaction; all or nothing. Throws the coded errors of the desk. */
export function takeStep(handover: Handover, name: StepName, given: Omit<Step, 'context'>): Promise<Done> {
  return handover.run(async (context) => {
    const done = await STEPS[name]({ ...given, context })
    await context.stores.audit.append({
      at: context.now.toISOString(),
      actor: given.me,
      action: `case-${done}`,
      subject: `case:${given.caseId}`,
      detail: {},
    })
    return done
  })
}

/** A second press of the same form changes nothing and says that it was sent. */
async function answer({ context, caseId, me, form }: Step): Promise<Done> {
  const text = sendable(form)
  const messageRef = `${me}:${caseId}:${form.text('once').slice(0, 64)}`
  if (await context.stores.caseMessages.byOrigin(CONSOLE_CHAT, messageRef)) return 'answered'
  const language = form.language('language')
  await createDesk(context).answer(caseId, me, {
    text,
    ...(language && { language }),
    ...(form.checked('asks') && { asks: true }),
    origin: { chat: CONSOLE_CHAT, messageRef },
  })
  return 'answered'
}

async function edit({ context, caseId, me, form }: Step): Promise<Done> {
  const message = await context.stores.caseMessages.get(Number(form.text('message')))
  if (message?.caseId !== caseId) throw new CaseNotFoundError(caseId)
  await createDesk(context).editAnswer(message.id, me, sendable(form))
  return 'edited'
}

/** What a ready-made reply left open must be written first. */
function sendable(form: Form): string {
  const text = form.required('text', LONGEST_TEXT)
  if (text.includes(BLANK)) throw new FormFieldError('text', 'blank_left')
  return text
}

async function propose({ context, caseId, me, form }: Step): Promise<Done> {
  const one: Case | null = await context.stores.cases.get(caseId)
  if (!one) throw new CaseNotFoundError(caseId)
  if (one.state !== 'closed') throw new CaseTransitionError(caseId, 'propose', one.state)
  const text = form.required('proposal', LONGEST_TEXT)
  const testQuestion = form.required('testQuestion', 500)
  const articleId = form.text('articleId') || null
  const { articles } = context.parts.assistant().knowledge
  if (articleId !== null && !articles.some(({ id }) => id === articleId))
    throw new FormFieldError('articleId', 'article')
  if (!form.checked('clean')) throw new FormFieldError('clean', 'clean')
  const language = form.language('language') ?? 'en'
  await createDesk(context).propose(caseId, me, { articleId, language, text, testQuestion })
  return 'proposed'
}
