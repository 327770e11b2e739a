/**
 * The value of a formula of figures: numbers, names, + - * / ( ) and round(x).
 * Throws an Error that names the unknown figure or the place where the formula ends early.
 */
export function evaluateFormula(formula: string, lookUp: (name: string) => number): number {
  const tokens = formula.match(/\d+(?:\.\d+)?|[a-z][a-z0-9_]*|[-+*/()]|\S/g) ?? []
  let position = 0

  const sum = (): number => {
    let value = product()
    while (tokens[position] === '+' || tokens[position] === '-') {
      value = tokens[position++] === '+' ? value + product() : value - product()
    }
    return value
  }
  const product = (): number => {
    let value = factor()
    while (tokens[position] === '*' || tokens[position] === '/') {
      value = tokens[position++] === '*' ? value * factor() : value / factor()
    }
    return value
  }
  const factor = (): number => {
    const token = tokens[position++]
    if (token === undefined) throw new Error(`the formula "${formula}" ends early`)
    if (token === '-') return -factor()
    if (token === '(') return closed(sum())
    if (/^\d/.test(token)) return Number(token)
    if (token === 'round' && tokens[position] === '(') {
      position++
      return Math.round(closed(sum()))
    }
    if (/^[a-z]/.test(token)) return lookUp(token)
    throw new Error(`the formula "${formula}" has an unexpected "${token}"`)
  }
  const closed = (value: number): number => {
    if (tokens[position++] !== ')') throw new Error(`the formula "${formula}" lacks a ")"`)
    return value
  }

  const value = sum()
  if (position < tokens.length)
    throw new Error(`the formula "${formula}" has an unexpected "${tokens[position]}"`)
  if (!Number.isFinite(value)) throw new Error(`the formula "${formula}" gives no number`)
  return Math.round(value * 100) / 100
}

/** Names of the figures that a formula uses. */
export function namesInFormula(formula: string): string[] {
  return (formula.match(/[a-z][a-z0-9_]*/g) ?? []).filter((name) => name !== 'round')
}
