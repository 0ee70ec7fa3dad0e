import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'

/** A host has no address that may be connected to. */
export class ForbiddenAddress extends Error {
  readonly code = 'ADDRESS_NOT_ALLOWED'
  readonly address: string

  constructor(host: string, address: string) {
    super(`${host}: ${address}`)
    this.address = address
  }
}

/**
 * A resolver that answers with the allowed addresses alone. Who connects to what it answers, and looks nothing up
 * again, cannot be led elsewhere by a name whose addresses change.
 */
export function guardedLookup(
  isAllowed: (address: string) => boolean,
  lookup: LookupFunction = systemLookup,
): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found
      const allowed = addresses.filter(({ address }) => isAllowed(address))
      if (allowed.length > 0) callback(null, allowed)
      else callback(new ForbiddenAddress(host, addresses[0]?.address ?? 'no address'), '')
    })
  }
}
