import http, { type ClientRequest } from 'node:http'
import https from 'node:https'
import { isIP, isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContext } from 'node:tls'

import { failureCode } from './failure-code.ts'
import { bare } from './proxy.ts'

/** A proxy, and how it is talked to. */
export interface Tunnel {
  /** May hold a user and a password. */
  readonly proxy: URL
  /** Whom to trust where the proxy is at https://. */
  readonly secureContext: SecureContext
  /** Milliseconds until the proxy has to have connected. */
  readonly timeout: number
}

/**
 * Reaches servers by CONNECT through a proxy. Node's own way (`proxyEnv`) trusts its built-in authorities alone for a proxy at
 * https://, tells a proxy that is away like a server that is, and keeps the sockets of what was given up meanwhile
 * (lib/https.js, 24.21).
 */
export class TunnelAgent extends https.Agent {
  readonly #tunnel: Tunnel
  readonly #closed = new AbortController()

  constructor(options: https.AgentOptions, tunnel: Tunnel) {
    super(options)
    this.#tunnel = tunnel
  }

  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const fail = (error: Error): void => {
      // Node's type wants a socket for an error as well.
      Reflect.apply(callback ?? ignore, undefined, [error])
    }
    const request = this.#connect(options)
    const timer = setTimeout(() => request.destroy(new ProxyFailure('ETIMEDOUT')), this.#tunnel.timeout)
    request
      .on('close', () => clearTimeout(timer))
      .on('connect', ({ statusCode }, socket) => {
        clearTimeout(timer)
        if (statusCode === 200) {
          callback?.(null, super.createConnection(Object.assign({}, options, { socket })) ?? socket)
          return
        }
        socket.destroy()
        fail(new ProxyFailure(`HTTP_${statusCode}`))
      })
      .on('error', (error) =>
        fail(error instanceof ProxyFailure ? error : new ProxyFailure(failureCode(error) ?? 'no code')),
      )
      .end()
    return undefined
  }

  override destroy(): void {
    this.#closed.abort()
    super.destroy()
  }

  #connect({ host, port }: https.RequestOptions): ClientRequest {
    const { proxy, secureContext } = this.#tunnel
    const target = `${isIPv6(host ?? '') ? `[${host}]` : host}:${port ?? 443}`
    const hostname = bare(proxy.hostname)
    const options = {
      method: 'CONNECT',
      host: hostname,
      path: target,
      headers: { host: target, ...authorization(proxy) },
      agent: false,
      signal: this.#closed.signal,
    } as const
    if (proxy.protocol === 'http:') return http.request({ ...options, port: proxy.port || 80 })
    // By default it would be taken from the header `host`.
    const servername = isIP(hostname) === 0 ? hostname : ''
    const verified = { secureContext, servername, rejectUnauthorized: true }
    return https.request({ ...options, ...verified, port: proxy.port || 443 })
  }
}

/** Why there is no way through the proxy; the code says how far it came. */
class ProxyFailure extends Error {
  readonly code: string

  constructor(code: string) {
    super(`proxy: ${code}`)
    this.code = `PROXY_${code}`
  }
}

function authorization({ username, password }: URL): { readonly 'proxy-authorization'?: string } {
  if (username === '' && password === '') return {}
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` }
}

function ignore(): void {
  return undefined
}
