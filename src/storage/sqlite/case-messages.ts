import type { ChatKey } from '../../conversation/turn.ts'
import type { CaseMessage, CaseMessages, RelayState } from '../../handover/ports.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Database } from './database.ts'
import type { CaseMessagesTable } from './handover-tables.ts'

export function sqliteCaseMessages(database: Database): CaseMessages {
  const rows = () =>
    database
      .selectFrom('case_messages')
      .leftJoin('outbox', 'outbox.id', 'case_messages.outbox_id')
      .selectAll('case_messages')
      .select('outbox.state as outbox_state')
      .orderBy('case_messages.id')
  return {
    async add(given) {
      const { id } = await database
        .insertInto('case_messages')
        .values({
          case_id: given.caseId,
          chat: given.chat,
          side: given.from,
          author_id: given.authorId,
          kind: given.kind,
          text: given.text,
          language: given.language,
          translation: null,
          translation_state: given.wantsTranslation ? 'wanted' : 'none',
          file: given.file ? JSON.stringify(given.file) : null,
          edits: given.edits,
          origin_chat: given.origin?.chat ?? null,
          origin_ref: given.origin?.messageRef ?? null,
          relay: given.kind === 'note' ? 'none' : 'held',
          outbox_id: null,
          at: given.at,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return messageOf(await rows().where('case_messages.id', '=', id).executeTakeFirstOrThrow())
    },
    async of(caseId) {
      return (await rows().where('case_id', '=', caseId).execute()).map(messageOf)
    },
    async get(id) {
      const row = await rows().where('case_messages.id', '=', id).executeTakeFirst()
      return row ? messageOf(row) : null
    },
    async byOrigin(chat, messageRef) {
      const row = await rows()
        .where('origin_chat', '=', chat)
        .where('origin_ref', '=', messageRef)
        .executeTakeFirst()
      return row ? messageOf(row) : null
    },
    async heldOf(caseId) {
      const held = await rows().where('case_id', '=', caseId).where('relay', '=', 'held').execute()
      return held.map(messageOf)
    },
    async wantTranslation(limit) {
      const wanting = await rows().where('translation_state', '=', 'wanted').limit(limit).execute()
      return wanting.map(messageOf)
    },
    async setTranslation(id, translation) {
      await database
        .updateTable('case_messages')
        .set({
          translation: translation ? JSON.stringify(translation) : null,
          translation_state: translation ? 'done' : 'failed',
        })
        .where('id', '=', id)
        .execute()
    },
    async markSent(id, outboxId) {
      await database
        .updateTable('case_messages')
        .set({ relay: outboxId === null ? 'none' : 'sent', outbox_id: outboxId })
        .where('id', '=', id)
        .execute()
    },
    async holdAgain(outboxId) {
      const row = await rows().where('outbox_id', '=', outboxId).executeTakeFirst()
      if (!row) return null
      await database
        .updateTable('case_messages')
        .set({ relay: 'held', outbox_id: null })
        .where('id', '=', row.id)
        .execute()
      return messageOf({ ...row, relay: 'held', outbox_id: null })
    },
    async wantReceipt(limit) {
      const settled = await rows()
        .where('side', '=', 'consultant')
        .where('relay', '=', 'sent')
        .where('receipt', '=', 0)
        .where('outbox.state', 'in', ['delivered', 'failed'])
        .limit(limit)
        .execute()
      return settled.map(messageOf)
    },
    async markReceipt(id) {
      const row = await rows().where('case_messages.id', '=', id).executeTakeFirst()
      if (!row) return
      await database
        .updateTable('case_messages')
        .set({ receipt: 1, relay: relayOf(row) })
        .where('id', '=', id)
        .execute()
    },
    async unreadOf(caseId) {
      const row = await database
        .selectFrom('case_messages')
        .select((count) => count.fn.countAll<number>().as('n'))
        .where('case_id', '=', caseId)
        .where('side', '=', 'person')
        .where((message) =>
          message(
            'id',
            '>',
            message.fn.coalesce(
              message
                .selectFrom('case_messages as spoken')
                .select((last) => last.fn.max('spoken.id').as('id'))
                .where('spoken.case_id', '=', caseId)
                .where('spoken.side', '=', 'consultant')
                .where('spoken.kind', '!=', 'note'),
              message.val(0),
            ),
          ),
        )
        .executeTakeFirstOrThrow()
      return row.n
    },
  }
}

type Row = Omit<CaseMessagesTable, 'id' | 'receipt'> & { id: number; outbox_state: string | null }

/** What the messenger has told by now: the outbox knows it first. */
function relayOf(row: Row): RelayState {
  if (row.relay !== 'sent') return row.relay as RelayState
  return row.outbox_state === 'delivered' || row.outbox_state === 'failed' ? row.outbox_state : 'sent'
}

function messageOf(row: Row): CaseMessage {
  return {
    id: row.id,
    caseId: row.case_id,
    chat: row.chat as ChatKey,
    from: row.side as CaseMessage['from'],
    authorId: row.author_id,
    kind: row.kind as CaseMessage['kind'],
    text: row.text,
    language: row.language as Language,
    translation: row.translation ? JSON.parse(row.translation) : null,
    translationState: row.translation_state as CaseMessage['translationState'],
    file: row.file ? JSON.parse(row.file) : null,
    edits: row.edits,
    origin:
      row.origin_chat !== null && row.origin_ref !== null
        ? { chat: row.origin_chat as ChatKey, messageRef: row.origin_ref }
        : null,
    relay: relayOf(row),
    outboxId: row.outbox_id,
    at: row.at,
  }
}
