/** FNV-1a over UTF-16 code units, its high bits folded in; `seed` tells kinds of features apart. */
export function hashText(text: string, seed = 0): number {
  let value = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index)
    value = Math.imul(value, 0x01000193)
  }
  return folded(value)
}

export function folded(value: number): number {
  return (value ^ (value >>> 15)) >>> 0
}

/** mulberry32: the same numbers at every build. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

/** Puts a list into another order, in its place (Fisher and Yates 1938, Durstenfeld 1964). */
export function shuffle(items: unknown[], random: () => number): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    ;[items[index], items[other]] = [items[other], items[index]]
  }
}

/** Keeps the results of a function of words, since words repeat; forgets all when there are too many. */
export function remembered<T>(compute: (word: string) => T, limit = 50_000): (word: string) => T {
  const known = new Map<string, T>()
  return (word) => {
    let result = known.get(word)
    if (result === undefined) {
      if (known.size >= limit) known.clear()
      result = compute(word)
      known.set(word, result)
    }
    return result
  }
}
