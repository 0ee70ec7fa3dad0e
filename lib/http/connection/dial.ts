import { lookup as systemLookup } from 'node:dns'
import { type LookupFunction, type Socket, connect } from 'node:net'
import { codeOf } from '../../system/errors.ts'
import { onAbort } from '../../system/on-abort.ts'

/** The end of a connection. */
export interface HostPort {
  readonly host: string
  readonly port: number
}

/** How a connection is made. */
export interface DialOptions {
  /** Milliseconds after which the signal is aborted. */
  readonly timeout: number
  /** Looks up a name; the system's resolver by default. */
  readonly lookup?: LookupFunction | undefined
}

/** Milliseconds between the tries of two addresses: the Connection Attempt Delay of RFC 8305 §5. */
const HEAD_START = 250

/**
 * Connects to the first address of a host that answers (Happy Eyeballs, RFC 8305). Tries the addresses a little after
 * each other, and gives none up while others are tried: Node (`autoSelectFamily`) gives each but the last 250 ms, so it
 * never reaches a far one. Rejects with the most telling error of all addresses, or with the reason of the signal.
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

/** In the order of the resolver (RFC 6724). */
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
  /** The sockets being tried, each with its listener for errors. */
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

/** An address without a route tells less than one that refuses: many machines have no IPv6. */
function mostTelling(faults: readonly Error[]): Error | undefined {
  return (
    faults.find((fault) => !/^E(?:(?:NET|HOST)UNREACH|ADDRNOTAVAIL|AFNOSUPPORT)$/.test(codeOf(fault) ?? '')) ??
    faults[0]
  )
}

function ignore(): void {
  return undefined
}
