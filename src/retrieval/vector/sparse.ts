/** A matrix of which most cells are 0, kept row by row. */
export interface SparseMatrix {
  rows: number
  columns: number
  /** For each row the start of its cells; one entry more than rows. */
  offsets: Uint32Array
  columnOf: Uint32Array
  values: Float32Array
}

export function sparseMatrix(rows: readonly ReadonlyMap<number, number>[], columns: number): SparseMatrix {
  const cells = rows.reduce((sum, row) => sum + row.size, 0)
  const offsets = new Uint32Array(rows.length + 1)
  const columnOf = new Uint32Array(cells)
  const values = new Float32Array(cells)
  let at = 0
  rows.forEach((row, index) => {
    for (const [column, value] of row) {
      columnOf[at] = column
      values[at] = value
      at++
    }
    offsets[index + 1] = at
  })
  return { rows: rows.length, columns, offsets, columnOf, values }
}

/** matrix · dense, where dense has `width` numbers a row; the result has `width` numbers for each row of the matrix. */
export function times(matrix: SparseMatrix, dense: Float32Array, width: number): Float32Array {
  const result = new Float32Array(matrix.rows * width)
  const { offsets, columnOf, values } = matrix
  for (let row = 0; row < matrix.rows; row++) {
    const into = row * width
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++) {
      const from = (columnOf[at] as number) * width
      const value = values[at] as number
      for (let index = 0; index < width; index++)
        result[into + index] = (result[into + index] as number) + value * (dense[from + index] as number)
    }
  }
  return result
}

/** Transposed matrix · dense. */
export function transposedTimes(matrix: SparseMatrix, dense: Float32Array, width: number): Float32Array {
  const result = new Float32Array(matrix.columns * width)
  const { offsets, columnOf, values } = matrix
  for (let row = 0; row < matrix.rows; row++) {
    const from = row * width
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++) {
      const into = (columnOf[at] as number) * width
      const value = values[at] as number
      for (let index = 0; index < width; index++)
        result[into + index] = (result[into + index] as number) + value * (dense[from + index] as number)
    }
  }
  return result
}
