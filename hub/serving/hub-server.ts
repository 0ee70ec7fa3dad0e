import { ActionNeeded, codeOf } from '../../lib/system/errors.ts'
import { type ListenAddress, textOfAddress } from '../config/listen-address.ts'
import { AgentAccess } from '../http/agent-access.ts'
import { exchange, type Site } from '../http/exchange.ts'
import { httpNotices } from '../http/notices.ts'
import { TrustedProxies } from '../http/proxies.ts'
import type { Hub, Route } from '../http/route.ts'
import { ROUTES } from '../http/routes.ts'
import { WaitingBytes } from '../http/waiting-bytes.ts'
import { type Respond, WebServer } from '../http/web-server.ts'
import { HubCounts } from '../samples/hub-counts.ts'

/** Bytes of all bodies that are read or answered at the same time. */
const MOST_WAITING = 64 * 1024 ** 2

/** What a hub is made of. */
export type HubParts = Pick<Hub, 'config' | 'store' | 'clock' | 'tell'>

/** A hub that listens. */
export class HubServer {
  readonly #site: Site
  readonly #servers: WebServer[] = []

  private constructor(site: Site) {
    this.#site = site
  }

  /** Listens where the configuration says. Throws `ActionNeeded` if that is not possible. */
  static async start(parts: HubParts, routes: readonly Route[] = ROUTES): Promise<HubServer> {
    const hub: Hub = { ...parts, counts: new HubCounts(), waiting: new WaitingBytes(MOST_WAITING) }
    const server = new HubServer({
      hub,
      routes,
      access: new AgentAccess(hub.store, hub.clock),
      proxies: new TrustedProxies(hub.config.trusted_proxies ?? []),
    })
    try {
      for (const address of hub.config.listen) await server.#listen(address)
      return server
    } catch (error) {
      await server.close()
      throw error
    }
  }

  /** The ports that it listens on, in the order of the configuration; 0 for a UNIX socket. */
  get ports(): readonly number[] {
    return this.#servers.map(({ port }) => port)
  }

  /** Answers what has been asked, and ends. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()))
  }

  async #listen(address: ListenAddress): Promise<void> {
    const respond: Respond = (request, response) => exchange(this.#site, request, response)
    const server = await WebServer.listen(address, respond).catch((error: unknown) => {
      throw asAction(address, error)
    })
    this.#servers.push(server)
    this.#site.hub.tell(httpNotices.listening(textOfAddress(address, server.port)))
  }
}

function asAction(address: ListenAddress, error: unknown): unknown {
  const code = codeOf(error)
  if (code === undefined) return error
  const where = textOfAddress(address)
  const sentence =
    code === 'EADDRINUSE'
      ? `another program listens on ${where}; end it, or change listen`
      : `the hub cannot listen on ${where} (${code}); change listen`
  return new ActionNeeded(sentence, undefined, { cause: error })
}
