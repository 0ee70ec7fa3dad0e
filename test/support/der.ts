/** The part of DER (X.690) that a certificate needs; each function returns one encoded value. */

function value(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

/** A sequence of values. */
export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return value(0x30, ...parts)
}

/** A set of values. */
export function set(...parts: readonly Uint8Array[]): Buffer {
  return value(0x31, ...parts)
}

/** A positive integer; its bytes are in network order. */
export function integer(...bytes: readonly number[]): Buffer {
  return value(0x02, Buffer.from(bytes))
}

/** True. */
export function yes(): Buffer {
  return value(0x01, Buffer.from([0xff]))
}

/** A bit string of whole bytes. */
export function bits(bytes: Uint8Array): Buffer {
  return value(0x03, Buffer.from([0]), bytes)
}

/** An octet string. */
export function octets(...parts: readonly Uint8Array[]): Buffer {
  return value(0x04, ...parts)
}

/** A UTF-8 string. */
export function text(string: string): Buffer {
  return value(0x0c, Buffer.from(string))
}

/** An object identifier: `2.5.4.3`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** A point in time, to the second. */
export function time(date: Date): Buffer {
  return value(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')))
}

/** A value with a context-specific tag: around the whole value if `explicit`, otherwise instead of its own tag. */
export function tagged(number: number, content: Uint8Array, explicit = false): Buffer {
  return value((explicit ? 0xa0 : 0x80) | number, content)
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f]
  for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
