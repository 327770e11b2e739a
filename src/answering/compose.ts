import type { Button, ReplyPart } from '../conversation/turn.ts'
import { LANGUAGE_NAMES, type Language } from '../i18n/languages.ts'
import type { Messages } from '../i18n/messages.ts'
import { formatDate } from '../i18n/numbers.ts'
import type { Article, ArticleText, Passage } from '../knowledge/article.ts'
import { figureNamesIn, renderPlaceholders } from '../knowledge/figures.ts'
import { COUNTRIES, type Country, type Status } from '../knowledge/vocabulary.ts'
import type { EmergencyKind, EmergencyNumbers } from './emergency.ts'
import type { SourceRef } from './types.ts'

/** Most sources listed for the articles that answer, and for one that only adds to them; each has at least one. */
const SOURCES_OF_ANSWERS = 6
const SOURCES_BESIDE = 3

export interface AnsweredArticle {
  article: Article
  /** The question it answers, when the message held several. */
  question: string | null
  passages: Passage[]
  /**
   * `beside`: nearly as good as the article before it, only its passages are shown, under its title; so for `again`, whose
   * short answer the person has just read. `status`: what the person's own status allows, only its short answer is shown.
   */
  role?: 'beside' | 'again' | { status: Status }
}

export interface Composed {
  parts: ReplyPart[]
  sources: SourceRef[]
  passageIds: string[]
}

/** The reply for articles found: short answer, passages that fit, what is due for review, sources with their dates. */
export function composeAnswer(
  answered: readonly AnsweredArticle[],
  language: Language,
  messages: Messages,
  today: string,
): Composed {
  const parts: ReplyPart[] = []
  const sources: SourceRef[] = []
  const passageIds: string[] = []
  const answers = answered.filter(({ role }) => !role || role === 'again').length
  const ofEach = Math.max(2, Math.floor(SOURCES_OF_ANSWERS / Math.max(1, answers)))
  for (const [index, { article, question, passages, role }] of answered.entries()) {
    if (question)
      parts.push({ kind: 'heading', text: messages.text(language, 'answer.question_heading', { question }) })
    if (role === 'beside' || role === 'again')
      parts.push(...besideParts(article, passages, language, messages))
    else if (role)
      parts.push(
        ...statusParts(article, role.status, language, messages),
        ...answered.slice(index + 1, index + 2).map((next) => titlePart(next.article, language)),
      )
    else parts.push(...articleParts(article, passages, language, messages, today))
    sources.push(...sourcesOf(article, passages, language, role).slice(0, role ? SOURCES_BESIDE : ofEach))
    passageIds.push(...passages.map((passage) => passage.id))
  }
  const shown = pagesOf(sources)
  if (shown.length > 0) parts.push({ kind: 'sources', text: sourceLines(shown, language, messages) })
  return { parts, sources: distinct(sources, ({ article, url }) => `${article} ${url}`), passageIds }
}

function articleParts(
  article: Article,
  passages: readonly Passage[],
  language: Language,
  messages: Messages,
  today: string,
): ReplyPart[] {
  const own = article.texts[language] ?? article.texts.en
  if (!own) return []
  const parts: ReplyPart[] = [shortAnswerPart(article, own, language)]
  const foreign = passages[0] && passages[0].language !== language ? passages[0].language : null
  if (foreign)
    parts.push({
      kind: 'note',
      text: messages.text(language, 'answer.other_language', { language: LANGUAGE_NAMES[foreign] }),
    })
  parts.push(...passageParts(article, passages, language))
  if (article.reviewBy <= today)
    parts.push({
      kind: 'note',
      text: messages.text(language, 'answer.due', { date: formatDate(article.reviewBy, language) }),
    })
  return parts
}

function shortAnswerPart(article: Article, text: ArticleText, language: Language): ReplyPart {
  return {
    kind: 'text',
    text: renderPlaceholders(text.shortAnswer, article.figures, text.language),
    ...(text.language !== language && { language: text.language }),
  }
}

/** Tells where the answer to the question itself begins. */
function titlePart(article: Article, language: Language): ReplyPart {
  return { kind: 'heading', text: (article.texts[language] ?? article.texts.en)?.title ?? '' }
}

