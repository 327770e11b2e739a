/**
 * Message ids that the channel has met. In private chats they come from one counter per bot, over all chats, so the
 * highest one is a lower bound for whatever is sent next.
 */
export interface KnownMessages {
  /** A message that has just come into being. Ids of pressed or edited messages are old and do not belong here. */
  add(id: number): void
  has(id: number): boolean
  /** null until a message was met. */
  highest(): number | null
}

const REMEMBERED = 5000

export function createKnownMessages(): KnownMessages {
  const ids = new Set<number>()
  let highest: number | null = null
  return {
    add(id) {
      ids.add(id)
      highest = Math.max(highest ?? id, id)
      if (ids.size > REMEMBERED) for (const oldest of ids) return void ids.delete(oldest)
    },
    has: (id) => ids.has(id),
    highest: () => highest,
  }
}
