import { once } from 'node:events'
import net from 'node:net'
import type { TestContext } from 'node:test'
import tls from 'node:tls'
import type { TestCertificate } from './test-ca.ts'

/** A server of syslog on loopback that reads frames of RFC 6587 §3.4.1. */
export interface SyslogServer {
  readonly port: number
  /** Messages without their frames, in the order in which they came, over all connections. */
  readonly messages: readonly string[]
  /** Connections so far. */
  readonly connections: number
  /** Resolves when so many messages have come, or when one matches. */
  readonly until: (wanted: number | RegExp) => Promise<readonly string[]>
  /** Ends all connections; with `reset` as if the machine had died. */
  readonly cut: () => void
}

/** Starts one, with TLS if it has a certificate; with `clients` it wants one of that authority from each client. */
export async function startSyslogServer(
  context: TestContext,
  { certificate, clients, port = 0 }: { certificate?: TestCertificate; clients?: string; port?: number } = {},
): Promise<SyslogServer> {
  const wanted = clients === undefined ? {} : { ca: clients, requestCert: true, rejectUnauthorized: true }
  const server = certificate === undefined ? net.createServer() : tls.createServer({ ...certificate, ...wanted })
  const sockets = new Set<net.Socket>()
  const messages: string[] = []
  let [connections, news] = [0, Promise.withResolvers<undefined>()]
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)))
  })
  server.on('tlsClientError', () => undefined)
  server.on(certificate === undefined ? 'connection' : 'secureConnection', (socket: net.Socket) => {
    connections += 1
    let rest = Buffer.alloc(0)
    socket
      .on('error', () => undefined)
      .on('data', (bytes: Buffer) => {
        rest = Buffer.concat([rest, bytes])
        for (let frame = firstFrame(rest); frame !== undefined; frame = firstFrame(rest)) {
          messages.push(frame.message)
          rest = rest.subarray(frame.end)
        }
        news.resolve(undefined)
        news = Promise.withResolvers()
      })
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const cut = (): void => sockets.forEach((socket) => socket.destroy())
  context.after(async () => {
    cut()
    await once(server.close(), 'close')
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    messages,
    get connections() {
      return connections
    },
    until: async (enough) => {
      const isEnough = (): boolean =>
        typeof enough === 'number' ? messages.length >= enough : messages.some((message) => enough.test(message))
      while (!isEnough()) await news.promise
      return messages
    },
    cut,
  }
}

function firstFrame(bytes: Buffer): { message: string; end: number } | undefined {
  const [head, digits = ''] = /^([1-9]\d{0,6}) /.exec(bytes.subarray(0, 8).toString('latin1')) ?? []
  if (head === undefined) {
    if (bytes.length >= 8) throw new Error(`no frame: ${bytes.subarray(0, 100).toString()}`)
    return undefined
  }
  const end = head.length + Number(digits)
  return bytes.length < end ? undefined : { message: bytes.subarray(head.length, end).toString(), end }
}
