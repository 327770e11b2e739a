import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readAhead, readPassage } from '../../src/answering/passage-reading.ts'
import type { Passage } from '../../src/knowledge/article.ts'
import { type Lexicon, loadLexicon } from '../../src/knowledge/lexicon.ts'
import { aFigure, anArticle } from './own-articles.ts'

let lexicon: Lexicon

beforeAll(async () => {
  lexicon = await loadLexicon(path.resolve(import.meta.dirname, '../../knowledge'))
})

const article = () =>
  anArticle(
    'si/vat',
    { title: 'VAT', shortAnswer: 'It depends.', passages: [['What it costs', 'Refugees pay {{fee}}.']] },
    { figures: aFigure('fee', 90, 'EUR') },
  )

describe('what a passage speaks of', () => {
  it('is told by its heading, its body and its figures', () => {
    const vat = article()
    const [passage] = vat.texts.en?.passages ?? []
    const reading = readPassage(passage as Passage, vat, lexicon)
    expect(reading.headingFacets).toContain('cost')
    expect(reading.bodyStatuses).toContain('refugee')
    expect([...reading.units]).toEqual(['EUR'])
  })

  it('is read once, and ahead of the first question', async () => {
    const vat = article()
    const [passage] = vat.texts.en?.passages ?? []
    await readAhead([vat], lexicon, { pauseMs: 0 })
    const known = readPassage(passage as Passage, vat, lexicon)
    // Changed behind its back: what was read before is still what is given.
    ;(passage as { raw: string }).raw = 'Nothing of the kind.'
    expect(readPassage(passage as Passage, vat, lexicon)).toBe(known)
    expect(known.bodyStatuses).toContain('refugee')
  })

  it('is not read ahead once the program stops', async () => {
    const vat = article()
    const [passage] = vat.texts.en?.passages ?? []
    await readAhead([vat], lexicon, { pauseMs: 0, signal: AbortSignal.abort() })
    ;(passage as { raw: string }).raw = 'Nothing of the kind.'
    expect(readPassage(passage as Passage, vat, lexicon).bodyStatuses).toEqual([])
  })
})
