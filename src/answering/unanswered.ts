import type { ReplyPart } from '../conversation/turn.ts'
import { isCountry } from '../knowledge/vocabulary.ts'
import type { Verdict } from './decide.ts'
import { plainReply } from './plain-replies.ts'
import type { AnswererTools, Turnout } from './turnout.ts'
import type { Answer } from './types.ts'

/** From this score on an article is worth naming though it does not answer. */
const WORTH_NAMING = 0.4
const MOST_NAMED = 2

/** Why there is no answer, and what comes nearest to it: its title can be tapped. */
export function unanswered(
  verdict: Extract<Verdict, { kind: 'unanswered' }>,
  turnout: Turnout,
  tools: AnswererTools,
): Answer {
  const { language, country, findings } = turnout
  const answer = plainReply(language, 'unanswered', verdict.text, tools.messages, {
    trace: verdict.trace,
    handover: verdict.handover,
    values: { office: 'none' },
  })
  const titles = findings.hits
    .filter(({ article, score }) => score >= WORTH_NAMING && (country || !isCountry(article.area)))
    .filter(({ article }) => article.audience === 'founder')
    .flatMap(({ article }) => article.texts[language.reply]?.title ?? [])
    .slice(0, MOST_NAMED)
  const nearest: ReplyPart[] = titles.slice(0, 1).map((title) => ({
    kind: 'note',
    text: tools.messages.text(language.reply, 'unanswered.nearest', { title }),
  }))
  return {
    ...answer,
    articles: verdict.articles.map((article) => article.id),
    parts: [...answer.parts, ...nearest],
    nextQuestions: titles,
  }
}
