import { isIP, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls'
import { systemAuthorities } from '../../lib/http/connection/ca-store.ts'
import { dial } from '../../lib/http/connection/dial.ts'
import { TimedOut } from '../../lib/http/connection/dialing-agent.ts'
import { readAuthoritiesFile } from '../../lib/settings/authorities-file.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import type { ForwardTarget } from '../config/forward-schema.ts'
import type { SyslogAddress } from '../config/syslog-address.ts'
import { readTlsFiles } from '../http/tls-files.ts'

/** How long connecting, and a write that the other side does not read, may take, in milliseconds. */
const TIMEOUT = 30_000

/** How long the server has to end the connection after we did, in milliseconds. */
const LEAVE = 5000

/** The end of a connection that the server did not announce as a fault. */
class Ended extends Error {
  readonly code = 'ECONNRESET'
}

/** An open connection to a server of syslog. */
export class SyslogConnection {
  readonly #socket: Socket
  readonly #broken = new AbortController()

  private constructor(socket: Socket) {
    this.#socket = socket
    socket
      .on('error', (error) => this.#broken.abort(error))
      .on('close', () => this.#broken.abort(new Ended('closed')))
      .setKeepAlive(true, TIMEOUT)
      // It has nothing to say, but its end is seen only by who reads.
      .resume()
  }

  /** Connects, and reads the files of the target anew. Rejects with an error of the system or of TLS. */
  static async open(target: ForwardTarget, signal: AbortSignal): Promise<SyslogConnection> {
    const secure = await secureContextOf(target)
    const until = eitherSignal(signal, timeout())
    const socket = await dial(target.to, { timeout: TIMEOUT }, until)
    return new SyslogConnection(secure === undefined ? socket : await secured(socket, target.to, secure, until))
  }

  /** Aborted when the connection has ended, with the reason. */
  get broken(): AbortSignal {
    return this.#broken.signal
  }

  /** Resolves when the system has taken the bytes. Rejects if the connection breaks, or nobody reads at its end. */
  async send(bytes: Buffer): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => reject(new TimedOut()), TIMEOUT)
    const fail = (): void => reject(this.#broken.signal.reason)
    this.#broken.signal.addEventListener('abort', fail)
    try {
      this.#broken.signal.throwIfAborted()
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve(undefined)))
      await promise
    } finally {
      clearTimeout(timer)
      this.#broken.signal.removeEventListener('abort', fail)
    }
  }

  /** Takes leave; resolves with whether the server, which thus has read everything, did so as well. */
  async leave(): Promise<boolean> {
    if (this.#broken.signal.aborted) return false
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), LEAVE)
    this.#socket.once('end', () => resolve(true)).once('close', () => resolve(false))
    this.#socket.end()
    const isRead = await promise
    clearTimeout(timer)
    this.close()
    return isRead
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** What the files of a target hold; undefined without TLS. Throws `ActionNeeded` if they cannot be used. */
export async function secureContextOf({
  name,
  to,
  ca_file: authorities,
  certificate,
  key,
}: ForwardTarget): Promise<SecureContext | undefined> {
  if (!to.tls) return undefined
  const caPem = authorities === undefined ? '' : await readAuthoritiesFile(authorities, `forward.${name}.ca_file`)
  const own = await readTlsFiles({ certificate, key })
  return createSecureContext({ ca: [...(await systemAuthorities()), caPem], minVersion: 'TLSv1.2', ...own })
}

async function secured(
  socket: Socket,
  { host }: SyslogAddress,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  // Whatever NODE_TLS_REJECT_UNAUTHORIZED says. An address is no name to ask for (RFC 6066 §3).
  const name = isIP(host) === 0 ? { servername: host } : {}
  const tls = connectTls({ socket, host, ...name, secureContext, rejectUnauthorized: true })
  const stop = (): void => void tls.destroy(signal.reason instanceof Error ? signal.reason : undefined)
  tls
    .once('secureConnect', () => resolve(tls))
    .on('error', reject)
    .once('close', () => reject(new Ended('closed')))
  signal.addEventListener('abort', stop)
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function timeout(): AbortSignal {
  const limit = new AbortController()
  setTimeout(() => limit.abort(new TimedOut()), TIMEOUT).unref()
  return limit.signal
}
