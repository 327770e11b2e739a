import { asciiDigits } from '../../retrieval/normalise.ts'

/**
 * What must stand in a translation exactly as in the original: figures (and so dates in digits), links, mail addresses,
 * and names of people, offices and forms. Gives those that are missing or that were added; empty when all is kept.
 */
export function doubtsOf(original: string, translation: string, names: readonly string[] = []): string[] {
  const [before, after] = [fixedPartsOf(original), fixedPartsOf(translation)]
  const lost = missing(before, after)
  const added = missing(after, before)
  const lostNames = names.filter(
    (name) => contains(original, name) && !contains(translation, name) && name.trim() !== '',
  )
  return [...new Set([...lost, ...added, ...lostNames])]
}

const LINK = /(?:https?:\/\/|www\.)[^\s<>"')\]]+/giu
const MAIL = /[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/giu
const FIGURE = /\d+(?:[.,:/-]?\s?\d+)*/gu
/** Words of capitals and digits: forms, laws, offices (SP-4, DDV, NIE). */
const CODE = /\b[A-Z]{2,}(?:-?\d+)?\b/gu

function fixedPartsOf(text: string): Map<string, number> {
  const parts = new Map<string, number>()
  const add = (part: string) => parts.set(part, (parts.get(part) ?? 0) + 1)
  let rest = asciiDigits(text.normalize('NFKC'))
  for (const pattern of [LINK, MAIL]) {
    for (const match of rest.matchAll(pattern)) add(match[0].replace(/[.,;:!?]+$/, '').toLowerCase())
    rest = rest.replace(pattern, ' ')
  }
  for (const match of rest.matchAll(FIGURE)) add(match[0].replace(/\D/g, ''))
  for (const match of rest.replace(FIGURE, ' ').matchAll(CODE)) add(match[0])
  return parts
}

function missing(from: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): string[] {
  return [...from].filter(([part, count]) => (other.get(part) ?? 0) < count).map(([part]) => part)
}

function contains(text: string, name: string): boolean {
  return text.toLowerCase().includes(name.toLowerCase())
}
