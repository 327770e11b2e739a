import { COUNTRIES } from '../../../knowledge/vocabulary.ts'
import type { FlowContext } from '../../flow.ts'
import type { Reply } from '../../turn.ts'
import { personState } from './state.ts'

/** Who helps near the person, from the articles on local support: while no consultants are connected. */
export async function localHelp(context: FlowContext): Promise<Reply[]> {
  const country = context.state.profile.country ?? personState(context).before?.country
  if (!country) return [countryQuestion(context)]
  const article = context.assistant.tools.articles.find(
    (candidate) => candidate.id === `${country}/local-support`,
  )
  const title = article?.texts[context.language]?.title ?? article?.texts.en?.title
  const answer = title ? await context.ask(title) : []
  return [context.reply(context.say('person.no_consultant')), ...answer]
}

export function countryQuestion(context: FlowContext): Reply {
  const choices = COUNTRIES.map((code) => ({
    label: context.say(`country.${code}`),
    data: `person:in:${code}`,
  }))
  return context.reply(context.say('clarify.country'), [choices])
}
