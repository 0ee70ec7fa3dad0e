import { isIPv4, isIPv6 } from 'node:net'
import { ipGroups } from '../../lib/text/ip-groups.ts'
import { MmdbData } from './mmdb-data.ts'
import { MmdbFault } from './mmdb-fault.ts'

// Source: the MaxMind DB file format, version 2.0.

const MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex')

/** The metadata is among so many bytes at the end, and so many zero bytes lie between the tree and the data. */
const METADATA_ROOM = 128 * 1024
const GAP = 16

/** How many nodes are looked at for records to try. */
const MOST_NODES = 10_000

/**
 * A database of networks: a binary tree over the bits of addresses, whose leaves lead to records. All methods throw
 * `MmdbFault` if its bytes are not as the format asks; none takes more steps than a true database needs.
 */
export class Mmdb {
  readonly #tree: Buffer
  readonly #data: MmdbData
  readonly #nodes: number
  /** The bits of one of the two halves of a node. */
  readonly #width: number
  readonly #isSix: boolean
  /** When it was built, in seconds since 1970; undefined if it does not say. */
  readonly built: number | undefined
  /** Where the tree of IPv4 begins. */
  readonly #four: number

  /** Takes the bytes of a file, without a copy. Throws an `MmdbFault` if they are no database. */
  constructor(file: Buffer) {
    const start = file.subarray(-METADATA_ROOM).lastIndexOf(MARKER)
    if (start < 0) throw new MmdbFault('is no database of that format, or is cut: it has no metadata')
    const end = Math.max(0, file.length - METADATA_ROOM) + start
    const metadata = new MmdbData(file.subarray(end + MARKER.length))
    const number = (key: string): number => Number(metadata.valueAt(0, [key]))
    this.#nodes = number('node_count')
    this.#width = number('record_size')
    this.#isSix = number('ip_version') === 6
    const built = number('build_epoch')
    this.built = built > 0 && Number.isSafeInteger(built) ? built : undefined
    if (number('binary_format_major_version') !== 2 || ![24, 28, 32].includes(this.#width))
      throw new MmdbFault('has a version of the format that is unknown here')
    const size = (this.#nodes * this.#width) / 4
    if (!(this.#nodes > 0 && size + GAP <= end)) throw new MmdbFault('is cut, or not whole')
    this.#tree = file.subarray(0, size)
    this.#data = new MmdbData(file.subarray(size + GAP, end))
    this.#four = this.#isSix
      ? this.#walk(
          0,
          Array.from({ length: 12 }, () => 0),
        )
      : 0
  }

  /** The record of the network that an address is in; undefined if the database has none. */
  find(ip: string): number | undefined {
    const bytes = bytesOf(ip)
    if (bytes === undefined || (bytes.length === 16 && !this.#isSix)) return undefined
    const found = this.#walk(bytes.length === 4 ? this.#four : 0, bytes)
    return found > this.#nodes ? this.#recordOf(found) : undefined
  }

  /** The text or number that these keys lead to in a record. */
  valueOf(record: number, path: readonly string[]): string | number | undefined {
    return this.#data.valueAt(record, path)
  }

  /** Some of its records, from the lowest network on. */
  *someRecords(): Iterable<number> {
    const nodes = [0]
    for (let left = MOST_NODES; left > 0; left -= 1) {
      const node = nodes.pop()
      if (node === undefined) return
      if (node > this.#nodes) yield this.#recordOf(node)
      if (node < this.#nodes) nodes.push(this.#half(node, 1), this.#half(node, 0))
    }
  }

  #walk(from: number, bytes: readonly number[]): number {
    let node = from
    for (let bit = 0; bit < 8 * bytes.length && node < this.#nodes; bit += 1)
      node = this.#half(node, ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1)
    return node
  }

  #half(node: number, side: number): number {
    const at = (node * this.#width) / 4
    const [size, tree] = [this.#width >> 3, this.#tree]
    if (this.#width !== 28) return tree.readUIntBE(at + side * size, size)
    // The byte in the middle has the highest bits of both.
    const high = tree.readUInt8(at + 3)
    return ((side === 0 ? high >> 4 : high & 15) << 24) | tree.readUIntBE(at + side * 4, 3)
  }

  #recordOf(leaf: number): number {
    if (leaf < this.#nodes + GAP) throw new MmdbFault('leads to no record')
    return leaf - this.#nodes - GAP
  }
}

/** The bytes of an address; four for IPv4, also as IPv6 writes it (`::ffff:192.0.2.1`). */
function bytesOf(ip: string): readonly number[] | undefined {
  const four = ip.replace(/^::ffff:(?=.*\.)/i, '')
  if (isIPv4(four)) return four.split('.').map(Number)
  if (!isIPv6(ip) || ip.includes('.')) return undefined
  return ipGroups(ip).flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}
