import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import type { TestCertificate } from './test-ca.ts'

/** A proxy that connects or misbehaves as told, and records its requests. */
export interface FakeProxy {
  readonly url: URL
  /** Each CONNECT with its target and credentials. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[]
  /** Its behaviour from now on: connect, answer with a status, or do nothing. */
  does: 'connect' | 'hang' | number
  /** Bytes to send before the tunnel. */
  opening: string
  /** Number of open connections. */
  readonly open: number
  /** Stops listening and resets every connection. */
  close(): Promise<void>
}

/**
 * Starts a proxy on 127.0.0.1, over TLS if a certificate is given; `addresses` resolves the names that it is asked for.
 */
export async function startFakeProxy(
  certificate?: TestCertificate,
  addresses: Readonly<Record<string, string>> = {},
): Promise<FakeProxy> {
  const server = certificate ? https.createServer(certificate) : http.createServer()
  const asked: { target: string; authorization: string | undefined }[] = []
  const sockets = new Set<Duplex>()
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('connect', ({ url = '', headers }, socket) => {
    asked.push({ target: url, authorization: headers['proxy-authorization'] })
    socket.on('error', () => undefined)
    if (proxy.does === 'hang') {
      socket.resume().on('end', () => socket.destroy())
      return
    }
    if (proxy.does !== 'connect') {
      socket.end(`HTTP/1.1 ${proxy.does} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const { hostname, port } = new URL(`http://${url}`)
    const beyond = net.connect(Number(port || 80), addresses[hostname] ?? hostname.replace(/^\[(.*)\]$/, '$1'), () => {
      socket.write(proxy.opening)
      socket.pipe(beyond).pipe(socket)
    })
    beyond.on('error', () => socket.destroy())
    socket.on('close', () => beyond.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const proxy: FakeProxy = {
    url: new URL(`${certificate ? 'https' : 'http'}://localhost:${port}`),
    asked,
    does: 'connect',
    opening: 'HTTP/1.1 200 Connection established\r\n\r\n',
    get open() {
      return sockets.size
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
  return proxy
}
