import type { ChatKey } from '../../conversation/turn.ts'
import type { Language } from '../../i18n/languages.ts'
import type { PathReminder, PathReminderStore } from '../../path/ports.ts'
import { atomically } from './atomically.ts'
import type { Database } from './database.ts'
import type { PathRemindersTable } from './path-tables.ts'

export function sqlitePathReminders(database: Database): PathReminderStore {
  const one = ({ chat, step, day }: PathReminder) =>
    database
      .updateTable('path_reminders')
      .where('chat', '=', chat)
      .where('step', '=', step)
      .where('day', '=', day)
  return {
    replace: (chat, reminders) =>
      atomically(database, async (transaction) => {
        await transaction
          .deleteFrom('path_reminders')
          .where('chat', '=', chat)
          .where('settled_at', 'is', null)
          .execute()
        if (reminders.length === 0) return
        await transaction
          .insertInto('path_reminders')
          .values(reminders.map(rowOf))
          .onConflict((conflict) => conflict.columns(['chat', 'step', 'day']).doNothing())
          .execute()
      }),
    async due(now, limit) {
      const rows = await database
        .selectFrom('path_reminders')
        .selectAll()
        .where('settled_at', 'is', null)
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute()
      return rows.map(reminderOf)
    },
    async postpone(reminder, dueAt) {
      await one(reminder).set({ due_at: dueAt }).execute()
    },
    async settle(reminder, now) {
      await one(reminder).set({ settled_at: now }).execute()
    },
  }
}

function rowOf(reminder: PathReminder): PathRemindersTable {
  const { chat, step, day, dueAt, language } = reminder
  return { chat, step, day, due_at: dueAt, language, settled_at: null }
}

function reminderOf(row: PathRemindersTable): PathReminder {
  return {
    chat: row.chat as ChatKey,
    step: row.step,
    day: row.day,
    dueAt: row.due_at,
    language: row.language as Language,
  }
}
