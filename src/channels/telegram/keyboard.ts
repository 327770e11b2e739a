import type { Button, Reply } from '../../conversation/turn.ts'
import { RIGHT_TO_LEFT } from '../../i18n/languages.ts'
import { cleanText } from './clean-text.ts'
import { isolateForeign } from './direction.ts'

export type InlineButton = { text: string; callback_data: string } | { text: string; url: string }

export interface Keyboard {
  /** undefined when there are no buttons. */
  markup: { inline_keyboard: InlineButton[][] } | undefined
  /** Why buttons were left out: one of them would make Telegram refuse the whole message. */
  dropped: ('data too long' | 'no label' | 'bad address' | 'too many')[]
}

const DATA_BYTES = 64
const LABEL_LENGTH = 60
const MOST_BUTTONS = 100

/** The buttons of a reply as Telegram's inline keyboard. Pure. */
export function inlineKeyboard(reply: Reply): Keyboard {
  const dropped: Keyboard['dropped'] = []
  let count = 0
  const keep = (button: Button): boolean => {
    const fault = faultOf(button) ?? (count >= MOST_BUTTONS ? 'too many' : null)
    if (fault) dropped.push(fault)
    else count++
    return !fault
  }
  const rightToLeft = RIGHT_TO_LEFT.has(reply.language)
  const rows = reply.buttons
    .map((row) => row.filter(keep).map((button) => inlineButton(button, rightToLeft)))
    .filter((row) => row.length > 0)
  return { markup: rows.length > 0 ? { inline_keyboard: rows } : undefined, dropped }
}

function faultOf(button: Button): Keyboard['dropped'][number] | null {
  if (cleanText(button.label).trim() === '') return 'no label'
  if ('data' in button) {
    const bytes = Buffer.byteLength(button.data)
    return bytes > DATA_BYTES || bytes === 0 ? 'data too long' : null
  }
  return isPublicAddress(button.url) ? null : 'bad address'
}

/** Telegram refuses addresses without a domain, such as http://localhost:3978. */
function isPublicAddress(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'tg:' || (/^https?:$/.test(protocol) && hostname.includes('.'))
}

function inlineButton(button: Button, rightToLeft: boolean): InlineButton {
  const text = isolateForeign(shorten(cleanText(button.label).trim()), rightToLeft)
  return 'data' in button ? { text, callback_data: button.data } : { text, url: button.url }
}

function shorten(label: string): string {
  if (label.length <= LABEL_LENGTH) return label
  const beginning = label.slice(0, LABEL_LENGTH)
  const space = beginning.lastIndexOf(' ')
  const kept = space > LABEL_LENGTH / 2 ? beginning.slice(0, space) : beginning.slice(0, -1)
  return `${kept.replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`
}
