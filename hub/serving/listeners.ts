import type { Tell } from '../../lib/notice/notice.ts'
import { type ListenAddress, textOfAddress } from '../config/listen-address.ts'
import { httpNotices } from '../http/notices.ts'
import type { TlsFiles } from '../http/tls-files.ts'
import { WebServer, type WebServerParts } from '../http/web-server.ts'

/** Where a hub listens, and how. */
export interface Listening {
  readonly addresses: readonly ListenAddress[]
  /** For all but UNIX sockets, which only this machine reaches. */
  readonly tls: TlsFiles | undefined
}

/** The addresses that a hub listens on, which may change while it runs. */
export class Listeners {
  readonly #respond: WebServerParts['respond']
  readonly #tell: Tell
  readonly #servers = new Map<string, WebServer>()
  #now: Listening = { addresses: [], tls: undefined }

  constructor(respond: WebServerParts['respond'], tell: Tell) {
    this.#respond = respond
    this.#tell = tell
  }

  /** The ports, in the order of the addresses; 0 for a UNIX socket. */
  get ports(): readonly number[] {
    return this.#now.addresses.map((address) => this.#servers.get(keyOf(address, this.#now))?.port ?? 0)
  }

  /**
   * Listens on these addresses and no others; those that stay accept connections all the while. Throws `ActionNeeded`
   * if one cannot be listened on; then it is as it was before.
   */
  async use(next: Listening): Promise<void> {
    const before = this.#now
    // First, as the same port may go from HTTP to HTTPS.
    this.#closeAllBut(next)
    try {
      await this.#open(next)
    } catch (error) {
      this.#closeAllBut(before)
      await this.#open(before)
      throw error
    }
    this.#now = next
    if (next.tls !== undefined) for (const server of this.#servers.values()) server.renew(next.tls)
  }

  /** Uses another certificate for further connections. */
  async renew(tls: TlsFiles): Promise<void> {
    await this.use({ ...this.#now, tls })
  }

  /** Answers what has been asked, and ends all connections. */
  async close(): Promise<void> {
    const servers = [...this.#servers.values()]
    this.#servers.clear()
    await Promise.all([...servers.map((server) => server.close()), ...this.#closing])
  }

  /** Those that still answer what was asked before. */
  readonly #closing = new Set<Promise<void>>()

  #closeAllBut(listening: Listening): void {
    const stay = new Set(listening.addresses.map((address) => keyOf(address, listening)))
    for (const [key, server] of this.#servers) {
      if (stay.has(key)) continue
      this.#servers.delete(key)
      const closed = server.close().then(() => void this.#closing.delete(closed))
      this.#closing.add(closed)
    }
  }

  async #open(listening: Listening): Promise<void> {
    for (const address of listening.addresses) {
      const key = keyOf(address, listening)
      if (this.#servers.has(key)) continue
      const where = textOfAddress(address)
      const tls = 'path' in address ? undefined : listening.tls
      const onFull = (): void => this.#tell(httpNotices.connectionsFull(where))
      const server = await WebServer.listen(address, { respond: this.#respond, tls, onFull })
      this.#servers.set(key, server)
      this.#tell(httpNotices.listening(textOfAddress(address, server.port)))
    }
  }
}

function keyOf(address: ListenAddress, { tls }: Listening): string {
  return `${tls === undefined || 'path' in address ? 'http' : 'https'} ${textOfAddress(address)}`
}
