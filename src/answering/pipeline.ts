import type { Button, ReplyPart } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import { inScript, type Messages } from '../i18n/messages.ts'
import type { Article, Passage } from '../knowledge/article.ts'
import type { Lexicon } from '../knowledge/lexicon.ts'
import { AREAS, type Country, isCountry } from '../knowledge/vocabulary.ts'
import type { ArticleHit, ArticleSearch, PassageHit } from '../retrieval/article-search.ts'
import type { LanguageModel } from '../retrieval/language-guess.ts'
import { normalise } from '../retrieval/normalise.ts'
import { findUngrounded } from './check-sources.ts'
import { chooseLanguage, type LanguageChoice } from './choose-language.ts'
import { choosePassages, type PassageBudget, passageText, SHARED_REPLY } from './choose-passages.ts'
import { type AnsweredArticle, composeAnswer, countryButtons, crisisParts } from './compose.ts'
import { decide, type Verdict, type VerdictArticle } from './decide.ts'
import type { EmergencyNumbers } from './emergency.ts'
import { factsNamed } from './facts-named.ts'
import { allowedFor, countryOfHistory, type Findings, findArticles, preferred } from './find-articles.ts'
import { inLatinForm, type MessageReading, readMessage, withoutInsults } from './read-message.ts'
import { type RiskScreen, screenRisks } from './screen-risks.ts'
import { type SeparateQuestion, separateQuestions } from './separate-questions.ts'
import { decidingStatuses, statusButtons } from './status-decides.ts'
import type { Translations } from './translations.ts'
import type { TriageClasses, TriageModels } from './triage.ts'
import type { Answer, Handover, Question } from './types.ts'

export interface AnswererTools {
  articles: readonly Article[]
  search: ArticleSearch
  lexicon: Lexicon
  translations: Translations | null
  triage: TriageClasses
  triageModels: TriageModels
  languageModel: LanguageModel | null
  messages: Messages
  emergency: EmergencyNumbers
  /** Today as an ISO day. */
  today: () => string
}

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

/** All that the steps found out about one question. */
export interface Turnout {
  question: Question
  /** Today as an ISO day. */
  today: string
  language: LanguageChoice
  reading: MessageReading
  risks: RiskScreen
  country: Country | null
  findings: Findings
  /** The questions of the message, when it asks several things. */
  separate: SeparateQuestion[]
  /** The article on rights and complaints of the country; undefined when the country is not known. */
  rights: Article | undefined
  /** The article on who helps in the country; undefined when the country is not known. */
  localSupport: Article | undefined
}

export function createAnswerer(tools: AnswererTools): Answerer {
  return { answer: (question) => answerQuestion(question, tools) }
}

function answerQuestion(question: Question, tools: AnswererTools): Answer {
  const language = chooseLanguage(question, tools.languageModel)
  if (question.text.trim() === '')
    return plainReply(language, 'clarify', 'input.empty', tools, { trace: ['empty'] })
  if (language.doubtful)
    return plainReply(language, 'clarify', 'clarify.language', tools, {
      asksFor: 'language',
      trace: ['language doubtful'],
    })
  const reading = readMessage(question.text, language.message, tools.lexicon)
  const known = withStatus(question, reading)
  const compared = language.romanised ? inLatinForm(reading, language.message) : reading
  const calm = withoutInsults(compared, language.message, tools.lexicon)
  const risks = screenRisks(calm, language.message, tools.triage, tools.triageModels)
  const country = countryOf(known, reading, language.message, tools.lexicon)
  const topics = risks.handover?.topics ?? []
  const findings = findArticles(known, compared, language.message, country, topics, tools)
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
  const answer = calmed(reply(decide(turnout), turnout, tools), turnout, tools)
  return scripted({ ...answer, factsNamed: factsNamed(reading, language.message) }, language)
}

