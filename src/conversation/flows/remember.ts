import { z } from 'zod'
import type { Answer, FactsNamed } from '../../answering/types.ts'
import { yesOrNo } from '../../knowledge/lexicon.ts'
import { isCountry, isStatus } from '../../knowledge/vocabulary.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'

const NONE = '-'
const LONGEST_TOWN = 80
/** Older offers are forgotten and may be made again. */
const REMEMBERED_OFFERS = 40
const memorySchema = z.strictObject({
  offered: z.array(z.string()).default([]),
  /** What was offered below the last answer, as in the data of its buttons; until the next message. */
  open: z.string().nullable().default(null),
})

/** Facts named in a message are used for that question anyway; for the next ones they are kept only after a yes. */
export const rememberFlow: Flow = {
  name: 'remember',
  buttons: {
    keep: async (context, argument) => {
      const [said, ...facts] = argument.split(':')
      return said === 'yes' ? keep(context, facts) : [context.reply(context.say('remember.declined'))]
    },
  },
  /** A yes or a no that is typed answers the offer below the last answer; without one it asks nothing. */
  text: async (context, text) => {
    const memory = memoryOf(context)
    const { open } = memory
    if (open !== null) context.state.flows.remember = { ...memory, open: null }
    const said = yesOrNo(text, context.language, context.assistant.lexicon)
    if (said === null || context.state.history.length === 0) return null
    if (open === null) return [context.reply(context.say('greeting.again'))]
    return said ? keep(context, open.split(':')) : [context.reply(context.say('remember.declined'))]
  },
  afterAnswer: async (context, answer) => {
    const facts = newFacts(context, answer)
    return facts ? [offer(context, facts)] : []
  },
}

/** Puts the facts of an offer into the profile. */
function keep(context: FlowContext, [country, status, town = NONE]: string[]): Reply[] {
  const facts = {
    country: isCountry(country) ? country : null,
    status: isStatus(status) ? status : null,
    town: town === NONE || town.length > LONGEST_TOWN ? null : town,
  }
  const { profile } = context.state
  profile.country = facts.country ?? profile.country
  profile.status = facts.status ?? profile.status
  profile.municipality = facts.town ?? profile.municipality
  return [context.reply(context.say('remember.done', { facts: factLabels(context, facts) }))]
}

/** "Spain, Málaga, Refugee status" in the language of the reply. */
export function factLabels(context: FlowContext, { country, town, status }: FactsNamed): string {
  return [country && context.say(`country.${country}`), town, status && context.say(`status.${status}`)]
    .filter((label) => label)
    .join(', ')
}

/** What the message told for the first time; null when there is nothing to offer, or no moment for it. */
function newFacts(context: FlowContext, answer: Answer): FactsNamed | null {
  if (answer.outcome !== 'answered' || answer.asksFor !== null) return null
  const { profile } = context.state
  const memory = memoryOf(context)
  const named = answer.factsNamed
  const isFresh = (kind: keyof FactsNamed) => !memory.offered.includes(`${kind}:${named[kind]}`)
  const country = named.country && profile.country === null && isFresh('country') ? named.country : null
  const status = named.status && profile.status !== named.status && isFresh('status') ? named.status : null
  // A town of another country than the person's own is asked about, not lived in.
  const lives = profile.country === null || profile.country === named.country
  const town = named.town && lives && profile.municipality === null && isFresh('town') ? named.town : null
  return country || town || status ? { country, town, status } : null
}

function offer(context: FlowContext, facts: FactsNamed): Reply {
  const memory = memoryOf(context)
  for (const [kind, value] of Object.entries(facts)) if (value) memory.offered.push(`${kind}:${value}`)
  const data = `${facts.country ?? NONE}:${facts.status ?? NONE}${facts.town ? `:${facts.town}` : ''}`
  context.state.flows.remember = { offered: memory.offered.slice(-REMEMBERED_OFFERS), open: data }
  return context.reply(context.say('remember.offer', { facts: factLabels(context, facts) }), [
    [
      { label: context.say('button.yes_remember'), data: `keep:yes:${data}` },
      { label: context.say('button.no'), data: `keep:no:${data}` },
    ],
  ])
}

function memoryOf(context: FlowContext): z.output<typeof memorySchema> {
  return memorySchema.catch({ offered: [], open: null }).parse(context.state.flows.remember ?? {})
}
