import { setTimeout } from 'node:timers/promises'
import type { Article, Passage } from '../knowledge/article.ts'
import { figureNamesIn, renderPlaceholders } from '../knowledge/figures.ts'
import type { Facet, Lexicon } from '../knowledge/lexicon.ts'
import type { Status } from '../knowledge/vocabulary.ts'
import { normalise } from '../retrieval/normalise.ts'
import { contentStems } from '../retrieval/translation.ts'

/** What a passage speaks of, whatever is asked. */
export interface PassageReading {
  headingFacets: readonly Facet[]
  bodyFacets: readonly Facet[]
  headingStatuses: readonly Status[]
  bodyStatuses: readonly Status[]
  /** Units of the figures that it states. */
  units: ReadonlySet<string>
}

/** The stems that carry the topic of a passage. */
export interface PassageStems {
  all: ReadonlySet<string>
  heading: ReadonlySet<string>
}

const readings = new WeakMap<Lexicon, WeakMap<Passage, PassageReading>>()
const stems = new WeakMap<Passage, PassageStems>()

/** Read once for each passage, since the same ones are weighed for many questions. */
export function readPassage(passage: Passage, article: Article, lexicon: Lexicon): PassageReading {
  let known = readings.get(lexicon)
  if (!known) {
    known = new WeakMap()
    readings.set(lexicon, known)
  }
  let reading = known.get(passage)
  if (!reading) {
    reading = freshReading(passage, article, lexicon)
    known.set(passage, reading)
  }
  return reading
}

/** Like `readPassage`; apart, since only passages in another language than the question are compared by stems. */
export function stemsOfPassage(passage: Passage, article: Article): PassageStems {
  let found = stems.get(passage)
  if (!found) {
    const { heading, raw, language } = passage
    const shown = renderPlaceholders(`${heading} ${raw}`, article.figures, language)
    found = {
      all: new Set(contentStems(shown, language)),
      heading: new Set(contentStems(heading, language)),
    }
    stems.set(passage, found)
  }
  return found
}

/**
 * Reads all passages before anybody asks, one text at a time with a pause after each, so that the first question about
 * an article waits no longer than the next.
 */
export async function readAhead(
  articles: readonly Article[],
  lexicon: Lexicon,
  { pauseMs, signal }: { pauseMs: number; signal?: AbortSignal },
): Promise<void> {
  for (const article of articles) {
    for (const text of Object.values(article.texts)) {
      if (signal?.aborted) return
      for (const passage of text.passages) {
        readPassage(passage, article, lexicon)
        // The only language whose passages are compared with questions in another one.
        if (text.language === 'en') stemsOfPassage(passage, article)
      }
      await setTimeout(pauseMs, undefined, { ref: false })
    }
  }
}

function freshReading(passage: Passage, article: Article, lexicon: Lexicon): PassageReading {
  const heading = normalise(passage.heading, passage.language)
  const body = normalise(passage.raw, passage.language)
  const words = lexicon.languages[passage.language]
  return {
    headingFacets: words?.facets.find(heading) ?? [],
    bodyFacets: words?.facets.find(body) ?? [],
    headingStatuses: words?.statusWords.find(heading) ?? [],
    bodyStatuses: words?.statusWords.find(body) ?? [],
    units: new Set(figureNamesIn(passage.raw).map((name) => article.figures[name]?.unit ?? '')),
  }
}
