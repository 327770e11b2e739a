import type { AreaOfLife } from '../../chat-state.ts'
import type { FlowContext } from '../../flow.ts'
import type { Button, Reply } from '../../turn.ts'
import { articleForArea, comesBeforeBusiness } from './first-things.ts'

/** What a yellow or red area asks for: the next small step, what to read, whom to talk to; "not now" is a good answer. */
export function areaAdvice(context: FlowContext, area: AreaOfLife): Reply | null {
  const colour = context.state.profile.areas[area]
  if (colour !== 'yellow' && colour !== 'red') return null
  const step = context.say(`situation.step_${area}_${colour}`)
  if (colour === 'yellow') return context.reply(step)
  const first = comesBeforeBusiness(area)
  const text = [context.say(first ? 'situation.red_first' : 'situation.red_plan'), step]
  const buttons: Button[][] = []
  const read = readButton(context, area)
  if (read) buttons.push([read])
  buttons.push([
    { label: context.say('button.talk_to_person'), data: 'person:ask' },
    ...(first ? [{ label: context.say('situation.later'), data: 'me:later' }] : []),
  ])
  return context.reply(text.join(' '), buttons)
}

function readButton(context: FlowContext, area: AreaOfLife): Button | null {
  const id = articleForArea(area, context.state.profile)
  const article = context.assistant.knowledge.articles.find((one) => one.id === id)
  const title = article?.texts[context.language]?.title ?? article?.texts.en?.title
  return article && title ? { label: title, data: `me:read:${article.id}` } : null
}
