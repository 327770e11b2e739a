import { COUNTRIES } from '../../knowledge/vocabulary.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'

/** "Talk to a person" while no consultants are connected: who helps near the person, from the articles on local support. */
export const personFlow: Flow = {
  name: 'person',
  commands: { person: async (context) => localHelp(context) },
  buttons: {
    person: async (context, argument) => {
      const [, country] = argument.split(':')
      if (country)
        context.state.profile.country =
          COUNTRIES.find((known) => known === country) ?? context.state.profile.country
      return localHelp(context)
    },
  },
}

async function localHelp(context: FlowContext): Promise<Reply[]> {
  const { country } = context.state.profile
  if (!country) {
    const choices = COUNTRIES.map((code) => ({
      label: context.say(`country.${code}`),
      data: `person:in:${code}`,
    }))
    return [context.reply(context.say('clarify.country'), [choices])]
  }
  const article = context.assistant.tools.articles.find(
    (candidate) => candidate.id === `${country}/local-support`,
  )
  const title = article?.texts[context.language]?.title ?? article?.texts.en?.title
  const answer = title ? await context.ask(title) : []
  return [context.reply(context.say('person.no_consultant')), ...answer]
}
