import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** Where a port is reached from this host. */
export type OwnAddress = '127.0.0.1' | '::1'

/**
 * Local addresses as the kernel writes them, 32 bits at a time in the order of the machine: any, loopback, and IPv4's
 * mapped into IPv6.
 */
const ADDRESSES: ReadonlyMap<string, OwnAddress> = new Map([
  ['00000000', '127.0.0.1'],
  ['0100007F', '127.0.0.1'],
  ['7F000001', '127.0.0.1'],
  ['0000000000000000FFFF000000000000', '127.0.0.1'],
  ['0000000000000000FFFF00000100007F', '127.0.0.1'],
  ['00000000000000000000FFFF00000000', '127.0.0.1'],
  ['00000000000000000000FFFF7F000001', '127.0.0.1'],
  ['00000000000000000000000000000000', '::1'],
  ['00000000000000000000000001000000', '::1'],
  ['00000000000000000000000000000001', '::1'],
])

/** Listening sockets come first, in lines of 150 bytes: enough for 1,700, however many connections follow. */
const MOST = 256 * 1024

/** TCP_LISTEN; include/net/tcp_states.h. */
const LISTEN = '0A'

/**
 * The ports at which something listens on every address or on loopback, and by which address each is reached; IPv4
 * where both do. Source: proc_net(5), `sl local_address rem_address st …`, and tcp_seq_start() of the kernel, which
 * begins with the listening sockets.
 */
export function listeningPorts(root: string): ReadonlyMap<number, OwnAddress> {
  const found = ['proc/net/tcp6', 'proc/net/tcp'].flatMap((file) => linesOf(join(root, file)).flatMap(placeIn))
  const ports = new Map<number, OwnAddress>()
  for (const [port, address] of found) if (ports.get(port) !== '127.0.0.1') ports.set(port, address)
  return ports
}

function placeIn(line: string): readonly (readonly [number, OwnAddress])[] {
  const [, , hex = '', port = '', state] =
    /^( *\d+: )([\dA-F]{8,32}):([\dA-F]{4}) [\dA-F]+:[\dA-F]{4} ([\dA-F]{2}) /.exec(line) ?? []
  const address = ADDRESSES.get(hex)
  return address === undefined || state !== LISTEN ? [] : [[Number.parseInt(port, 16), address]]
}

/** Nothing where the kernel has no such file: without IPv6, say. */
function linesOf(path: string): readonly string[] {
  try {
    const file = openSync(path, 'r')
    try {
      const buffer = Buffer.allocUnsafe(MOST)
      let length = 0
      for (let read = -1; read !== 0 && length < MOST; length += read)
        read = readSync(file, buffer, length, MOST - length, null)
      return buffer.toString('latin1', 0, length).split('\n')
    } finally {
      closeSync(file)
    }
  } catch {
    return []
  }
}
