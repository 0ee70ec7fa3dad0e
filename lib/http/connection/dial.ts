import { lookup as systemLookup } from 'node:dns'
import { type LookupFunction, type Socket, connect } from 'node:net'
import { codeOf } from '../../system/errors.ts'
import { onAbort } from '../../system/on-abort.ts'

/** Where a connection leads. */
export interface HostPort {
  readonly host: string
  readonly port: number
}

/** How it is made. */
export interface DialOptions {
  /** Milliseconds that it may take; the signal ends it then. */
  readonly timeout: number
  /** How a name becomes addresses; without it as the system does. */
  readonly lookup?: LookupFunction | undefined
}

/** How long an address is alone in being tried, in milliseconds (RFC 8305 §5). */
const HEAD_START = 250

/**
 * A connection to the first address of a host that answers. Each is tried a little after the one before, and none given
 * up while others are tried, as Node does with all but the last after 250 ms (`autoSelectFamily`): a far one would
 * never be reached. Rejects with the fault of the address that says most, or the reason of the signal.
 */
export async function dial(
  { host, port }: HostPort,
  { timeout, lookup }: DialOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const addresses = await addressesOf(host, lookup)
  signal.throwIfAborted()
  const headStart = Math.min(HEAD_START, timeout / 2 / addresses.length)
  return firstOf(addresses, port, headStart, signal)
}

/** As the resolver orders them (RFC 6724). */
async function addressesOf(host: string, lookup: LookupFunction = systemLookup): Promise<readonly string[]> {
  const found = await new Promise<Parameters<Parameters<LookupFunction>[2]>[1]>((resolve, reject) => {
    lookup(host, { all: true }, (error, address) => (error === null ? resolve(address) : reject(error)))
  })
  return typeof found === 'string' ? [found] : found.map(({ address }) => address)
}

async function firstOf(
  addresses: readonly string[],
  port: number,
  headStart: number,
  signal: AbortSignal,
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const left = [...addresses]
  /** What is being tried, each with its listener. */
  const attempts = new Map<Socket, (fault: Error) => void>()
  const faults: Error[] = []
  let timer: NodeJS.Timeout | undefined

  function tryNext(): void {
    clearTimeout(timer)
    const host = left.shift()
    if (host !== undefined) tryOne(host)
    else if (attempts.size === 0) reject(mostTelling(faults))
  }

  function tryOne(host: string): void {
    const socket = connect({ host, port, noDelay: true, keepAlive: true })
    const fail = (fault: Error): void => {
      attempts.delete(socket)
      faults.push(fault)
      tryNext()
    }
    attempts.set(socket, fail)
    socket.once('connect', () => resolve(socket)).on('error', fail)
    if (left.length > 0) timer = setTimeout(tryNext, headStart)
  }

  const forget = onAbort(signal, () => reject(signal.reason))
  try {
    tryNext()
    const socket = await promise
    socket.off('error', attempts.get(socket) ?? ignore)
    attempts.delete(socket)
    return socket
  } finally {
    forget()
    clearTimeout(timer)
    for (const [socket, fail] of attempts) socket.off('error', fail).on('error', ignore).destroy()
  }
}

/** An address without a route tells less than one that refuses: many hosts have no IPv6. */
function mostTelling(faults: readonly Error[]): Error | undefined {
  return (
    faults.find((fault) => !/^E(?:(?:NET|HOST)UNREACH|ADDRNOTAVAIL|AFNOSUPPORT)$/.test(codeOf(fault) ?? '')) ??
    faults[0]
  )
}

function ignore(): void {
  return undefined
}
