import { COUNTRIES } from '../../../knowledge/vocabulary.ts'
import { allButtons, backButton, overviewButtons, stepButtons } from '../../../path/buttons.ts'
import { changesText } from '../../../path/changes-text.ts'
import { comparePlans, snapshotOf } from '../../../path/compare.ts'
import { nextStep } from '../../../path/plan.ts'
import { pathStateOf } from '../../../path/state.ts'
import type { PathTools } from '../../../path/tools.ts'
import { allParts, overviewReply, type PathView, stepPart } from '../../../path/view.ts'
import type { FlowContext } from '../../flow.ts'
import type { Reply, ReplyPart } from '../../turn.ts'
import { keepPath, viewOf } from './open.ts'

/** The next step whole, then the list, with what changed since the last look. */
export async function showPath(
  context: FlowContext,
  tools: PathTools,
  said: string[] = [],
): Promise<Reply[]> {
  const view = viewOf(context, tools)
  if (!view) return [askCountry(context)]
  const changes = changesSince(view)
  const kept = (await keepSeen(context, view)) ?? view
  const next = nextStep(kept.plan)
  const notes = [...said, ...(changes ? [changes] : []), ...missingLine(view)].map(
    (text): ReplyPart => ({ kind: 'note', text }),
  )
  return [overviewReply(kept, next, overviewButtons(kept, next), notes)]
}

export async function showAll(context: FlowContext, tools: PathTools): Promise<Reply[]> {
  const view = viewOf(context, tools)
  if (!view) return [askCountry(context)]
  const kept = (await keepSeen(context, view)) ?? view
  return [{ language: context.language, parts: allParts(kept), buttons: allButtons(kept) }]
}

export async function showStep(context: FlowContext, tools: PathTools, id: string): Promise<Reply[]> {
  const view = viewOf(context, tools)
  const planned = view?.plan.steps.find(({ step }) => step.id === id)
  if (!view || !planned) return [context.reply(context.say('button.stale'))]
  const own = planned.state === 'open' ? [stepButtons(view, id)] : []
  return [
    { language: context.language, parts: [stepPart(view, planned)], buttons: [...own, [backButton(view)]] },
  ]
}

/** After a turn that changed the situation: what this does to the plan. Silent while the check of the situation runs. */
export async function showChanges(context: FlowContext, tools: PathTools): Promise<Reply[]> {
  const checking = context.state.flows.situation as { running?: boolean } | undefined
  if (checking?.running) return []
  const view = viewOf(context, tools)
  const text = view ? changesSince(view) : null
  if (!view || text === null) return []
  await keepSeen(context, view)
  return [context.reply(text, [[backButton(view)]])]
}

function changesSince(view: PathView): string | null {
  const { seen } = view.state
  if (!seen) return null
  return changesText(view, comparePlans(seen, snapshotOf(view.plan, view.situation), view.tools.byId))
}

function keepSeen(context: FlowContext, view: PathView): Promise<PathView | null> {
  const state = pathStateOf(context.state)
  state.seen = snapshotOf(view.plan, view.situation)
  return keepPath(context, view.tools, state)
}

function missingLine({ situation, say }: PathView): string[] {
  const missing = [
    ...(situation.status === 'unknown' ? [say('path.missing_status')] : []),
    ...(situation.activity === null ? [say('path.missing_activity')] : []),
  ]
  return missing.length > 0 ? [say('path.tell_more', { missing: missing.join(', ') })] : []
}

function askCountry(context: FlowContext): Reply {
  return context.reply(context.say('path.no_country'), [
    COUNTRIES.map((country) => ({
      label: context.say(`country.${country}`),
      data: `path:country:${country}`,
    })),
  ])
}
