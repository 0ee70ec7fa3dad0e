import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ListenAddress } from '../config/listen-address.ts'

/** Answers one request; never rejects. */
export type Respond = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Milliseconds: to send the headers, and the whole request; an idle connection is kept; nothing moves in one. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 }
const STALLED = 120_000
/** How often these times are checked. */
const CHECK_INTERVAL = 1000

/** How many connections an address has at most; each takes some 20 KiB while it is idle. */
const MOST_CONNECTIONS = 4000

/** How long a stop waits for answers, in milliseconds. */
const LAST_ANSWERS = 10_000

/** Serves HTTP at one address. */
export class WebServer {
  readonly #server: Server
  readonly #respond: Respond
  readonly #unanswered = new Set<ServerResponse>()
  #isClosing = false

  private constructor(respond: Respond) {
    this.#respond = respond
    this.#server = createServer({ ...PATIENCE, connectionsCheckingInterval: CHECK_INTERVAL })
    this.#server.maxConnections = MOST_CONNECTIONS
    this.#server.timeout = STALLED
    const answer = (request: IncomingMessage, response: ServerResponse): void => void this.#answer(request, response)
    this.#server.on('request', answer).on('checkContinue', answer)
  }

  /** Resolves once the address accepts connections; rejects with the system's error. */
  static async listen(address: ListenAddress, respond: Respond): Promise<WebServer> {
    const web = new WebServer(respond)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    web.#server.once('error', reject).once('listening', resolve)
    web.#server.listen(address)
    await promise
    web.#server.off('error', reject)
    return web
  }

  /** The port that it listens on; 0 for a UNIX socket. */
  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' ? (address?.port ?? 0) : 0
  }

  /** Accepts no more, answers what has been asked, and ends all connections. */
  async close(): Promise<void> {
    this.#isClosing = true
    for (const response of this.#unanswered) response.shouldKeepAlive = false
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()))
    const patience = setTimeout(() => this.#server.closeAllConnections(), LAST_ANSWERS)
    await closed
    clearTimeout(patience)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#isClosing) response.shouldKeepAlive = false
    this.#unanswered.add(response)
    response.once('close', () => this.#unanswered.delete(response))
    await this.#respond(request, response)
  }
}
