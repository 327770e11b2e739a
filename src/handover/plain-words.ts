/** What somebody wrote, so that renderers show it letter by letter: no bold, no link that hides its address. */
export function plainWords(text: string): string {
  return text.replaceAll('**', '*\u2060*').replaceAll('](', ']\u2060(')
}
