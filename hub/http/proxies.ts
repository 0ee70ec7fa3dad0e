import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Reverse proxies whose word about their clients is believed. */
export class TrustedProxies {
  readonly #list = new BlockList()

  /** `proxies`: IP addresses, or networks as `192.0.2.0/24`. */
  constructor(proxies: readonly string[]) {
    for (const proxy of proxies) {
      const [address = '', prefix] = proxy.split('/')
      if (prefix === undefined) this.#list.addAddress(address, familyOf(address))
      else this.#list.addSubnet(address, Number(prefix), familyOf(address))
    }
  }

  /** Where a request comes from: the last address on its way that is no trusted proxy. */
  clientOf({ socket, headers }: IncomingMessage): Client {
    const peer = plainAddress(socket.remoteAddress ?? '')
    const isEncrypted = 'encrypted' in socket
    const told = headers['x-forwarded-for'] ?? []
    if (!this.#isTrusted(peer)) return { address: peer, isSecure: isEncrypted, isProxyUnknown: told.length > 0 }
    const way = [
      ...[told]
        .flat()
        .join(',')
        .split(',')
        .map((word) => plainAddress(word.trim())),
      peer,
    ]
    const isSecure = [headers['x-forwarded-proto'] ?? []].flat().at(-1)?.trim() === 'https'
    let address = peer
    for (const hop of way.toReversed()) {
      if (isIP(hop) === 0) break
      address = hop
      if (!this.#isTrusted(hop)) break
    }
    return { address, isSecure: isSecure || isEncrypted, isProxyUnknown: false }
  }

  /** Who comes through a UNIX socket has no address: only a proxy of this machine does. */
  #isTrusted(address: string): boolean {
    return address === '' || (isIP(address) !== 0 && this.#list.check(address, familyOf(address)))
  }
}

/** The client of a request. */
export interface Client {
  /** Its IP address; empty if it came through a UNIX socket and nobody says more. */
  readonly address: string
  /** Whether it speaks TLS, with the hub or with a trusted proxy. */
  readonly isSecure: boolean
  /** Whether it seems to be a proxy that `trusted_proxies` does not name. */
  readonly isProxyUnknown: boolean
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** Sockets that take both families show IPv4 addresses as ::ffff:192.0.2.1. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
