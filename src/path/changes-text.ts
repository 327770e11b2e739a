import { formatDate } from '../i18n/numbers.ts'
import type { PlanChanges } from './compare.ts'
import type { FactName } from './situation.ts'
import { type PathView, titleOf } from './view.ts'

/** What changed in the plan and why, in a few lines; null when the situation is as before. */
export function changesText(view: PathView, changes: PlanChanges): string | null {
  if (changes.facts.length === 0) return null
  const { say, language } = view
  const named = (facts: readonly FactName[]) => facts.map((fact) => factName(view, fact)).join(', ')
  const steps = (some: PlanChanges['added']) =>
    some
      .map(({ id, because }) => {
        const step = titleOf(view, id)
        // With one changed fact the reason stands in the first line already.
        return because.length === 0 || changes.facts.length === 1
          ? `- ${step}`
          : `- ${say('path.changed_because', { step, facts: named(because) })}`
      })
      .join('\n')
  const { added, removed, opening } = changes
  return [
    say('path.changed', { facts: named(changes.facts) }),
    ...(added.length > 0 ? [say('path.changed_added', { steps: `\n${steps(added)}` })] : []),
    ...(removed.length > 0 ? [say('path.changed_removed', { steps: `\n${steps(removed)}` })] : []),
    ...(added.length + removed.length === 0 ? [say('path.changed_nothing')] : []),
    ...(opening
      ? [
          say('path.changed_opening', {
            now: formatDate(opening.now, language),
            before: formatDate(opening.before, language),
          }),
        ]
      : []),
  ].join('\n\n')
}

function factName(view: PathView, fact: FactName): string {
  return fact.startsWith('area_') ? view.say(`situation.${fact}`) : view.say(`path.fact_${fact}`)
}
