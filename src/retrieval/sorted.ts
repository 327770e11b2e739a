/** Position of the first of equal values in a rising part of a list (`end` is not in it); -1 when the value is not there. */
export function firstPosition(
  list: Uint16Array | Uint32Array,
  value: number,
  start = 0,
  end = list.length,
): number {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low < end && list[low] === value ? low : -1
}
