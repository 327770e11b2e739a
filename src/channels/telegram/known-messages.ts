/**
 * Message ids that the channel has met. In private chats they come from one counter per bot, over all chats; each group has
 * a counter of its own, over all its topics. The highest one met is a lower bound for whatever is sent next.
 */
export interface KnownMessages {
  /** A message that has just come into being. Ids of pressed or edited messages are old and do not belong here. */
  add(chatId: number, id: number): void
  has(chatId: number, id: number): boolean
  /** null until a message of this counter was met. */
  highest(chatId: number): number | null
}

const REMEMBERED = 5000

export function createKnownMessages(): KnownMessages {
  const counters = new Map<number, Counter>()
  const counterOf = (chatId: number): Counter => {
    // Groups have negative ids.
    const key = chatId < 0 ? chatId : 0
    const counter = counters.get(key) ?? { ids: new Set(), highest: null }
    counters.set(key, counter)
    return counter
  }
  return {
    add(chatId, id) {
      const counter = counterOf(chatId)
      counter.ids.add(id)
      counter.highest = Math.max(counter.highest ?? id, id)
      if (counter.ids.size > REMEMBERED)
        for (const oldest of counter.ids) return void counter.ids.delete(oldest)
    },
    has: (chatId, id) => counterOf(chatId).ids.has(id),
    highest: (chatId) => counterOf(chatId).highest,
  }
}

interface Counter {
  ids: Set<number>
  highest: number | null
}
