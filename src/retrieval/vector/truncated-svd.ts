import { seededRandom } from '../features.ts'
import { type SparseMatrix, times, transposedTimes } from './sparse.ts'

export interface TruncatedSvd {
  /** Right singular vectors, `dimension` numbers for each column of the matrix, largest singular value first. */
  columns: Float32Array
  singularValues: Float32Array
  dimension: number
}

/** Directions sampled beyond those kept, and passes that sharpen them (Halko, Martinsson & Tropp 2011, § 1.6). */
const OVERSAMPLING = 12
const PASSES = 1

/** The largest singular values of a sparse matrix and their right vectors, by a seeded random projection. */
export function truncatedSvd(matrix: SparseMatrix, wanted: number, seed = 20261126): TruncatedSvd {
  const dimension = Math.min(wanted, matrix.rows, matrix.columns)
  const width = Math.min(dimension + OVERSAMPLING, matrix.rows, matrix.columns)
  let basis = times(matrix, gaussian(matrix.columns * width, seed), width)
  orthonormalise(basis, matrix.rows, width)
  for (let pass = 0; pass < PASSES; pass++) {
    basis = times(matrix, transposedTimes(matrix, basis, width), width)
    orthonormalise(basis, matrix.rows, width)
  }
  // B = Qᵀ·A is small on one side: the eigenvectors of B·Bᵀ give the singular vectors of A.
  const projected = transposedTimes(matrix, basis, width)
  const { values, vectors } = symmetricEigen(gram(projected, width), width)
  const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number))
  const singularValues = Float32Array.from(order.slice(0, dimension), (index) =>
    Math.sqrt(Math.max(0, values[index] as number)),
  )
  const rotation = new Float32Array(width * dimension)
  for (let from = 0; from < width; from++) {
    for (let to = 0; to < dimension; to++) {
      const scale = singularValues[to] as number
      rotation[from * dimension + to] =
        scale > 1e-6 ? (vectors[from * width + (order[to] as number)] as number) / scale : 0
    }
  }
  return { columns: rotate(projected, rotation, matrix.columns, width, dimension), singularValues, dimension }
}

function gaussian(count: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  const result = new Float32Array(count)
  // The sum of four uniform numbers is near enough to a normal one for a projection.
  for (let index = 0; index < count; index++) result[index] = random() + random() + random() + random() - 2
  return result
}

/** Modified Gram-Schmidt over the columns, twice, which is stable enough in single precision. */
function orthonormalise(matrix: Float32Array, rows: number, width: number): void {
  const columns = Array.from({ length: width }, (_, column) =>
    Float32Array.from({ length: rows }, (_, row) => matrix[row * width + column] as number),
  )
  columns.forEach((column, index) => {
    for (let round = 0; round < 2; round++)
      for (let other = 0; other < index; other++) removeShare(column, columns[other] as Float32Array)
    const norm = Math.sqrt(product(column, column))
    for (let row = 0; row < rows; row++) {
      column[row] = norm > 1e-9 ? (column[row] as number) / norm : 0
      matrix[row * width + index] = column[row] as number
    }
  })
}

function removeShare(from: Float32Array, of: Float32Array): void {
  const share = product(from, of)
  for (let row = 0; row < from.length; row++) from[row] = (from[row] as number) - share * (of[row] as number)
}

function product(left: Float32Array, right: Float32Array): number {
  let sum = 0
  for (let row = 0; row < left.length; row++) sum += (left[row] as number) * (right[row] as number)
  return sum
}

/** Sums of products of all pairs of columns. */
function gram(matrix: Float32Array, width: number): Float64Array {
  const result = new Float64Array(width * width)
  for (let start = 0; start < matrix.length; start += width) {
    for (let a = 0; a < width; a++) {
      const left = matrix[start + a] as number
      if (left === 0) continue
      for (let b = a; b < width; b++)
        result[a * width + b] = (result[a * width + b] as number) + left * (matrix[start + b] as number)
    }
  }
  for (let a = 0; a < width; a++)
    for (let b = 0; b < a; b++) result[a * width + b] = result[b * width + a] as number
  return result
}

/** Eigenvalues and eigenvectors (columns) of a symmetric matrix by cyclic Jacobi rotations. */
function symmetricEigen(input: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const matrix = input.slice()
  const vectors = new Float64Array(size * size)
  for (let index = 0; index < size; index++) vectors[index * size + index] = 1
  for (let sweep = 0; sweep < 30; sweep++) {
    if (offDiagonal(matrix, size) < 1e-12 * diagonal(matrix, size)) break
    for (let p = 0; p < size - 1; p++)
      for (let q = p + 1; q < size; q++) rotatePair(matrix, vectors, size, p, q)
  }
  return {
    values: Float64Array.from({ length: size }, (_, index) => matrix[index * size + index] as number),
    vectors,
  }
}

function rotatePair(matrix: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const between = matrix[p * size + q] as number
  if (Math.abs(between) < 1e-300) return
  const theta = ((matrix[q * size + q] as number) - (matrix[p * size + p] as number)) / (2 * between)
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  for (let index = 0; index < size; index++) turn(matrix, index * size + p, index * size + q, cosine, sine)
  for (let index = 0; index < size; index++) turn(matrix, p * size + index, q * size + index, cosine, sine)
  for (let index = 0; index < size; index++) turn(vectors, index * size + p, index * size + q, cosine, sine)
}

function turn(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const a = values[first] as number
  const b = values[second] as number
  values[first] = cosine * a - sine * b
  values[second] = sine * a + cosine * b
}

function diagonal(matrix: Float64Array, size: number): number {
  let sum = 0
  for (let index = 0; index < size; index++) sum += (matrix[index * size + index] as number) ** 2
  return sum
}

function offDiagonal(matrix: Float64Array, size: number): number {
  let sum = 0
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) if (a !== b) sum += (matrix[a * size + b] as number) ** 2
  return sum
}

function rotate(
  from: Float32Array,
  rotation: Float32Array,
  rows: number,
  width: number,
  dimension: number,
): Float32Array {
  const result = new Float32Array(rows * dimension)
  for (let row = 0; row < rows; row++) {
    for (let middle = 0; middle < width; middle++) {
      const value = from[row * width + middle] as number
      if (value === 0) continue
      for (let to = 0; to < dimension; to++)
        result[row * dimension + to] =
          (result[row * dimension + to] as number) + value * (rotation[middle * dimension + to] as number)
    }
  }
  return result
}
