import type { ReplyPart } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Lexicon } from '../knowledge/lexicon.ts'
import type { Country } from '../knowledge/vocabulary.ts'
import type { ArticleHit } from '../retrieval/article-search.ts'
import { normalise } from '../retrieval/normalise.ts'
import { answerFromArticles } from './answer-from-articles.ts'
import { chooseLanguage, type LanguageChoice } from './choose-language.ts'
import { countryButtons, crisisParts } from './compose.ts'
import { decide, type Verdict } from './decide.ts'
import { factsNamed } from './facts-named.ts'
import {
  allowedFor,
  countryOfHistory,
  type Findings,
  findArticles,
  preferred,
  preferredInCase,
} from './find-articles.ts'
import { emptyAnswer, plainReply } from './plain-replies.ts'
import {
  inLatinForm,
  inRightSpelling,
  type MessageReading,
  readMessage,
  withoutInsults,
  withoutTowns,
} from './read-message.ts'
import { screenRisks } from './screen-risks.ts'
import { scripted } from './script.ts'
import { separateQuestions } from './separate-questions.ts'
import type { AnswererTools, Turnout } from './turnout.ts'
import type { Answer, Question } from './types.ts'
import { unanswered } from './unanswered.ts'

/**
 * A rewriter of composed answers, the seam for language models: it may say the same better. What it returns is checked
 * against the cited articles and dropped when it states anything else.
 */
export type Rewriter = (
  answer: Answer,
  question: Question,
  signal: AbortSignal,
) => Promise<ReplyPart[] | null>

/** Answers questions from the articles; keeps nothing between calls. */
export interface Answerer {
  /** Never throws for what a person writes. Costs a few milliseconds of CPU. */
  answer(question: Question): Answer
}

export function createAnswerer(tools: AnswererTools): Answerer {
  return { answer: (question) => answerQuestion(question, tools) }
}

function answerQuestion(question: Question, tools: AnswererTools): Answer {
  const language = chooseLanguage(question, tools.languageModel)
  if (question.text.trim() === '')
    return plainReply(language, 'clarify', 'input.empty', tools.messages, { trace: ['empty'] })
  if (language.doubtful)
    return plainReply(language, 'clarify', 'clarify.language', tools.messages, {
      asksFor: 'language',
      trace: ['language doubtful'],
    })
  const reading = readMessage(question.text, language.message, tools.lexicon)
  const known = withStatus(question, reading)
  const compared = inComparedForm(reading, language, tools)
  const country = countryOf(known, reading, language.message, tools.lexicon)
  const found = findArticles(known, compared, language.message, country, tools)
  const risks = screenRisks(
    screened(reading, language, tools),
    language.message,
    tools.triage,
    tools.triageModels,
    { best: found.hits[0] ?? null, followUp: found.followUp },
  )
  const hits = preferredInCase(found.hits, risks.handover?.topics ?? [], country)
  const findings: Findings = { ...found, hits }
  const ofCountry = (topic: string) =>
    country ? tools.articles.find((article) => article.id === `${country}/${topic}`) : undefined
  const [localSupport, rights] = [ofCountry('local-support'), ofCountry('rights-and-complaints')]
  const among = {
    allowed: allowedFor(country, known, reading),
    preferred: (hits: ArticleHit[]) => preferred(hits, known, country),
  }
  const separate = separateQuestions(reading, language.message, among, tools.search)
  const turnout: Turnout = {
    question: known,
    today: tools.today(),
    language,
    reading,
    risks,
    country,
    findings,
    separate,
    localSupport,
    rights,
  }
  const answer = withNumbersFirst(
    calmed(reply(decide(turnout), turnout, tools), turnout, tools),
    turnout,
    tools,
  )
  return scripted(
    {
      ...answer,
      messageClass: risks.main?.id ?? null,
      factsNamed: factsNamed(reading, language.message),
    },
    language,
  )
}

/** The message as it is compared with the texts: in Latin form where it was typed so, else in the right spelling. */
function inComparedForm(
  reading: MessageReading,
  language: LanguageChoice,
  { spelling }: AnswererTools,
): MessageReading {
  return language.romanised
    ? inLatinForm(reading, language.message)
    : inRightSpelling(reading, spelling[language.message])
}

