import path from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import { type Article, subjectOf } from '../knowledge/article.ts'
import { readDataFile, readDataFileOrNull } from '../knowledge/data-file.ts'
import { isOftenRomanised, skeletonText } from '../retrieval/latin-text.ts'
import { type Example, type LinearModel, linearProbabilities, trainLinear } from '../retrieval/linear.ts'
import {
  buildNearestExamples,
  type NearestExamplesData,
  nearestExamples,
} from '../retrieval/nearest-examples.ts'

const classSchema = z.strictObject({
  outcome: z.enum(['answered', 'unanswered', 'out_of_scope', 'crisis', 'greeting']),
  handover: z.enum(['urgent', 'normal', 'none']),
  help: z.enum(['violence', 'captivity', 'self_harm', 'medical']).optional(),
  /** Topics whose articles fit such a case. */
  topics: z.array(z.string()).default([]),
  /** Only messages that speak of a time to come can be of this class. */
  later: z.boolean().default(false),
  about: z.string(),
})

export type TriageClass = z.output<typeof classSchema> & { id: string }

/** Kinds of messages by name. */
export interface TriageClasses {
  classes: Record<string, TriageClass>
}

/** Labelled examples of messages that are no plain question, by language and class. */
export interface TriageData extends TriageClasses {
  examples: Partial<Record<Language, Record<string, string[]>>>
}

/** The label of plain questions that sound like a case; those to the articles are labelled by subject. */
export const PLAIN = 'plain'

/** Reads knowledge/triage/. Throws DataFileError for a file that breaks its schema or names an unknown class. */
export async function loadTriage(root: string): Promise<TriageData> {
  const raw = await readDataFile(path.join(root, 'classes.yaml'), z.record(z.string(), classSchema))
  const classes = Object.fromEntries(Object.entries(raw).map(([id, data]) => [id, { id, ...data }]))
  const examples: TriageData['examples'] = {}
  const schema = z.partialRecord(
    z.enum(Object.keys(classes) as [string, ...string[]]),
    z.array(z.coerce.string()),
  )
  for (const language of LANGUAGES) {
    const content = await readDataFileOrNull(path.join(root, `${language}.yaml`), schema)
    if (content !== null) examples[language] = content as Record<string, string[]>
  }
  return { classes, examples }
}

/**
 * What a message may be, for what is done about it: danger now, a case for a person (urgent or not), something that the
 * articles do not answer, nothing of ours, a greeting, a plain question.
 */
export const TRIAGE_GROUPS = [
  'crisis',
  'urgent',
  'normal',
  'unanswered',
  'out_of_scope',
  'greeting',
  'plain',
] as const
export type TriageGroup = (typeof TRIAGE_GROUPS)[number]

/**
 * What is learned of one language: a linear model of the groups, and the examples to find the nearest ones, labelled by
 * class or by subject.
 */
export interface TriageModel {
  groups: LinearModel
  examples: NearestExamplesData
  /** Share of cases for a person among all of them. */
  cases: number
}

export type TriageModels = Partial<Record<Language, TriageModel>>

/**
 * Learns from the examples of the classes and from what the articles answer, in the form in which messages are compared
 * with them (`asCompared`, as without their towns: rare words that would decide which examples are near).
 */
export function trainTriageModel(
  data: TriageData,
  articles: readonly Article[],
  language: Language,
  asCompared: (text: string) => string = (text) => text,
): TriageModel {
  const labelled: Example[] = Object.entries(data.examples[language] ?? {}).flatMap(([id, texts]) =>
    texts.map((text) => ({ text, label: id === 'contrast' ? PLAIN : id })),
  )
  const plain: Example[] = articles.flatMap((article) => plainTexts(article, language))
  const native = [...labelled, ...plain].map((example) => ({ ...example, text: asCompared(example.text) }))
  const latin = isOftenRomanised(language)
    ? native.map((example) => ({ ...example, text: skeletonText(example.text, language) }))
    : []
  const all = [...native, ...latin]
  const grouped = all.map((example) => ({ ...example, label: groupOf(example.label, data) }))
  return {
    groups: trainLinear(grouped, language, {
      buckets: 1 << 15,
      epochs: 4,
      balanced: true,
      thorough: true,
    }),
    examples: buildNearestExamples(all, language),
    cases: grouped.filter(({ label }) => isCase(label)).length / Math.max(1, grouped.length),
  }
}

/** Whether a group of messages needs a person. */
function isCase(group: TriageGroup): boolean {
  return group === 'crisis' || group === 'urgent' || group === 'normal'
}

function groupOf(id: string, { classes }: TriageClasses): TriageGroup {
  const found = classes[id]
  if (!found) return 'plain'
  if (found.outcome === 'crisis') return 'crisis'
  if (found.handover !== 'none') return found.handover
  return found.outcome === 'answered' ? 'plain' : found.outcome
}

/** Topics whose everyday messages are often cases for a person themselves. */
const TOPICS_OF_CASES =
  /rights-and-complaints|mistakes-and-scams|limits-and-referral|local-support|closing-and-pausing/

function plainTexts(article: Article, language: Language): Example[] {
  const text = article.texts[language]
  if (!text) return []
  const messages = TOPICS_OF_CASES.test(article.topic) ? [] : text.examples
  // Measured: with less weight, plain stories look like cases; with more, cases look plain.
  const label = subjectOf(article)
  return [...text.questions, ...messages].map((message) => ({ text: message, label, weight: 0.7 }))
}

/** How near a text is to each group (shares that add up to 1), and the classes of the nearest examples, nearest first. */
export interface TriageGuess {
  groups: Record<TriageGroup, number>
  classes: TriageClass[]
}

const NEIGHBOURS = 12
/** Where the nearest are all of one group, the class of another is looked for among so many. */
const WIDER = 80

/**
 * The mean of two views that err differently: the linear model hears the manner of speaking, the nearest examples
 * (weighted by the square of their score) the matter. Null where the language has no model.
 */
export function guessTriage(
  models: TriageModels,
  data: TriageClasses,
  text: string,
  language: Language,
): TriageGuess | null {
  const model = models[language]
  if (!model) return null
  const groups = Object.fromEntries(TRIAGE_GROUPS.map((group) => [group, 0])) as Record<TriageGroup, number>
  const probabilities = linearProbabilities(model.groups, text)
  model.groups.labels.forEach((group, index) => {
    groups[group as TriageGroup] = (probabilities[index] as number) / 2
  })
  const near = nearestExamples(model.examples, text, WIDER)
  const counted = near.slice(0, NEIGHBOURS)
  const total = counted.reduce((sum, { score }) => sum + score ** 2, 0)
  for (const { label, score } of counted) groups[groupOf(label, data)] += score ** 2 / total / 2
  if (total === 0) for (const group of TRIAGE_GROUPS) groups[group] *= 2
  const ids = [...new Set(near.map(({ label }) => label))]
  return { groups, classes: ids.flatMap((id) => data.classes[id] ?? []) }
}

/** The class of a group that is nearest to a text; the first of the group when none is near. */
export function classOfGroup(
  guess: TriageGuess,
  group: TriageGroup,
  data: TriageClasses,
): TriageClass | undefined {
  const isOfGroup = (one: TriageClass) => groupOf(one.id, data) === group
  return guess.classes.find(isOfGroup) ?? Object.values(data.classes).find(isOfGroup)
}
