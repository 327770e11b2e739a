import { DefaultDeserializer, DefaultSerializer } from 'node:v8'

const KINDS = [
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
]
type NumberArray = InstanceType<(typeof KINDS)[number]>

/** Arrays begin at multiples of this, so that each kind can be read where it lies. */
const ALIGNMENT = 8
const LENGTH_BYTES = 8

/**
 * A value of plain data, maps and arrays of numbers as bytes: v8's format for the structure, the arrays behind it. What
 * `unpacked` gives reads its arrays from those very bytes, without a second copy in memory.
 */
export function packed(value: unknown): Buffer {
  const serializer = new PackingSerializer()
  serializer.writeHeader()
  serializer.writeValue(value)
  const structure = serializer.releaseBuffer()
  const start = aligned(LENGTH_BYTES + structure.length)
  const result = Buffer.alloc(start + serializer.size)
  result.writeBigUInt64LE(BigInt(structure.length))
  structure.copy(result, LENGTH_BYTES)
  for (const { array, offset } of serializer.arrays)
    Buffer.from(array.buffer, array.byteOffset, array.byteLength).copy(result, start + offset)
  return result
}

/** The value of such bytes. Throws when they are not what `packed` made; the arrays live as long as the bytes. */
export function unpacked(bytes: Buffer): unknown {
  const whole = bytes.byteOffset % ALIGNMENT === 0 ? bytes : movedToStart(bytes)
  const length = Number(whole.readBigUInt64LE())
  const deserializer = new PackingDeserializer(
    whole.subarray(LENGTH_BYTES, LENGTH_BYTES + length),
    whole.subarray(aligned(LENGTH_BYTES + length)),
  )
  deserializer.readHeader()
  return deserializer.readValue()
}

class PackingSerializer extends DefaultSerializer {
  readonly arrays: { array: NumberArray; offset: number }[] = []
  size = 0

  /** Called by v8 for each array of numbers: notes where it will lie. */
  _writeHostObject(array: NumberArray): void {
    const kind = KINDS.indexOf(array.constructor as (typeof KINDS)[number])
    if (kind < 0) throw new TypeError(`${array.constructor.name} cannot be packed`)
    this.writeUint32(kind)
    this.writeUint32(array.length)
    this.writeDouble(this.size)
    this.arrays.push({ array, offset: this.size })
    this.size = aligned(this.size + array.byteLength)
  }
}

class PackingDeserializer extends DefaultDeserializer {
  constructor(
    structure: Buffer,
    private readonly arrays: Buffer,
  ) {
    super(structure)
  }

  _readHostObject(): NumberArray {
    const Kind = KINDS[this.readUint32()]
    const length = this.readUint32()
    const offset = this.readDouble()
    if (!Kind) throw new TypeError('an array of an unknown kind')
    return new Kind(this.arrays.buffer as ArrayBuffer, this.arrays.byteOffset + offset, length)
  }
}

function movedToStart(bytes: Buffer): Buffer {
  const copy = Buffer.from(new ArrayBuffer(bytes.length))
  bytes.copy(copy)
  return copy
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT
}
