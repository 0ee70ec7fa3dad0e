import { BlockList, isIP } from 'node:net'

/** A set of IP addresses and networks. */
export class AddressList {
  readonly #list = new BlockList()

  /** Each is an address, or a network as `192.0.2.0/24`; `isAddressOrNetwork` says whether it is. */
  constructor(places: readonly string[]) {
    for (const place of places) {
      const [address = '', prefix] = place.split('/')
      if (prefix === undefined) this.#list.addAddress(address, familyOf(address))
      else this.#list.addSubnet(address, Number(prefix), familyOf(address))
    }
  }

  /** Whether the list holds an address; false for what is none. */
  has(address: string): boolean {
    return isIP(address) !== 0 && this.#list.check(address, familyOf(address))
  }
}

/** Whether a text is an IP address, or a network as `192.0.2.0/24`. */
export function isAddressOrNetwork(text: string): boolean {
  const [, address = '', prefix = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const family = isIP(address)
  return family !== 0 && Number(prefix) <= (family === 4 ? 32 : 128)
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
