import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../i18n/languages.ts'
import type { Article } from '../knowledge/article.ts'
import { isOftenRomanised, skeletonText } from '../retrieval/latin-text.ts'
import { type Example, type LinearModel, linearProbabilities, trainLinear } from '../retrieval/linear.ts'

const classSchema = z.strictObject({
  outcome: z.enum(['answered', 'unanswered', 'out_of_scope', 'crisis', 'greeting']),
  handover: z.enum(['urgent', 'normal', 'none']),
  help: z.enum(['violence', 'captivity', 'self_harm', 'medical']).optional(),
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

/** The label of messages that are plain questions to the articles. */
export const PLAIN = 'plain'

/** Reads knowledge/triage/. Throws for a file that breaks its schema or names an unknown class. */
export async function loadTriage(root: string): Promise<TriageData> {
  const read = async (name: string) => parse(await readFile(path.join(root, `${name}.yaml`), 'utf8'))
  const raw = z.record(z.string(), classSchema).parse(await read('classes'))
  const classes = Object.fromEntries(Object.entries(raw).map(([id, data]) => [id, { id, ...data }]))
  const examples: TriageData['examples'] = {}
  for (const language of LANGUAGES) {
    const content = await read(language).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (content === null) continue
    examples[language] = z
      .record(z.enum(Object.keys(classes) as [string, ...string[]]), z.array(z.coerce.string()))
      .parse(content)
  }
  return { classes, examples }
}

export type TriageModels = Partial<Record<Language, LinearModel>>

/** The linear model of one language: the examples of the classes against what the articles answer. */
export function trainTriageModel(
  data: TriageData,
  articles: readonly Article[],
  language: Language,
): LinearModel {
  const labelled: Example[] = Object.entries(data.examples[language] ?? {}).flatMap(([id, texts]) =>
    texts.map((text) => ({ text, label: id === 'contrast' ? PLAIN : id })),
  )
  const plain: Example[] = articles.flatMap((article) => plainTexts(article, language))
  const all = [...labelled, ...plain]
  const latin = isOftenRomanised(language)
    ? all.map((example) => ({ ...example, text: skeletonText(example.text, language) }))
    : []
  return trainLinear([...all, ...latin], language, { buckets: 1 << 15, epochs: 16, balanced: true })
}

/** Topics whose everyday messages are often cases for a person themselves. */
const TOPICS_OF_CASES =
  /rights-and-complaints|mistakes-and-scams|limits-and-referral|local-support|closing-and-pausing/

function plainTexts(article: Article, language: Language): Example[] {
  const text = article.texts[language]
  if (!text) return []
  const messages = TOPICS_OF_CASES.test(article.topic) ? [] : text.examples
  return [
    ...text.questions.map((question) => ({ text: question, label: PLAIN, weight: 0.7 })),
    // Measured: with less, plain stories look like cases; with more, cases look plain.
    ...messages.map((message) => ({ text: message, label: PLAIN, weight: 0.7 })),
  ]
}

export interface TriageGuess {
  id: string
  probability: number
}

/** Classes of a text, most probable first. Empty where the language has no model. */
export function triageGuesses(models: TriageModels, text: string, language: Language): TriageGuess[] {
  const model = models[language]
  if (!model) return []
  const probabilities = linearProbabilities(model, text)
  return model.labels
    .map((id, index) => ({ id, probability: probabilities[index] as number }))
    .sort((a, b) => b.probability - a.probability)
}
