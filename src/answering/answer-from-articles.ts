import type { ReplyPart } from '../conversation/turn.ts'
import type { Language } from '../i18n/languages.ts'
import type { Article, Passage } from '../knowledge/article.ts'
import { renderPlaceholders } from '../knowledge/figures.ts'
import { AREAS, type Country, isCountry } from '../knowledge/vocabulary.ts'
import type { ArticleHit } from '../retrieval/article-search.ts'
import type { PassageScores } from '../retrieval/hybrid.ts'
import { findUngrounded } from './check-sources.ts'
import { choosePassages, facetsOf, type PassageBudget, passageText, SHARED_REPLY } from './choose-passages.ts'
import { type AnsweredArticle, composeAnswer } from './compose.ts'
import type { VerdictArticle } from './decide.ts'
import { factsNamed } from './facts-named.ts'
import { topicOfStatus } from './find-articles.ts'
import { readPassage } from './passage-reading.ts'
import { emptyAnswer } from './plain-replies.ts'
import { decidingStatuses, statusButtons } from './status-decides.ts'
import type { AnswererTools, Turnout } from './turnout.ts'
import type { Answer, Handover } from './types.ts'

/**
 * The reply from the articles that answer: their short answers and the passages that fit, what a close second adds, the
 * offer of a person where one is due, sources; checked against the cited articles.
 */
export function answerFromArticles(
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
    const again = articles.length === 1 && passages.length > 0 && isLeadOfLastReply(article, turnout)
    return again
      ? { article, question: asked, passages: wantedFirst(passages, article, turnout, tools), role: 'again' }
      : { article, question: asked, passages }
  })
  const main = articles.length === 1 ? answered[0]?.article : undefined
  const ofStatus = main && !handover ? articleOfStatus(main, turnout, tools) : null
  const second = closeSecond(findings.hits, main)
  if (second && second !== ofStatus?.article) {
    const text = findings.query.map((part) => part.text).join(' ')
    const passages = passagesOf(second, turnout, tools, { text, hits: findings.passages, budget: BESIDE })
    answered.push({ article: second, question: null, passages, role: 'beside' })
  }
  const shown = ofStatus ? [ofStatus, ...answered] : answered
  const composed = composeAnswer(shown, language.reply, tools.messages, tools.today())
  const cited = [...answered, ...(ofStatus ? [ofStatus] : [])].map(({ article }) => article)
  const said = groundedParts(composed.parts, cited, language.reply, trace)
  const about = { text: reading.text, language: language.message, profile: question.profile }
  const statuses = main && !handover ? decidingStatuses(main, about, tools.lexicon) : []
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
    ...emptyAnswer(language),
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

/** What a follow-up wants of the matter ("and how much?") comes first: the beginning was read before. */
function wantedFirst(
  passages: Passage[],
  article: Article,
  { reading, language }: Turnout,
  { lexicon }: AnswererTools,
): Passage[] {
  const all = facetsOf(reading.text, language.message, lexicon)
  // "How much?" and "how long?" hold the "how" of steps too.
  const facets = all.length > 1 ? all.filter((facet) => facet !== 'steps') : all
  const isWanted = (passage: Passage) =>
    readPassage(passage, article, lexicon).headingFacets.some((facet) => facets.includes(facet))
  return [...passages.filter(isWanted), ...passages.filter((passage) => !isWanted(passage))]
}

const ENOUGH_OF_LEAD = 60

/** Whether a follow-up is about the article whose short answer the person has just read. */
function isLeadOfLastReply(article: Article, { findings, question, language }: Turnout): boolean {
  const text = article.texts[language.reply] ?? article.texts.en
  const last = question.history.at(-1)
  if (!findings.followUp || !text || last?.role !== 'assistant') return false
  const lead = renderPlaceholders(text.shortAnswer, article.figures, text.language)
  return last.text.includes(lead.slice(0, ENOUGH_OF_LEAD))
}

/** Topics of the first steps, for which one must know whether one may start at all. */
const OPENING_TOPICS: ReadonlySet<string> = new Set([
  'register-sole-trader',
  'register-company',
  'legal-forms',
  'tax-and-id-numbers',
  'licences-and-premises',
  'food-business',
  'trade-transport-online',
])

/**
 * What the status of a person allows comes before how to open: the article on it, where the message names it as the
 * writer's own, or asks who may and the profile knows it. Null otherwise.
 */
function articleOfStatus(main: Article, turnout: Turnout, tools: AnswererTools): AnsweredArticle | null {
  const { reading, language, question, country } = turnout
  const status = question.profile.status
  const topic = topicOfStatus(status)
  if (!status || !topic || !country || main.area !== country || !OPENING_TOPICS.has(main.topic)) return null
  const { statuses, text } = reading
  const asksWho = facetsOf(text, language.message, tools.lexicon).includes('who')
  // A status that the message names of others ("can refugees …") says nothing of the writer.
  const isOwn = statuses.includes(status) ? factsNamed(reading, language.message).status === status : asksWho
  if (!isOwn) return null
  const article = tools.articles.find((one) => one.id === `${country}/${topic}`)
  return article ? { article, question: null, passages: [], role: { status } } : null
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
  { language, question, findings, reading }: Turnout,
  tools: AnswererTools,
  about: { text: string; hits: PassageScores; budget: PassageBudget | undefined },
): Passage[] {
  const text = passageText(article, language.reply, question.profile.reads ?? [])
  if (!text) return []
  const asked = {
    text: about.text,
    language: language.message,
    facetsFrom: findings.followUp ? reading.text : about.text,
    hits: about.hits,
    status: question.profile.status ?? null,
  }
  const chosen = choosePassages(article, text, asked, tools.lexicon, tools.translations, about.budget)
  return chosen.map(({ passage }) => passage)
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
