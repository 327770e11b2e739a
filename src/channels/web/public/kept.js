/**
 * Things that the page keeps in this browser for all its tabs: each has an entry of its own, so that tabs that write at
 * the same time lose nothing. What the browser has no room for lives as long as the tab.
 */
export function openShelf(name) {
  const prefix = `small-steps.${name}.`
  const noRoom = new Map()
  let latest = 0
  return {
    has: (id) => noRoom.has(id) || localStorage.getItem(prefix + id) !== null,
    /** All that is kept, in the order in which it was put. */
    all() {
      const stored = Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => ({ id: key.slice(prefix.length), ...JSON.parse(localStorage.getItem(key)) }))
      return [...stored, ...noRoom.values()].sort((one, other) => one.at - other.at)
    },
    put(id, value) {
      if (this.has(id)) return
      latest = Math.max(Date.now(), latest + 1)
      try {
        localStorage.setItem(prefix + id, JSON.stringify({ at: latest, value }))
      } catch {
        noRoom.set(id, { id, at: latest, value })
      }
    },
    remove(id) {
      noRoom.delete(id)
      localStorage.removeItem(prefix + id)
    },
  }
}
