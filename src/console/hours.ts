import type { TimeSpan } from '../handover/ports.ts'
import { FormFieldError } from './errors.ts'

/** "9-12:30, 13:30-17" → spans of a day in order; an empty text is a day off. Throws FormFieldError. */
export function spansOf(written: string, name: string): TimeSpan[] {
  const pieces = written.split(/[,;]/).map((piece) => piece.trim())
  const spans = pieces.filter(Boolean).map((piece) => spanOf(piece, name))
  spans.sort((a, b) => a.from - b.from)
  if (spans.some((span, index) => index > 0 && span.from < (spans[index - 1]?.to ?? 0))) throw wrong(name)
  return spans
}

/** "9:00-12:30, 13:30-17:00" */
export function writtenSpans(spans: readonly TimeSpan[]): string {
  return spans.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(', ')
}

function spanOf(piece: string, name: string): TimeSpan {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?$/.exec(piece)
  if (!match) throw wrong(name)
  const [, fromHour, fromMinute, toHour, toMinute] = match
  const from = Number(fromHour) * 60 + Number(fromMinute ?? 0)
  const to = Number(toHour) * 60 + Number(toMinute ?? 0)
  if (from >= to || to > 24 * 60 || Number(fromMinute ?? 0) > 59 || Number(toMinute ?? 0) > 59)
    throw wrong(name)
  return { from, to }
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

function wrong(name: string): FormFieldError {
  return new FormFieldError(name, 'hours')
}
