import { MmdbFault } from './mmdb-fault.ts'

// Source: the MaxMind DB file format, version 2.0.

const [POINTER, TEXT, MAP, ARRAY, BOOLEAN] = [1, 2, 7, 11, 14] as const

/** uint16, uint32 and uint64, whose bytes are as many as the value needs. */
const INTEGERS = new Set([5, 6, 9])

/** So many fields at most are looked at for one value: true records have some hundreds. */
const MOST_FIELDS = 1000

/** The least size, and the least place that a pointer leads to, by how many bytes tell it. */
const SIZES = [undefined, 29, 285, 65_821]
const POINTERS = [0, 0, 2048, 526_336]

/** What comes before a value: its type, its size (of a pointer, where it leads), and where what follows begins. */
interface Head {
  readonly type: number
  readonly size: number
  readonly at: number
}

/**
 * Values behind each other, which lead to each other: the data section of a database, or its metadata. Whatever the
 * bytes are, a value takes a bounded number of steps, or throws an `MmdbFault`.
 */
export class MmdbData {
  readonly #bytes: Buffer
  #left = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The text or number that these keys lead to, from map to map; undefined if there is none. */
  valueAt(offset: number, path: readonly string[]): string | number | undefined {
    this.#left = MOST_FIELDS
    let at: number | undefined = offset
    for (const key of path) {
      at = this.#entry(at, key)
      if (at === undefined) return undefined
    }
    const { type, size, at: start } = this.#value(at)
    if (type === TEXT) return this.#bytes.toString('utf8', start, this.#end(start, size))
    return INTEGERS.has(type) ? this.#integer(start, size) : undefined
  }

  #entry(map: number, key: string): number | undefined {
    const { type, size, at: first } = this.#value(map)
    if (type !== MAP) return undefined
    let at = first
    for (let index = 0; index < size; index += 1) {
      const { type: keyType, size: length, at: start } = this.#value(at)
      const isKey = keyType === TEXT && this.#bytes.toString('utf8', start, this.#end(start, length)) === key
      at = this.#after(at)
      if (isKey) return at
      at = this.#after(at)
    }
    return undefined
  }

  /** The head of a value, behind the pointer to it. The format allows no pointer to a pointer. */
  #value(at: number): Head {
    const head = this.#head(at)
    if (head.type !== POINTER) return head
    const value = this.#head(head.size)
    if (value.type === POINTER) throw new MmdbFault('has a pointer to a pointer')
    return value
  }

  /** Where what follows a value begins. */
  #after(start: number): number {
    let at = start
    for (let values = 1; values > 0; values -= 1) {
      const head = this.#head(at)
      if (head.type === MAP) values += 2 * head.size
      if (head.type === ARRAY) values += head.size
      const isHere = head.type !== MAP && head.type !== ARRAY && head.type !== POINTER && head.type !== BOOLEAN
      at = isHere ? this.#end(head.at, head.size) : head.at
    }
    return at
  }

  #head(start: number): Head {
    this.#left -= 1
    if (this.#left < 0) throw new MmdbFault(`has a record of more than ${MOST_FIELDS} fields`)
    const control = this.#integer(start, 1)
    const [type, at] = control < 32 ? [this.#integer(start + 1, 1) + 7, start + 2] : [control >> 5, start + 1]
    if (type === POINTER) return this.#pointer(control, at)
    const size = control & 31
    const more = Math.max(0, size - 28)
    return { type, size: (SIZES[more] ?? size) + this.#integer(at, more), at: at + more }
  }

  /** Pointers of one to three bytes have three bits more in the control byte, and begin where shorter ones end. */
  #pointer(control: number, at: number): Head {
    const more = ((control >> 3) & 3) + 1
    const high = more < 4 ? (control & 7) * 256 ** more : 0
    return { type: POINTER, size: high + this.#integer(at, more) + (POINTERS[more] ?? 0), at: at + more }
  }

  #integer(at: number, size: number): number {
    if (size > 6) throw new MmdbFault('has a number that is too large')
    this.#end(at, size)
    return size === 0 ? 0 : this.#bytes.readUIntBE(at, size)
  }

  #end(at: number, size: number): number {
    if (at + size > this.#bytes.length) throw new MmdbFault('is cut, or leads beyond its end')
    return at + size
  }
}
