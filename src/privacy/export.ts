export interface DataExport {
  /** Texts of the person and of the assistant that are stored. */
  messages: number
  content: { exportedAt: string; tables: Record<string, unknown[]> }
}

/** Everything stored about a person in a form that the person can read and other programs too. */
export function exportOf(tables: Record<string, unknown[]>, now: Date): DataExport {
  const readable = Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [table, rows.map(readableRow)]),
  )
  const state = (readable.chats?.[0] as { state?: { history?: unknown[] } } | undefined)?.state
  const history = state?.history?.length ?? 0
  const outgoing = (readable.outbox ?? []).filter((row) => (row as { reply?: unknown }).reply !== '').length
  return { messages: history + outgoing, content: { exportedAt: now.toISOString(), tables: readable } }
}

/** JSON in columns is opened; files sent before are named, not repeated. */
function readableRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, withoutFile(opened(value))]),
  )
}

function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function withoutFile(value: unknown): unknown {
  const file = (value as { file?: { name?: string } } | null)?.file
  return file ? { ...(value as object), file: { name: file.name } } : value
}
