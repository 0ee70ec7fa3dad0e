import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { AddressList } from '../config/address-list.ts'

/** Reverse proxies whose word about their clients is believed. */
export class TrustedProxies {
  readonly #list: AddressList

  /** `proxies`: IP addresses and networks. */
  constructor(proxies: readonly string[]) {
    this.#list = new AddressList(proxies)
  }

  /** Where a request comes from: the last address on its way that is no trusted proxy. */
  clientOf({ socket, headers }: IncomingMessage): Client {
    const peer = plainAddress(socket.remoteAddress ?? '')
    const isEncrypted = 'encrypted' in socket
    const told = headers['x-forwarded-for'] ?? []
    if (!this.#isTrusted(peer)) return { address: peer, isSecure: isEncrypted, isProxyUnknown: told.length > 0 }
    const hops = [told].flat().flatMap((line) => line.split(','))
    const isSecure = [headers['x-forwarded-proto'] ?? []].flat().at(-1)?.trim() === 'https'
    let address = peer
    for (const hop of hops.map((word) => plainAddress(word.trim())).toReversed()) {
      if (isIP(hop) === 0 || !this.#isTrusted(address)) break
      address = hop
    }
    return { address, isSecure: isSecure || isEncrypted, isProxyUnknown: false }
  }

  /** Who comes through a UNIX socket has no address: only a proxy of this machine does. */
  #isTrusted(address: string): boolean {
    return address === '' || this.#list.has(address)
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

/** Sockets that take both families show IPv4 addresses as ::ffff:192.0.2.1. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