/** The country that the message names, else the person's own, else one hinted at, else that of the talk so far. */
function countryOf(
  question: Question,
  reading: MessageReading,
  language: Language,
  lexicon: Lexicon,
): Country | null {
  const own = question.profile.country
  if (reading.countryNamed)
    return own && reading.countries.includes(own) && reading.countries.length > 1
      ? own
      : (reading.countries[0] ?? null)
  return own ?? reading.countries[0] ?? countryOfHistory(question, language, lexicon)
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
      return { ...base(language, tools), outcome: 'crisis', handover, country, parts, trace }
    }
    case 'clarify_country':
      return {
        ...plainReply(language, 'clarify', 'clarify.country', tools, { asksFor: 'country', trace }),
        handover,
        choices: countryButtons(language.reply, tools.messages),
        articles: verdict.articles.map((article) => article.id),
      }
    case 'greeting':
      return {
        ...base(language, tools),
        outcome: 'clarify',
        parts: [
          {
            kind: 'text',
            text: tools.messages.text(language.reply, 'greeting.text', {
              example: tools.messages.text(language.reply, 'greeting.example'),
            }),
          },
        ],
        trace,
      }
    case 'out_of_scope':
      return plainReply(language, 'out_of_scope', verdict.text, tools, { trace, handover })
    case 'unanswered': {
      const office = { office: 'none' }
      const answer = plainReply(language, 'unanswered', verdict.text, tools, {
        trace,
        handover,
        values: office,
      })
      return { ...answer, articles: verdict.articles.map((article) => article.id) }
    }
    case 'person':
      return {
        ...plainReply(language, 'answered', 'handover.person_intro', tools, { trace, handover }),
        choices: country ? [] : countryButtons(language.reply, tools.messages),
      }
    case 'answered':
      return composeVerdict(verdict.articles, turnout, tools, handover, trace)
    default:
      return verdict satisfies never
  }
}

/** What the second article may add: questions often lie between two topics. */
const BESIDE: PassageBudget = { characters: 600, most: 2 }
const CLOSE_SECOND = 0.75

/** The article after the one that answers, when it fits nearly as well and speaks to the same readers. */
function closeSecond(hits: readonly ArticleHit[], answering: Article | undefined): Article | null {
  const [first, second] = [hits[0], hits.find((hit) => hit.article !== answering)]
  if (!first || !second || !answering) return null
  const sameReaders = second.article.audience === answering.audience
  return sameReaders && second.score >= CLOSE_SECOND * first.score ? second.article : null
}

function passagesOf(
  article: Article,
  { language, question }: Turnout,
  tools: AnswererTools,
  about: { text: string; hits: readonly PassageHit[]; budget: PassageBudget | undefined },
): Passage[] {
  const text = passageText(article, language.reply, question.profile.reads ?? [])
  if (!text) return []
  const asked = {
    text: about.text,
    language: language.message,
    hits: about.hits,
    status: question.profile.status ?? null,
  }
  const chosen = choosePassages(article, text, asked, tools.lexicon, tools.translations, about.budget)
  return chosen.map(({ passage }) => passage)
}

function composeVerdict(
  articles: VerdictArticle[],
  turnout: Turnout,
  tools: AnswererTools,
  handover: Handover | null,
  trace: string[],
): Answer {
  const { language, reading, findings, question } = turnout
  const answered = articles.map(({ article, separate }): AnsweredArticle => {
    const asked = separate?.question ?? null
    const passages = passagesOf(article, turnout, tools, {
      text: asked ?? findings.query.map((part) => part.text).join(' '),
      hits: separate?.passages ?? findings.passages,
      budget: separate ? SHARED_REPLY : undefined,
    })
    return { article, question: asked, passages }
  })
  const second = articles.length === 1 ? closeSecond(findings.hits, articles[0]?.article) : null
  if (second) {
    const text = findings.query.map((part) => part.text).join(' ')
    const passages = passagesOf(second, turnout, tools, { text, hits: findings.passages, budget: BESIDE })
    answered.push({ article: second, question: null, passages, beside: true })
  }
  const composed = composeAnswer(answered, language.reply, tools.messages, tools.today())
  const cited = answered.map(({ article }) => article)
  const said = groundedParts(composed.parts, cited, language.reply, trace)
  const about = { text: reading.text, language: language.message, profile: question.profile }
  const statuses =
    articles.length === 1 && cited[0] && !handover ? decidingStatuses(cited[0], about, tools.lexicon) : []
  const parts = [
    ...said.filter((part) => part.kind !== 'sources'),
    ...offerParts(handover, turnout, tools),
    ...said.filter((part) => part.kind === 'sources'),
    ...(statuses.length > 0
      ? [{ kind: 'note' as const, text: tools.messages.text(language.reply, 'answer.status_first') }]
      : []),
  ]
  const order = [...new Set([...cited, ...findings.hits.map((hit) => hit.article)])].slice(0, 5)
  return {
    ...base(language, tools),
    outcome: 'answered',
    handover,
    country: articleCountry(cited[0], turnout.country),
    articles: order.map((article) => article.id),
    passageIds: composed.passageIds,
    sources: composed.sources,
    parts,
    choices: statuses.length > 0 ? statusButtons(statuses, language.reply, tools.messages) : [],
    asksFor: statuses.length > 0 ? 'status' : null,
    nextQuestions: nextQuestions(cited[0], language.reply, tools, reading.text),
    trace,
  }
}

