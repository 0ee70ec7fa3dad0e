import { once } from 'node:events'
import { type Socket, isIP, isIPv6 } from 'node:net'
import { type SecureContext, connect as secure } from 'node:tls'
import { onAbort } from '../../system/on-abort.ts'
import { connectAnswer } from './connect-answer.ts'
import type { HostPort } from './dial.ts'
import type { Dial } from './dialing-agent.ts'
import { failureCode } from './failure-code.ts'
import { withoutBrackets } from './proxy.ts'

/** A proxy, and whom to trust there. */
export interface Proxy {
  /** May hold a user and a password. */
  readonly url: URL
  /** For a proxy at https://. */
  readonly secureContext: SecureContext
}

/**
 * Connects to hosts by CONNECT through a proxy that `dial` connects to. Node's own `proxyEnv` trusts only its built-in
 * authorities for a proxy at https://, reports a proxy that is down like a server that is, and keeps the sockets of
 * requests that were given up (lib/https.js, 24.21).
 */
export function tunnelThrough(proxy: Proxy, dial: Dial): Dial {
  return async (place, signal) => {
    let socket: Socket | undefined
    const giveUp = onAbort(signal, () => socket?.destroy(signal.reason))
    try {
      const { hostname, protocol, port } = proxy.url
      const host = withoutBrackets(hostname)
      socket = await dial({ host, port: Number(port || (protocol === 'http:' ? 80 : 443)) }, signal)
      signal.throwIfAborted()
      if (protocol === 'https:') socket = await secured(socket, host, proxy.secureContext, signal)
      const status = await connectAnswer(socket, connectRequest(place, proxy.url))
      if (status < 200 || status > 299) throw new ProxyFailure(`HTTP_${status}`)
      return socket
    } catch (error) {
      socket?.destroy()
      if (error instanceof ProxyFailure) throw error
      throw new ProxyFailure(failureCode(signal.aborted ? signal.reason : error) ?? 'no code')
    } finally {
      giveUp()
    }
  }
}

async function secured(
  socket: Socket,
  host: string,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<Socket> {
  // An address is not a server name (RFC 6066 §3).
  const servername = isIP(host) === 0 ? host : ''
  const over = secure({ socket, host, servername, secureContext, rejectUnauthorized: true })
  await once(over, 'secureConnect', { signal })
  return over
}

function connectRequest({ host, port }: HostPort, proxy: URL): string {
  const target = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  return [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`, ...authorization(proxy), '', ''].join('\r\n')
}

function authorization({ username, password }: URL): readonly string[] {
  if (username === '' && password === '') return []
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return [`Proxy-Authorization: Basic ${Buffer.from(plain).toString('base64')}`]
}

/** The proxy made no tunnel; the code says why. */
class ProxyFailure extends Error {
  readonly code: string

  constructor(code: string) {
    super(`proxy: ${code}`)
    this.code = `PROXY_${code}`
  }
}
