import { lookup as systemLookup } from 'node:dns'
import { once } from 'node:events'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as secure, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { systemAuthorities } from '../../../lib/http/connection/ca-store.ts'
import { dial } from '../../../lib/http/connection/dial.ts'
import { onAbort } from '../../../lib/system/on-abort.ts'
import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import type { Gauge, ProbeTools } from '../probe.ts'
import { placeInWords, type ServicePlace } from './place.ts'
import { connectionFault, ProbeFault } from './probe-fault.ts'

/** A connection, and how long it took to make, in parts. */
export interface OpenedPlace {
  readonly socket: Socket
  readonly gauges: readonly Gauge[]
}

/** Connects. Throws a `ProbeFault`; at the abort of `tools.signal` at once. */
export async function openPlace(place: ServicePlace, tools: ProbeTools): Promise<OpenedPlace> {
  const [words, began] = [placeInWords(place), tools.elapsed()]
  let looked = began
  const lookup: LookupFunction = (host, options, done) =>
    systemLookup(host, options, (...found) => {
      looked = tools.elapsed()
      done(...found)
    })
  tools.step?.({ sign: '*', text: `connects to ${words}` })
  try {
    const dialed =
      'socket' in place ? local(place.socket, tools.signal) : dial(place, { timeout: 1000, lookup }, tools.signal)
    const socket = await untilAborted(dialed, tools.signal)
    const gauges = [{ name: 'connect_seconds', value: (tools.elapsed() - looked) / 1000 }]
    const isNamed = 'host' in place && isIP(place.host) === 0
    return {
      socket,
      gauges: isNamed ? [{ name: 'lookup_seconds', value: (looked - began) / 1000 }, ...gauges] : gauges,
    }
  } catch (error) {
    if (tools.signal.aborted) throw new ProbeFault(`${words} took no connection in time`)
    throw connectionFault(error, words)
  }
}

async function local(path: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ path })
  try {
    await once(socket, 'connect', { signal })
    return socket
  } catch (error) {
    socket.on('error', () => undefined).destroy()
    throw error
  }
}

/** Nobody can end a look-up of the system; it is left behind. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const forget = onAbort(signal, () => reject(signal.reason))
  try {
    signal.throwIfAborted()
    return await Promise.race([work, promise])
  } finally {
    forget()
    work.catch(() => undefined)
  }
}

/** Made once: it holds all authorities of the system. */
let context: Promise<SecureContext> | undefined

/**
 * What a probe shows is whether a server answers: what it shows is judged later, and nothing secret is said. So old
 * protocols and weak keys are taken, too.
 */
async function everyContext(): Promise<SecureContext> {
  const ca = [...(await systemAuthorities())]
  return createSecureContext({ ca, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })
}

/**
 * Makes TLS of a connection, whatever the certificate. `name` is what the certificate should be for; undefined where
 * that is not known. Throws a `ProbeFault`.
 */
export async function secured(
  socket: Socket,
  name: string | undefined,
  words: string,
  tools: ProbeTools,
): Promise<TLSSocket> {
  const isKnown = name !== undefined && !isLoopbackHost(name)
  // An address is not a server name (RFC 6066 §3).
  const servername = isKnown && isIP(name) === 0 ? name : ''
  const secureContext = await (context ??= everyContext())
  const over = secure({
    socket,
    servername,
    ...(isKnown && { host: name }),
    ...(!isKnown && { checkServerIdentity: () => undefined }),
    secureContext,
    rejectUnauthorized: false,
  })
  const { promise: ended, reject } = Promise.withResolvers<never>()
  ended.catch(() => undefined)
  // An end that came before TLS began is not seen there: the connection itself has read it, and tells it when asked.
  socket.once('end', () => reject(Object.assign(new Error('the end'), { code: 'ECONNRESET' })))
  socket.read(0)
  try {
    await Promise.race([once(over, 'secureConnect', { signal: tools.signal }), ended])
    tools.step?.({ sign: '*', text: `speaks ${over.getProtocol() ?? 'TLS'}, ${over.getCipher().name}` })
    return over
  } catch (error) {
    over.on('error', () => undefined).destroy()
    if (tools.signal.aborted) throw new ProbeFault(`${words} did not finish the handshake of TLS in time`)
    throw connectionFault(error, words)
  }
}
