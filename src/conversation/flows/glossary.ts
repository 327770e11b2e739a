import type { Answer } from '../../answering/types.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Article, Term } from '../../knowledge/article.ts'
import { renderPlaceholders } from '../../knowledge/figures.ts'
import type { Flow, FlowContext } from '../flow.ts'
import type { Reply } from '../turn.ts'
import { givenAnswer } from './given-answers.ts'

const TERMS_OFFERED = 2
const TERMS_EXPLAINED = 5

/** "Simpler words" (the short answer alone, with the words one will meet) and local terms explained on a tap. */
export const glossaryFlow: Flow = {
  name: 'glossary',
  buttons: {
    simple: async (context, id) => simplerAnswer(context, id),
    term: async (context, argument) => {
      const colon = argument.lastIndexOf(':')
      const term = articleOf(context, argument.slice(0, colon))?.terms[Number(argument.slice(colon + 1))]
      if (!term) return [context.reply(context.say('button.stale'))]
      return [context.reply(explained(term, context.language))]
    },
  },
}

/** Local terms that stand in an answer, at most two, those of its own article first, where they can be explained. */
export function termsShown(
  context: FlowContext,
  answer: Answer,
): { article: string; index: number; label: string }[] {
  const shown = answer.parts.filter((part) => part.kind !== 'sources').map((part) => part.text)
  const text = shown.join('\n').toLowerCase()
  const article = articleOf(context, answer.articles[0] ?? '')
  if (!article) return []
  const found = new Map<string, { article: string; index: number; label: string }>()
  for (const { id, terms } of [article, ...sameArea(context, article)]) {
    terms.forEach((term, index) => {
      const isNew = found.size < TERMS_OFFERED && !found.has(term.term)
      if (isNew && meaningOf(term, answer.language) !== null && standsIn(text, term))
        found.set(term.term, { article: id, index, label: term.short ?? term.term })
    })
  }
  return [...found.values()].filter(
    ({ article: id, index }) => Buffer.byteLength(`term:${id}:${index}`) <= 64,
  )
}

function simplerAnswer(context: FlowContext, id: string): Reply[] {
  const given = givenAnswer(context.state, id)
  const article = articleOf(context, given?.articles[0] ?? '')
  if (!given || !article) return [context.reply(context.say('button.stale'))]
  context.language = given.language
  const text = article.texts[given.language] ?? article.texts.en
  const short = text ? renderPlaceholders(text.shortAnswer, article.figures, text.language) : ''
  const terms = article.terms
    .filter((term) => meaningOf(term, given.language) !== null && standsIn(short.toLowerCase(), term))
    .slice(0, TERMS_EXPLAINED)
    .map((term) => `- ${explained(term, given.language)}`)
  const parts: Reply['parts'] = [{ kind: 'text', text: sentencesAsLines(short) }]
  if (terms.length > 0)
    parts.push({ kind: 'note', text: [`**${context.say('answer.terms')}**`, ...terms].join('\n') })
  return [{ language: given.language, parts, buttons: [] }]
}

/** One thought a line is easier to read than a paragraph. */
function sentencesAsLines(text: string): string {
  return text
    .split(/(?<=[.!?؟。।])\s+(?=[\p{Lu}\p{Lo}«"“¿¡])/u)
    .map((sentence) => `- ${sentence}`)
    .join('\n')
}

/** The other articles of the area: their terms are used in all of them. */
function sameArea(context: FlowContext, own: Article): Article[] {
  return context.assistant.knowledge.articles.filter(
    (article) => article !== own && article.area === own.area,
  )
}

function articleOf(context: FlowContext, id: string): Article | undefined {
  return context.assistant.knowledge.articles.find((article) => article.id === id)
}

/** A term is not explained to those whose language it is in, unless the meaning says more than the word. */
function meaningOf(term: Term, language: Language): string | null {
  return term.meaning[language] ?? term.meaning.en ?? null
}

function explained(term: Term, language: Language): string {
  const name = term.short ? `${term.term} (${term.short})` : term.term
  return `**${name}**: ${meaningOf(term, language) ?? ''}`
}

/** Whether a text holds one of the names of a term as whole words, in any case. `text` is in lower case. */
function standsIn(text: string, { term, short }: Term): boolean {
  return [term, short].some((name) => name !== undefined && hasWholeWord(text, name.toLowerCase()))
}

const LETTER_OR_DIGIT = /[\p{L}\d]/u

function hasWholeWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + word.length] ?? ' ']
    if (!LETTER_OR_DIGIT.test(before) && !LETTER_OR_DIGIT.test(after)) return true
  }
  return false
}
