/** One mistake of a hurried finger: two letters swapped, one left out, one doubled, or one wrong. */
function misspelt(word: string, random: () => number): string {
  const letters = [...word]
  const at = 1 + Math.floor(random() * (letters.length - 2))
  const here = letters[at] as string
  switch (Math.floor(random() * 4)) {
    case 0:
      letters.splice(at, 2, letters[at + 1] ?? '', here)
      break
    case 1:
      letters.splice(at, 1)
      break
    case 2:
      letters.splice(at, 0, here)
      break
    default:
      letters[at] = letters[Math.floor(random() * letters.length)] as string
  }
  return letters.join('')
}

const WORD = /[\p{L}\p{M}]{4,}/gu
const HAN = /\p{Script=Han}/u

/**
 * The text with a mistake in a share of its words of four letters or more. Chinese is typed by sound, where a mistake is
 * another sign: the same share of its signs is left out.
 */
export function withTypos(text: string, share: number, random: () => number): string {
  if (HAN.test(text)) return [...text].filter((sign) => !HAN.test(sign) || random() >= share / 2).join('')
  return text.replace(WORD, (word) => (random() < share ? misspelt(word, random) : word))
}