/** What the person's status allows, under its name. */
function statusParts(article: Article, status: Status, language: Language, messages: Messages): ReplyPart[] {
  const own = article.texts[language] ?? article.texts.en
  if (!own) return []
  const name = messages.text(language, `status.${status}`)
  return [
    { kind: 'heading', text: messages.text(language, 'answer.your_status', { status: name }) },
    shortAnswerPart(article, own, language),
  ]
}

/** What an article that comes second has to add. */
function besideParts(
  article: Article,
  passages: readonly Passage[],
  language: Language,
  messages: Messages,
): ReplyPart[] {
  const title = (article.texts[language] ?? article.texts.en)?.title ?? ''
  if (passages.length === 0) return []
  return [
    { kind: 'heading', text: messages.text(language, 'answer.more_in', { title }) },
    ...passageParts(article, passages, language),
  ]
}

function passageParts(article: Article, passages: readonly Passage[], language: Language): ReplyPart[] {
  const foreign = passages[0] && passages[0].language !== language ? passages[0].language : null
  const parts: ReplyPart[] = []
  for (const [index, passage] of passages.entries()) {
    const text = renderPlaceholders(passage.raw, article.figures, passage.language)
    // Neighbours under one heading read on.
    const goesOn = passages[index - 1]?.heading === passage.heading
    const shown = goesOn ? text : `**${passage.heading}**\n${text}`
    parts.push({ kind: 'passage', text: shown, ...(foreign && { language: foreign }) })
  }
  return parts
}

/** Sources as readers see them: two articles may rest on one page, which is named for both and shown once. */
export function pagesOf(sources: readonly SourceRef[]): SourceRef[] {
  return distinct(sources, ({ url }) => url)
}

/** Sources of what is shown: of the passages, and of the figures in the short answer; official ones first. */
function sourcesOf(
  article: Article,
  passages: readonly Passage[],
  language: Language,
  role: AnsweredArticle['role'],
): SourceRef[] {
  const short = article.texts[language]?.shortAnswer ?? article.texts.en?.shortAnswer ?? ''
  const cited = new Set([
    ...(role === 'beside' || role === 'again' ? [] : figureNamesIn(short)).flatMap(
      (name) => article.figures[name]?.sources ?? [],
    ),
    ...passages.flatMap((passage) => passage.sourceIds),
  ])
  if (cited.size === 0) for (const source of article.sources.slice(0, 2)) cited.add(source.id)
  return article.sources
    .filter((source) => cited.has(source.id))
    .sort((a, b) => Number(b.confidence === 'official') - Number(a.confidence === 'official'))
    .map((source) => ({ article: article.id, title: source.title, url: source.url, seen: source.seen }))
}

function sourceLines(sources: readonly SourceRef[], language: Language, messages: Messages): string {
  const lines = sources.map((source) => {
    const seen = messages.text(language, 'answer.source_seen', {
      date: source.seen.length === 4 ? source.seen : formatDate(source.seen, language),
    })
    return `- [${source.title.replace(/[[\]]/g, '')}](${source.url}) (${seen})`
  })
  return [`**${messages.text(language, 'answer.sources')}**`, ...lines].join('\n')
}

/** What stands first when somebody is in danger: 112, then the country's help numbers for the kind of danger. */
export function crisisParts(
  kind: EmergencyKind,
  country: Country | null,
  language: Language,
  messages: Messages,
  numbers: EmergencyNumbers,
): ReplyPart[] {
  const countries = country ? [country] : COUNTRIES
  const lines = countries.flatMap((code) =>
    numbers.numbers[code][kind].map(({ number, what }) => {
      const line = messages.text(language, 'crisis.number', {
        what: messages.text(language, `crisis.${what}`),
        number,
      })
      return country ? line : `${messages.text(language, `country.${code}`)}. ${line}`
    }),
  )
  const first = messages.text(language, 'crisis.first')
  const parts: ReplyPart[] = [{ kind: 'text', text: [first, ...lines.map((line) => `- ${line}`)].join('\n') }]
  if (kind === 'self_harm') parts.push({ kind: 'text', text: messages.text(language, 'crisis.self_harm') })
  parts.push({ kind: 'note', text: messages.text(language, 'crisis.after') })
  return parts
}

/** Buttons for the three countries. */
export function countryButtons(language: Language, messages: Messages): Button[][] {
  return [
    COUNTRIES.map((country) => ({
      label: messages.text(language, `country.${country}`),
      data: `set:country:${country}`,
    })),
  ]
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}