/** The parts without any that states what no cited article says; the trace tells what was left out. */
function groundedParts(
  parts: readonly ReplyPart[],
  cited: readonly Article[],
  language: Language,
  trace: string[],
): readonly ReplyPart[] {
  const ungrounded = findUngrounded(parts, cited, language)
  if (ungrounded.length === 0) return parts
  trace.push(`ungrounded: ${ungrounded.map((item) => item.text).join(' ')}`)
  return parts.filter((part) => findUngrounded([part], cited, language).length === 0)
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

function offerParts(handover: Handover | null, turnout: Turnout, tools: AnswererTools): ReplyPart[] {
  if (!handover) return []
  const key =
    handover.reason === 'wants_person'
      ? 'handover.person_intro'
      : handover.urgency === 'urgent'
        ? 'handover.offer_urgent'
        : 'handover.offer'
  return [{ kind: 'note', text: tools.messages.text(turnout.language.reply, key) }]
}

function articleCountry(article: Article | undefined, asked: Country | null): Country | null {
  if (article && isCountry(article.area)) return article.area
  return asked
}

/** Questions of related articles that the person may ask next. */
function nextQuestions(
  article: Article | undefined,
  language: Language,
  tools: AnswererTools,
  asked: string,
): string[] {
  if (!article) return []
  const related = article.related.flatMap(
    (id) => tools.articles.find((candidate) => candidate.id === id) ?? [],
  )
  const ordered = related
    .filter((candidate) => candidate.audience === 'founder')
    .sort((a, b) => AREAS.indexOf(a.area) - AREAS.indexOf(b.area))
  return ordered
    .flatMap((candidate) => candidate.texts[language]?.title ?? [])
    .filter((title) => title !== asked)
    .slice(0, 3)
}

function base(language: LanguageChoice, _tools: AnswererTools): Answer {
  return {
    outcome: 'unanswered',
    handover: null,
    language: language.reply,
    country: null,
    articles: [],
    passageIds: [],
    sources: [],
    parts: [],
    choices: [],
    asksFor: null,
    factsNamed: { country: null, status: null },
    nextQuestions: [],
    trace: [],
  }
}

function plainReply(
  language: LanguageChoice,
  outcome: Answer['outcome'],
  key: string,
  tools: AnswererTools,
  more: {
    asksFor?: Answer['asksFor']
    handover?: Handover | null
    trace: string[]
    values?: Record<string, string>
  },
): Answer {
  return {
    ...base(language, tools),
    outcome,
    handover: more.handover ?? null,
    asksFor: more.asksFor ?? null,
    parts: [{ kind: 'text', text: tools.messages.text(language.reply, key, more.values) }],
    trace: more.trace,
  }
}

/** Serbian readers of Cyrillic get Cyrillic, buttons too. */
function scripted(answer: Answer, language: LanguageChoice): Answer {
  if (answer.language !== 'bs' || language.script !== 'Cyrl') return answer
  const turn = (text: string) => inScript(text, 'bs', 'Cyrl')
  return {
    ...answer,
    parts: answer.parts.map((part) =>
      part.language || part.kind === 'sources' ? part : { ...part, text: turn(part.text) },
    ),
    choices: answer.choices.map((row) =>
      row.map((button): Button => ({ ...button, label: turn(button.label) })),
    ),
    nextQuestions: answer.nextQuestions.map(turn),
  }
}
