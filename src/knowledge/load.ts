import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { isMap, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { FULL_LANGUAGES, isLanguage, type Language } from '../i18n/languages.ts'
import { type Article, type ArticleText, headingsOf, type Knowledge, type Problem } from './article.ts'
import { resolveFigures } from './figures.ts'
import { parsePassages, splitFrontMatter } from './markdown.ts'
import { type ArticleData, articleSchema, askedSchema, examplesSchema, frontMatterSchema } from './schema.ts'
import { AREAS, type Area } from './vocabulary.ts'
import { parseYaml } from './yaml.ts'

/**
 * Reads all articles below `root`. Never throws for what an article holds: a file that cannot be used is
 * named in `problems` with its line and remedy, and the others are served.
 */
export async function loadKnowledge(root: string): Promise<Knowledge> {
  const problems: Problem[] = []
  const folders = await articleFolders(root, problems)
  const loaded = await Promise.all(folders.map(([area, topic]) => loadArticle(root, area, topic, problems)))
  const articles = loaded.filter((article) => article !== null)
  await addExamples(root, articles, problems)
  await addAsked(root, articles, problems)
  return { articles, problems }
}

async function articleFolders(root: string, problems: Problem[]): Promise<[Area, string][]> {
  const found: [Area, string][] = []
  for (const area of AREAS) {
    const entries = await readdir(path.join(root, area), { withFileTypes: true }).catch(() => null)
    if (!entries) {
      problems.push({
        severity: 'error',
        file: `${area}/`,
        line: null,
        message: 'the folder cannot be read; restore it',
      })
      continue
    }
    for (const entry of entries) if (entry.isDirectory()) found.push([area, entry.name])
  }
  return found.sort((a, b) => `${a[0]}/${a[1]}`.localeCompare(`${b[0]}/${b[1]}`))
}

async function loadArticle(
  root: string,
  area: Area,
  topic: string,
  problems: Problem[],
): Promise<Article | null> {
  const id = `${area}/${topic}`
  const data = await readYaml(root, `${id}/article.yaml`, articleSchema, problems)
  if (!data) return null
  const article = articleFrom(id, area, topic, data, problems)
  const names = (await readdir(path.join(root, id))).sort()
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.md')).map((name) => loadText(root, id, name, problems)),
  )
  for (const text of texts) if (text) article.texts[text.language] = text
  return article
}

function articleFrom(id: string, area: Area, topic: string, data: ArticleData, problems: Problem[]): Article {
  const figures = resolveFigures(data.figures, (name, message) =>
    problems.push({
      severity: 'error',
      file: `${id}/article.yaml`,
      line: null,
      message: `figure "${name}": ${message}`,
    }),
  )
  return {
    id,
    area,
    topic,
    countries: data.countries,
    audience: data.audience,
    reviewed: data.reviewed,
    reviewBy: data.review_by,
    validFrom: data.valid_from ?? null,
    validUntil: data.valid_until ?? null,
    sources: data.sources,
    asks: data.asks,
    applies: data.applies,
    handover: data.handover,
    figures,
    related: data.related,
    terms: data.terms,
    research: data.research ? { present: data.research.present, leftOut: data.research.left_out } : null,
    texts: {},
  }
}

async function loadText(
  root: string,
  id: string,
  name: string,
  problems: Problem[],
): Promise<ArticleText | null> {
  const file = `${id}/${name}`
  const language = name.slice(0, -'.md'.length)
  if (!isLanguage(language)) {
    problems.push({
      severity: 'error',
      file,
      line: null,
      message: `"${language}" is no language of the product; rename or remove the file`,
    })
    return null
  }
  const content = await readUtf8(root, file, problems)
  if (content === null) return null
  const split = splitFrontMatter(content)
  if (!split) {
    problems.push({
      severity: 'error',
      file,
      line: 1,
      message:
        'there is no front matter; begin the file with --- lines around title, short_answer and questions',
    })
    return null
  }
  const front = readChecked(file, split.yaml, 1, frontMatterSchema, problems)
  if (!front) return null
  return {
    language,
    title: front.title,
    shortAnswer: front.short_answer.trim().replace(/\s*\n\s*/g, ' '),
    questions: front.questions,
    examples: [],
    asked: [],
    passages: parsePassages(split.body, split.bodyLine, id, language),
    translatedFrom: front.translated_from
      ? {
          language: front.translated_from.language,
          version: front.translated_from.version?.toString() ?? null,
        }
      : null,
    checkedBy: front.checked_by || null,
    version: {
      short: shortHash(`${front.title}\n${front.short_answer}`),
      full: shortHash(`${front.title}\n${front.short_answer}\n${split.body}`),
    },
    file,
  }
}

