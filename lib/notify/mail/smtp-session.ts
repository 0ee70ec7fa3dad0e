import { isIPv6, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { createSecureContext } from 'node:tls'
import { promisify } from 'node:util'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { systemAuthorities } from '../../http/connection/ca-store.ts'
import { type DialOptions, dial, type HostPort } from '../../http/connection/dial.ts'
import { TimedOut } from '../../http/connection/dialing-agent.ts'
import { eitherSignal } from '../../system/either-signal.ts'
import { onAbort } from '../../system/on-abort.ts'

/** The server that takes our mail, and how to speak with it. */
export interface Relay extends HostPort, DialOptions {
  /** With `starttls` nothing but that is said in clear; `none` says everything in clear. */
  readonly tls: 'starttls' | 'implicit' | 'none'
  readonly login?: { readonly user: string; readonly pass: string } | undefined
  /** Authorities trusted besides the system's, in PEM. */
  readonly caPem?: string | undefined
}

/** The most bytes of one reply. */
const LONGEST_REPLY = 16 * 1024

/**
 * Connects to a relay, logs in, does some work there and takes leave. All of it has `timeout` milliseconds. Rejects
 * with the library's error (SMTPError), an error of the system, or the reason of the signal.
 */
export async function inSession<T>(
  relay: Relay,
  signal: AbortSignal,
  work: (connection: SMTPConnection) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(new TimedOut()), relay.timeout)
  const until = eitherSignal(signal, limit.signal)
  try {
    const options = await optionsFor(relay)
    const socket = await dial(relay, relay, until)
    const connection = new SMTPConnection({ ...options, connection: socket, name: ownName(socket) })
    return await untilBroken(connection, socket, until, async () => {
      await promisify(connection.connect.bind(connection))()
      if (relay.login) await promisify(connection.login.bind(connection))({ ...relay.login })
      return work(connection)
    })
  } finally {
    clearTimeout(timer)
  }
}

/** Lets the library speak, and nothing else: `dial` connects, and the limit above is the only one that is reached. */
async function optionsFor({ host, port, tls, caPem = '', timeout }: Relay): Promise<SMTPConnectionOptions> {
  const limits = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout }
  const options = { host, port, ...limits, maxResponseSize: LONGEST_REPLY }
  if (tls === 'none') return { ...options, secure: false, ignoreTLS: true }
  const secureContext = createSecureContext({ ca: [...(await systemAuthorities()), caPem], minVersion: 'TLSv1.2' })
  // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
  const verified = { secureContext, rejectUnauthorized: true }
  return { ...options, secure: tls === 'implicit', requireTLS: tls === 'starttls', tls: verified }
}

/** The library calls no one back whose connection breaks or is closed. */
async function untilBroken<T>(
  connection: SMTPConnection,
  socket: Socket,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  connection.on('error', reject)
  const forget = onAbort(signal, () => reject(signal.reason))
  try {
    return await Promise.race([broken, work()])
  } finally {
    forget()
    // Nobody waits for what the server says to QUIT; after an abort not even for the end of the connection.
    if (signal.aborted) socket.destroy()
    else connection.quit()
    connection.close()
  }
}

/** How this host greets: by its name, or by its address if that is no full name (RFC 5321 §4.1.4). */
function ownName({ localAddress = '127.0.0.1' }: Socket): string {
  const name = hostname()
  if (/^[\w-]+(?:\.[\w-]+)+$/.test(name)) return name
  return isIPv6(localAddress) ? `[IPv6:${localAddress}]` : `[${localAddress}]`
}