/** The message as it is compared with the labelled ones. */
function screened(reading: MessageReading, language: LanguageChoice, tools: AnswererTools): MessageReading {
  const rest = withoutTowns(reading, language.message, tools.lexicon)
  return withoutInsults(inComparedForm(rest, language, tools), language.message, tools.lexicon)
}

/** The country that the message names, else the person's own, else one hinted at, else that of the talk so far. */
function countryOf(
  question: Question,
  reading: MessageReading,
  language: Language,
  lexicon: Lexicon,
): Country | null {
  const own =
    question.profile.country ??
    (reading.countryOfOthers ? countryOfHistory(question, reading, language, lexicon) : null)
  if (reading.countryNamed && !(own && reading.countryOfOthers))
    return own && reading.countries.includes(own) && reading.countries.length > 1
      ? own
      : (reading.countries[0] ?? null)
  return own ?? reading.countries[0] ?? countryOfHistory(question, reading, language, lexicon)
}

function withStatus(question: Question, reading: MessageReading): Question {
  const named = reading.statuses[0]
  if (!named || (question.profile.status && question.profile.status !== 'unknown')) return question
  return { ...question, profile: { ...question.profile, status: named } }
}

function reply(verdict: Verdict, turnout: Turnout, tools: AnswererTools): Answer {
  const { language, country } = turnout
  const handover = verdict.handover
  const trace = verdict.trace
  switch (verdict.kind) {
    case 'crisis': {
      const parts = crisisParts(verdict.help, country, language.reply, tools.messages, tools.emergency)
      return { ...emptyAnswer(language), outcome: 'crisis', handover, country, parts, trace }
    }
    case 'clarify_country':
      return {
        ...plainReply(language, 'clarify', 'clarify.country', tools.messages, { asksFor: 'country', trace }),
        handover,
        choices: countryButtons(language.reply, tools.messages),
        articles: verdict.articles.map((article) => article.id),
      }
    case 'greeting':
      return {
        ...emptyAnswer(language),
        outcome: 'clarify',
        parts: [
          {
            kind: 'text',
            text:
              turnout.question.history.length > 0
                ? tools.messages.text(language.reply, 'greeting.again')
                : tools.messages.text(language.reply, 'greeting.text', {
                    example: tools.messages.text(language.reply, 'greeting.example'),
                  }),
          },
        ],
        trace,
      }
    case 'out_of_scope':
      return plainReply(language, 'out_of_scope', verdict.text, tools.messages, { trace, handover })
    case 'unanswered':
      return unanswered(verdict, turnout, tools)
    case 'person':
      return {
        ...plainReply(language, 'answered', 'handover.person_intro', tools.messages, { trace, handover }),
        choices: country ? [] : countryButtons(language.reply, tools.messages),
      }
    case 'answered':
      return answerFromArticles(verdict.articles, turnout, tools, handover, trace)
    default:
      return verdict satisfies never
  }
}

/** A calm sentence before the reply when the message insults; danger comes before everything. */
function calmed(answer: Answer, { language, reading }: Turnout, tools: AnswererTools): Answer {
  if (answer.outcome === 'crisis') return answer
  const insults =
    tools.lexicon.languages[language.message]?.insults.find(normalise(reading.text, language.message)) ?? []
  if (insults.length === 0) return answer
  const calm: ReplyPart = { kind: 'text', text: tools.messages.text(language.reply, 'abuse.calm') }
  return { ...answer, parts: [calm, ...answer.parts] }
}

/** Whoever tells of violence or of being held reads the help numbers first, also when the danger may be over. */
function withNumbersFirst(
  answer: Answer,
  { risks, country, language }: Turnout,
  tools: AnswererTools,
): Answer {
  const help = risks.handover?.help
  if (!help || answer.outcome === 'crisis') return answer
  const numbers = crisisParts(help, country, language.reply, tools.messages, tools.emergency)
  return { ...answer, parts: [...numbers.filter(({ kind }) => kind === 'text'), ...answer.parts] }
}