/** Gives the articles their everyday messages from examples/<language>/<area>.yaml, where there are any. */
async function addExamples(root: string, articles: Article[], problems: Problem[]): Promise<void> {
  await addByLanguage(root, 'examples', examplesSchema, articles, problems, ({ text, data }) =>
    text.examples.push(...data),
  )
}

/** Gives the articles what people ask of each section from asked/<language>/<area>.yaml, where it is written. */
async function addAsked(root: string, articles: Article[], problems: Problem[]): Promise<void> {
  await addByLanguage(root, 'asked', askedSchema, articles, problems, ({ text, article, data, report }) => {
    const headings = article.texts.en ? headingsOf(article.texts.en) : []
    text.asked = headings.map((heading) => data[heading] ?? '')
    for (const heading of Object.keys(data).filter((one) => !headings.includes(one)))
      report(`"${article.id}" has no section "${heading}" in English; rename it here too`, 'warning')
  })
}

interface DataOfText<T> {
  article: Article
  text: ArticleText
  data: T
  report: (message: string, severity?: Problem['severity']) => void
}

/** Reads all files <folder>/<language>/<area>.yaml of data by article. */
async function addByLanguage<T>(
  root: string,
  folder: string,
  schema: z.ZodType<Record<string, T>>,
  articles: Article[],
  problems: Problem[],
  add: (one: DataOfText<T>) => void,
): Promise<void> {
  const byId = new Map(articles.map((article) => [article.id, article]))
  const files = await readdir(path.join(root, folder), { recursive: true }).catch(() => [])
  for (const name of files.filter((file) => file.endsWith('.yaml')).sort()) {
    const file = `${folder}/${name}`
    const language = name.split(path.sep)[0] ?? ''
    const report: DataOfText<T>['report'] = (message, severity = 'error') =>
      problems.push({ severity, file, line: null, message })
    const content = await readYaml(root, file, schema, problems)
    for (const [id, data] of Object.entries(content ?? {})) {
      const article = byId.get(id)
      const text = isLanguage(language) ? article?.texts[language] : undefined
      if (article && text) add({ article, text, data, report })
      else report(`"${id}" has no text in "${language}"; check the id`)
    }
  }
}

async function readYaml<S extends z.ZodType>(
  root: string,
  file: string,
  schema: S,
  problems: Problem[],
): Promise<z.output<S> | null> {
  const content = await readUtf8(root, file, problems)
  return content === null ? null : readChecked(file, content, 0, schema, problems)
}

/** Reads and checks YAML; `offset` is the number of lines above it in the file. */
function readChecked<S extends z.ZodType>(
  file: string,
  text: string,
  offset: number,
  schema: S,
  problems: Problem[],
): z.output<S> | null {
  const quick = checkedQuickly(text, schema)
  if (quick) return quick.data
  // Something is wrong: read again by what knows where.
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  for (const error of document.errors) {
    const line = lines.linePos(error.pos[0]).line + offset
    problems.push({
      severity: 'error',
      file,
      line,
      message: `YAML: ${error.message.split('\n')[0]}; quote texts that hold ": " or "#"`,
    })
  }
  if (document.errors.length > 0) return null
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const line = lineOf(document, issue.path, lines)
    const where = issue.path.join('.') || 'the file'
    problems.push({
      severity: 'error',
      file,
      line: line === null ? null : line + offset,
      message: `${where}: ${issue.message}`,
    })
  }
  return null
}

function checkedQuickly<S extends z.ZodType>(text: string, schema: S): { data: z.output<S> } | null {
  try {
    const parsed = schema.safeParse(parseYaml(text))
    return parsed.success ? { data: parsed.data } : null
  } catch {
    return null
  }
}

function lineOf(
  document: ReturnType<typeof parseDocument>,
  issuePath: readonly PropertyKey[],
  lines: LineCounter,
): number | null {
  for (let length = issuePath.length; length >= 0; length--) {
    const parent =
      length === 0 ? document.contents : document.getIn(issuePath.slice(0, length) as string[], true)
    const range = (parent as { range?: [number, number, number] } | null)?.range
    if (range) return lines.linePos(range[0]).line - (isMap(parent) && length > 0 ? 1 : 0) || 1
  }
  return null
}

async function readUtf8(root: string, file: string, problems: Problem[]): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path.join(root, file)))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const message = missing
      ? 'the file is missing; add it or remove the folder'
      : error instanceof TypeError
        ? 'the file is not UTF-8; save it as UTF-8'
        : `the file cannot be read: ${String(error)}`
    problems.push({ severity: 'error', file, line: null, message })
    return null
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}

/** Languages in which an article must have its full text. */
export function fullLanguages(area: Area): Language[] {
  switch (area) {
    case 'si':
      return ['en', 'sl']
    case 'es':
      return ['en', 'es']
    case 'it':
      return ['en', 'it']
    case 'eu':
    case 'guidelines':
      return [...FULL_LANGUAGES]
    default:
      return area satisfies never
  }
}
