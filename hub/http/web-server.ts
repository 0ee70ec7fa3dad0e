import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { ActionNeeded, codeOf } from '../../lib/system/errors.ts'
import { SocketFile } from '../../lib/system/socket-file.ts'
import { type ListenAddress, textOfAddress } from '../config/listen-address.ts'
import type { TlsFiles } from './tls-files.ts'

/** What a server is made with. */
export interface WebServerParts {
  /** Answers one request; never rejects. */
  readonly respond: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Absent: it speaks HTTP in clear. */
  readonly tls?: TlsFiles | undefined
  /** Called when connections are refused because there are too many. */
  readonly onFull: () => void
}

/** Milliseconds: to send the headers, and the whole request; how long an idle connection is kept. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 }
/** How often these are checked, how long a handshake may take, and how long nothing may move in a connection. */
const [CHECK_INTERVAL, HANDSHAKE, STALLED] = [1000, 10_000, 120_000]

/** How many connections an address has at most; an idle one takes some 20 KiB. */
const MOST_CONNECTIONS = 4000

/** How long a stop waits for answers, in milliseconds. */
const LAST_ANSWERS = 10_000

/** Serves HTTP at one address. */
export class WebServer {
  readonly #server: Server | TlsServer
  readonly #parts: WebServerParts
  readonly #sockets = new Set<Socket>()
  readonly #unanswered = new Set<ServerResponse>()
  #file: SocketFile | undefined
  #isClosing = false

  private constructor(parts: WebServerParts) {
    this.#parts = parts
    const options = { ...PATIENCE, connectionsCheckingInterval: CHECK_INTERVAL }
    this.#server =
      parts.tls === undefined
        ? createServer(options)
        : createTlsServer({ ...options, ...parts.tls, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE })
    this.#server.maxConnections = MOST_CONNECTIONS
    this.#server.timeout = STALLED
    const answer = (request: IncomingMessage, response: ServerResponse): void => void this.#answer(request, response)
    this.#server.on(parts.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    this.#server.on('request', answer).on('checkContinue', answer).on('drop', parts.onFull)
  }

  /** Resolves once the address accepts connections. Throws `ActionNeeded` if it cannot be listened on. */
  static async listen(address: ListenAddress, parts: WebServerParts): Promise<WebServer> {
    const web = new WebServer(parts)
    const fault = await web.#listen(address)
    if (fault !== undefined) throw new ActionNeeded(sentenceOf(textOfAddress(address), fault))
    return web
  }

  /** The port that it listens on; 0 for a UNIX socket. */
  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' ? (address?.port ?? 0) : 0
  }

  /** Uses another certificate for further connections. */
  renew(tls: TlsFiles): void {
    if (this.#server instanceof TlsServer) this.#server.setSecureContext({ ...tls, minVersion: 'TLSv1.2' })
  }

  /** Accepts no more, answers what has been asked, and ends all connections. */
  async close(): Promise<void> {
    this.#isClosing = true
    const asked = new Set<Socket | null>()
    for (const response of this.#unanswered) {
      response.shouldKeepAlive = false
      asked.add(response.socket)
    }
    // Node would wait for those, too, that have asked nothing yet.
    for (const socket of this.#sockets) if (!asked.has(socket)) socket.destroy()
    this.#file?.remove()
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()))
    const patience = setTimeout(() => this.#server.closeAllConnections(), LAST_ANSWERS)
    await closed
    clearTimeout(patience)
  }

  async #listen(address: ListenAddress): Promise<string | undefined> {
    if ('path' in address) {
      const file = await SocketFile.listen(this.#server, address.path)
      if (!(file instanceof SocketFile)) return file
      this.#file = file
      return undefined
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#server.once('error', reject).once('listening', resolve).listen(address)
    try {
      await promise
      return undefined
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined) throw error
      return code
    } finally {
      this.#server.off('error', reject)
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Whoever was told nothing before the answer does not know whether to send the body still.
    if (this.#isClosing || request.headers.expect !== undefined) response.shouldKeepAlive = false
    this.#unanswered.add(response)
    response.once('close', () => this.#unanswered.delete(response))
    await this.#parts.respond(request, response)
  }
}

function sentenceOf(where: string, fault: string): string {
  if (fault === 'EADDRINUSE' || fault === 'in use')
    return `another program listens on ${where}; end it, or change listen`
  if (fault === 'no socket') return `${where} is something else than a socket; remove it, or change listen`
  return `the hub cannot listen on ${where} (${fault}); change listen`
}
