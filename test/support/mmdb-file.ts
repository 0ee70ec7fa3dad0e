import { isIPv4 } from 'node:net'
import { ipGroups } from '../../lib/text/ip-groups.ts'

/** A value of a record. */
export type MmdbValue = string | number | boolean | readonly MmdbValue[] | { readonly [key: string]: MmdbValue }

/** How a database is written. */
export interface MmdbParts {
  /** `192.0.2.0/24`, and what the database says of it. */
  readonly networks: Readonly<Record<string, MmdbValue>>
  /** Networks that lead to the node of another one: `::ffff:0:0/96` to `::/96`, where IPv4 is. */
  readonly aliases?: Readonly<Record<string, string>>
  /** 24, 28 or 32 bits. */
  readonly width?: number
  readonly version?: 4 | 6
  /** Bytes before the first record. */
  readonly filler?: number
  readonly metadata?: Readonly<Record<string, MmdbValue>>
}

type Node = [Leaf, Leaf]
type Leaf = Node | { readonly record: number } | undefined

/** The bytes of a database in MaxMind's format. Each distinct value is one record, with pointers to texts before it. */
export function mmdbFile({
  networks,
  aliases = {},
  width = 24,
  version = 6,
  filler = 0,
  metadata = {},
}: MmdbParts): Buffer {
  const data = new Values(filler)
  const root: Node = [undefined, undefined]
  const records = new Map<string, number>()
  for (const [network, value] of Object.entries(networks)) {
    const key = JSON.stringify(value)
    const record = records.get(key) ?? data.add(value)
    records.set(key, record)
    place(root, bitsOf(network, version), { record })
  }
  for (const [network, to] of Object.entries(aliases))
    place(root, bitsOf(network, version), at(root, bitsOf(to, version)))
  const nodes = nodesOf(root)
  const tree = Buffer.concat(
    [...nodes.keys()].map((node) =>
      nodeBytes(
        node.map((leaf) => numberOf(leaf, nodes)),
        width,
      ),
    ),
  )
  const described = new Values()
  described.add({
    node_count: nodes.size,
    record_size: width,
    ip_version: version,
    database_type: 'Test',
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_795_161_600,
    description: { en: 'of a test' },
    ...metadata,
  })
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    data.bytes,
    Buffer.from('\u{ab}\u{cd}\u{ef}MaxMind.com', 'latin1'),
    described.bytes,
  ])
}

function bitsOf(network: string, version: 4 | 6): number[] {
  const [address = '', length = ''] = network.split('/')
  const bytes = isIPv4(address)
    ? [...(version === 6 ? Array.from({ length: 12 }, () => 0) : []), ...address.split('.').map(Number)]
    : ipGroups(address).flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
  const more = isIPv4(address) && version === 6 ? 96 : 0
  return bytes
    .flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> (7 - bit)) & 1))
    .slice(0, Number(length) + more)
}

/** Puts a leaf there; a network around others fills only what these leave. */
function place(root: Node, bits: readonly number[], leaf: Leaf): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const next = node[bit]
    if (Array.isArray(next)) node = next
    else node = node[bit] = [next, next]
  }
  node[bits.at(-1) ?? 0] = leaf
}

function at(root: Node, bits: readonly number[]): Leaf {
  return bits.reduce<Leaf>((node, bit) => (Array.isArray(node) ? node[bit] : node), root)
}

function nodesOf(root: Node): ReadonlyMap<Node, number> {
  const nodes = new Map<Node, number>()
  const visit = (leaf: Leaf): void => {
    if (!Array.isArray(leaf) || nodes.has(leaf)) return
    nodes.set(leaf, nodes.size)
    for (const each of leaf) visit(each)
  }
  visit(root)
  return nodes
}

function numberOf(leaf: Leaf, nodes: ReadonlyMap<Node, number>): number {
  if (leaf === undefined) return nodes.size
  return Array.isArray(leaf) ? (nodes.get(leaf) ?? 0) : nodes.size + 16 + leaf.record
}

/** One node of a tree, of two numbers. */
export function nodeBytes([left = 0, right = 0]: readonly number[], width: number): Buffer {
  const bytes = Buffer.alloc(width / 4)
  if (width !== 28) {
    bytes.writeUIntBE(left, 0, width / 8)
    bytes.writeUIntBE(right, width / 8, width / 8)
    return bytes
  }
  bytes.writeUIntBE(left % 2 ** 24, 0, 3)
  bytes.writeUInt8(Math.floor(left / 2 ** 24) * 16 + Math.floor(right / 2 ** 24), 3)
  bytes.writeUIntBE(right % 2 ** 24, 4, 3)
  return bytes
}

/** Values behind each other. */
class Values {
  readonly #pieces: Buffer[]
  #length: number
  readonly #texts = new Map<string, number>()

  constructor(filler = 0) {
    this.#pieces = [Buffer.alloc(filler)]
    this.#length = filler
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#pieces)
  }

  /** Appends a value, and returns where it begins. */
  add(value: MmdbValue): number {
    const start = this.#length
    if (typeof value === 'string') this.#addText(value)
    else if (typeof value === 'number') this.#put(value > 2 ** 32 ? 9 : 6, bigEndian(value))
    else if (typeof value === 'boolean') this.#put(14, Buffer.alloc(0), Number(value))
    else if (Array.isArray(value)) {
      this.#put(11, Buffer.alloc(0), value.length)
      for (const each of value) this.add(each)
    } else {
      const entries = Object.entries(value)
      this.#put(7, Buffer.alloc(0), entries.length)
      for (const [key, each] of entries) {
        this.#addText(key)
        this.add(each)
      }
    }
    return start
  }

  #addText(text: string): void {
    const known = this.#texts.get(text)
    if (known !== undefined) return this.#append(pointerTo(known))
    this.#texts.set(text, this.#length)
    this.#put(2, Buffer.from(text))
  }

  #put(type: number, payload: Buffer, size = payload.length): void {
    const [short, more] =
      size < 29 ? [size, []] : size < 285 ? [29, [size - 29]] : [30, [(size - 285) >> 8, (size - 285) & 255]]
    this.#append(Buffer.from(type < 8 ? [(type << 5) | short, ...more] : [short, type - 7, ...more]))
    this.#append(payload)
  }

  #append(bytes: Buffer): void {
    this.#pieces.push(bytes)
    this.#length += bytes.length
  }
}

function pointerTo(place: number): Buffer {
  if (place < 2048) return Buffer.from([0x20 | (place >> 8), place & 255])
  if (place < 526_336) {
    const more = place - 2048
    return Buffer.from([0x28 | (more >> 16), (more >> 8) & 255, more & 255])
  }
  const bytes = Buffer.alloc(5, 0x38)
  bytes.writeUInt32BE(place, 1)
  return bytes
}

function bigEndian(value: number): Buffer {
  const digits = value === 0 ? '' : value.toString(16)
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
}
