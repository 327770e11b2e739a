const LTR_SCRIPTS = '\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Han}\\p{Script=Bengali}'
const RTL_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}]/u
const LTR_CHARACTER = `[0-9${LTR_SCRIPTS}]`
const SPACE = '[ \\u00A0\\u202F]'
const DIRECTION_SIGNS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** The same runs as in channels/telegram/direction.ts (a test compares them), without what older phones cannot read. */
const LTR_RUN = new RegExp(
  [
    '(?:https?:\\/\\/|www\\.)\\S*[^\\s.,;:!?)\\]»،؛؟]',
    `[+€$£#@/−-]?${LTR_CHARACTER}(?:(?:${SPACE}|${SPACE}[&+/–-]${SPACE}|[.,:;/\\\\\\-–_'’@&+=?#%€$~]{1,3})?${LTR_CHARACTER})*` +
      `(?:${SPACE}?[%€$£°‰])?`,
  ].join('|'),
  'gu',
)

/** Puts text into an element; in a right-to-left text, names, figures and addresses keep their own direction and full stop. */
export function appendText(text, into, rightToLeft = RTL_LETTER.test(text)) {
  if (!rightToLeft) return into.append(text)
  const bare = text.replace(DIRECTION_SIGNS, '')
  let from = 0
  for (const { 0: run, index } of bare.matchAll(LTR_RUN)) {
    const afterRun = index + run.length
    const isolated = document.createElement('bdi')
    isolated.dir = 'ltr'
    // "s.p." ends with a full stop of its own, "SPOT." with that of the sentence.
    const end = bare[afterRun] === '.' && /\.\p{L}$/u.test(run) ? afterRun + 1 : afterRun
    isolated.textContent = bare.slice(index, end)
    into.append(bare.slice(from, index), isolated)
    from = end
  }
  into.append(bare.slice(from))
}
