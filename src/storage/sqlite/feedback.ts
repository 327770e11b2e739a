import type { ChatKey } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Feedback, FeedbackReason, FeedbackStore } from '../../privacy/ports.ts'
import type { Database } from './database.ts'
import type { FeedbackTable } from './privacy-tables.ts'

export function sqliteFeedback(database: Database): FeedbackStore {
  return {
    async save(feedback) {
      const { chat, answerId, articles, ...rest } = feedback
      const opinion = { ...rest, articles: JSON.stringify(articles) }
      await database
        .insertInto('feedback')
        .values({ chat, answer_id: answerId, ...opinion })
        .onConflict((conflict) => conflict.columns(['chat', 'answer_id']).doUpdateSet(opinion))
        .execute()
    },
    async of(chat, answerId) {
      const row = await database
        .selectFrom('feedback')
        .selectAll()
        .where('chat', '=', chat)
        .where('answer_id', '=', answerId)
        .executeTakeFirst()
      return row ? feedbackOf(row) : null
    },
    async since(at, limit) {
      const rows = await database
        .selectFrom('feedback')
        .selectAll()
        .where('at', '>=', at)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(feedbackOf)
    },
  }
}

function feedbackOf(row: FeedbackTable): Feedback {
  const { answer_id, articles, ...rest } = row
  return {
    ...rest,
    chat: row.chat as ChatKey,
    answerId: answer_id,
    articles: JSON.parse(articles) as string[],
    language: row.language as Language,
    reason: row.reason as FeedbackReason | null,
  }
}
