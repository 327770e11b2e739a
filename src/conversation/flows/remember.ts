import { z } from 'zod'
import type { Answer, FactsNamed } from '../../answering/types.ts'
import { isCountry, isStatus } from '../../knowledge/vocabulary.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'

const NONE = '-'
const memorySchema = z.strictObject({ offered: z.array(z.string()).default([]) })

/** Facts named in a message are used for that question anyway; for the next ones they are kept only after a yes. */
export const rememberFlow: Flow = {
  name: 'remember',
  buttons: {
    keep: async (context, argument) => {
      const [said, country, status] = argument.split(':')
      if (said !== 'yes') return [context.reply(context.say('remember.declined'))]
      const facts = {
        country: isCountry(country) ? country : null,
        status: isStatus(status) ? status : null,
      }
      const { profile } = context.state
      profile.country = facts.country ?? profile.country
      profile.status = facts.status ?? profile.status
      return [context.reply(context.say('remember.done', { facts: factLabels(context, facts) }))]
    },
  },
  afterAnswer: async (context, answer) => {
    const facts = newFacts(context, answer)
    return facts ? [offer(context, facts)] : []
  },
}

/** "Spain, Refugee status" in the language of the reply. */
export function factLabels(context: FlowContext, { country, status }: FactsNamed): string {
  return [country && context.say(`country.${country}`), status && context.say(`status.${status}`)]
    .filter((label) => label)
    .join(', ')
}

/** What the message told for the first time; null when there is nothing to offer, or no moment for it. */
function newFacts(context: FlowContext, answer: Answer): FactsNamed | null {
  if (answer.outcome !== 'answered' || answer.asksFor !== null) return null
  const { profile } = context.state
  const memory = memoryOf(context)
  const fresh = (key: string) => !memory.offered.includes(key)
  const named = answer.factsNamed
  const country =
    named.country && profile.country === null && fresh(`country:${named.country}`) ? named.country : null
  const status =
    named.status && profile.status !== named.status && fresh(`status:${named.status}`) ? named.status : null
  return country || status ? { country, status } : null
}

function offer(context: FlowContext, facts: FactsNamed): Reply {
  const memory = memoryOf(context)
  if (facts.country) memory.offered.push(`country:${facts.country}`)
  if (facts.status) memory.offered.push(`status:${facts.status}`)
  context.state.flows.remember = memory
  const data = `${facts.country ?? NONE}:${facts.status ?? NONE}`
  return context.reply(context.say('remember.offer', { facts: factLabels(context, facts) }), [
    [
      { label: context.say('button.yes_remember'), data: `keep:yes:${data}` },
      { label: context.say('button.no'), data: `keep:no:${data}` },
    ],
  ])
}

function memoryOf(context: FlowContext): z.output<typeof memorySchema> {
  return memorySchema.catch({ offered: [] }).parse(context.state.flows.remember ?? {})
}
