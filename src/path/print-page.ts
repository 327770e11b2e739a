import { directionOf, type Language } from '../i18n/languages.ts'
import { formatDate } from '../i18n/numbers.ts'
import { localLanguage } from './check.ts'
import { type PrintedStep, type PrintRow, printRows } from './print-rows.ts'
import type { PathView } from './view.ts'

/**
 * The plan as one A4 sheet for the visit to an office: the person's language beside the language of the office, each
 * in its direction of writing. One whole HTML document without scripts, fonts or files from elsewhere.
 */
export function printPage(view: PathView): string {
  const local = localLanguage(view.situation.country)
  const languages: Language[] = view.language === local ? [local] : [view.language, local]
  const { rows, left } = printRows(view, languages)
  const say = (language: Language, key: string, values?: Record<string, string | number>) =>
    escaped(view.messages.text(language, key, values))
  const heads = languages.map(
    (language) =>
      `<th ${marks(language)}><h1>${say(language, 'path.print_title')}</h1><p>${say(language, `country.${view.situation.country}`)} · ${say(language, 'path.print_as_of', { date: formatDate(view.today, language) })}${openingText(view, language)}</p></th>`,
  )
  const notes = languages.map(
    (language) =>
      `<td ${marks(language)}>${left > 0 ? `<p>${say(language, 'path.more_steps', { count: left })}</p>` : ''}<p>${say(language, 'path.print_note')}</p></td>`,
  )
  return `<!doctype html>
<html ${marks(view.language)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${say(view.language, 'path.print_title')}</title>
<style>${STYLE}</style>
</head>
<body>
<table>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${rows.map((row) => rowHtml(row)).join('\n')}
</tbody>
<tfoot><tr>${notes.join('')}</tr></tfoot>
</table>
</body>
</html>
`
}

function openingText(view: PathView, language: Language): string {
  const { opening } = view.plan
  if (!opening) return ''
  const key = view.state.opening === opening ? 'path.opening_on' : 'path.opening_earliest'
  return `<br>${escaped(view.messages.text(language, key, { date: formatDate(opening, language) }))}`
}

function rowHtml(row: PrintRow): string {
  return `<tr>${row.columns.map((step) => cellHtml(step, row.whole)).join('')}</tr>`
}

function cellHtml(step: PrintedStep, whole: boolean): string {
  const details = [step.where, step.papers].filter((line) => whole && line !== '')
  return `<td ${marks(step.language)}><b>☐ ${escaped(step.title)}</b> <span>${escaped(step.day)}</span>${details
    .map((line) => `<div>${escaped(line)}</div>`)
    .join('')}</td>`
}

function marks(language: Language): string {
  return `lang="${language}" dir="${directionOf(language)}"`
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const STYLE = `
@page { size: A4; margin: 10mm }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 190mm; color: #111; background: #fff; font: 7.6pt/1.24 system-ui, "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Bengali", "Noto Sans CJK SC", "DejaVu Sans", Arial, sans-serif }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
th, td { text-align: start; vertical-align: top; padding: 0.6mm 1.5mm; font-weight: normal }
tr { break-inside: avoid }
tbody td { border-top: 0.2mm solid #999 }
th + th, td + td { border-inline-start: 0.2mm solid #ccc }
h1 { margin: 0; font-size: 12pt }
p { margin: 0 }
span { white-space: nowrap; color: #333 }
tfoot { color: #333; font-size: 6.8pt }
`
