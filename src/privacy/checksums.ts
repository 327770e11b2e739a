/** Luhn's check: payment cards, and the Italian partita IVA. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const counted = index % 2 === 1 ? digit * 2 : digit
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0
}

/** ISO 13616: the IBAN without spaces, in capitals. */
export function passesMod97(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4)
  let rest = 0
  for (const character of moved) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'

/** DNI (8 digits and a letter) or NIE (X, Y or Z, 7 digits and a letter), in capitals without separators. */
export function passesSpanishLetter(number: string): boolean {
  const digits = number.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
  return SPANISH_LETTERS[Number(digits) % 23] === number.at(-1)
}

const ODD_VALUES = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]

/** Italian codice fiscale, 16 characters in capitals. */
export function passesCodiceFiscale(code: string): boolean {
  let sum = 0
  for (let index = 0; index < 15; index++) {
    const character = code[index] as string
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65
    sum += index % 2 === 0 ? (ODD_VALUES[value] as number) : value
  }
  return String.fromCharCode(65 + (sum % 26)) === code[15]
}

/** Slovenian (and other former Yugoslav) EMŠO, 13 digits: a date of birth and a check digit. */
export function passesEmso(digits: string): boolean {
  const day = Number(digits.slice(0, 2))
  const month = Number(digits.slice(2, 4))
  if (day < 1 || day > 31 || month < 1 || month > 12) return false
  const weights = [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return (11 - (sum % 11)) % 11 === Number(digits[12])
}

/** Slovenian tax number, 8 digits. */
export function passesSlovenianTaxNumber(digits: string): boolean {
  const sum = [8, 7, 6, 5, 4, 3, 2].reduce(
    (total, weight, index) => total + weight * Number(digits[index]),
    0,
  )
  const check = 11 - (sum % 11)
  return digits[0] !== '0' && check < 11 && check % 10 === Number(digits[7])
}

/** The check digit of a field in the machine-readable zone of a passport. */
export function passesMachineReadable(field: string, check: string): boolean {
  const sum = [...field].reduce((total, character, index) => {
    const value = character === '<' ? 0 : Number.parseInt(character, 36)
    return total + value * ([7, 3, 1][index % 3] as number)
  }, 0)
  return String(sum % 10) === check
}
