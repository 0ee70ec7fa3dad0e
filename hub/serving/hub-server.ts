import { isDeepStrictEqual } from 'node:util'
import { isOutside } from '../../lib/system/errors.ts'
import { memoryOfThread } from '../../lib/system/processes/memory.ts'
import { oneLine } from '../../lib/text/plain-text.ts'
import type { HubConfig } from '../config/load.ts'
import { AgentAccess } from '../http/agent-access.ts'
import { certificateTimeFault } from '../http/certificate-time.ts'
import { exchange, type Site } from '../http/exchange.ts'
import { FailureLimit } from '../http/failure-limit.ts'
import { PersonAccess } from '../http/person-access.ts'
import { TrustedProxies } from '../http/proxies.ts'
import { Readiness } from '../http/readiness.ts'
import type { Hub, Route } from '../http/route.ts'
import { Router } from '../http/router.ts'
import { StatusPace } from '../http/status-pace.ts'
import { readTlsFiles, type TlsFiles } from '../http/tls-files.ts'
import { Turns } from '../http/turns.ts'
import { WaitingBytes } from '../http/waiting-bytes.ts'
import { SecretSeal } from '../people/secret-seal.ts'
import { GeoPlaces } from '../places/geo-places.ts'
import { HubCounts } from '../samples/hub-counts.ts'
import { TotalsIntake } from '../store/totals-intake.ts'
import { TrustedClock } from '../store/trusted-clock.ts'
import { Listeners } from './listeners.ts'
import { servingNotices } from './notices.ts'
import { ROUTES } from './routes.ts'

/** Bytes of all bodies that are read or answered at the same time. */
const MOST_WAITING = 64 * 1024 ** 2

/** What a hub is made of. */
export type HubParts = Pick<Hub, 'config' | 'store' | 'clock' | 'tell'> & Partial<Pick<Hub, 'seal'>>

/** A hub that listens. */
export class HubServer {
  #site: Site
  readonly #stop: AbortController
  #tls: TlsFiles | undefined
  /** Why the certificate on the disk is not used; undefined if it is. */
  #fault: string | undefined
  /** What was told of the time of the certificate in use. */
  #timeFault: string | undefined
  readonly #listeners: Listeners
  readonly #memory = memoryOfThread()

  private constructor(site: Site, stop: AbortController) {
    this.#site = site
    this.#stop = stop
    this.#listeners = new Listeners((request, response) => {
      this.#memory.worked()
      return exchange(this.#site, request, response)
    }, site.hub.tell)
  }

  /** Listens where the configuration says. Throws `ActionNeeded` if that is not possible. */
  static async start(parts: HubParts, routes: readonly Route[] = ROUTES): Promise<HubServer> {
    const stop = new AbortController()
    const hub: Hub = {
      seal: new SecretSeal([]),
      ...parts,
      intake: new TotalsIntake(parts.store),
      trustedClock: new TrustedClock(parts),
      places: new GeoPlaces(parts.tell),
      counts: new HubCounts(),
      waiting: new WaitingBytes(MOST_WAITING),
      readiness: new Readiness(parts.store, parts.clock),
      failures: new FailureLimit(),
      statusPace: new StatusPace(),
      turns: new Turns(),
      stopping: stop.signal,
    }
    const [agents, people] = [new AgentAccess(hub.store, hub.clock), new PersonAccess(hub.store, hub.clock)]
    const server = new HubServer(
      { hub, router: new Router(routes), agents, people, proxies: proxiesOf(hub.config) },
      stop,
    )
    try {
      await server.#listen(hub.config)
      await server.renewPlaces()
      return server
    } catch (error) {
      await server.close()
      throw error
    }
  }

  /** The ports that it listens on, in the order of the configuration; 0 for a UNIX socket. */
  get ports(): readonly number[] {
    return this.#listeners.ports
  }

  /** What it counts. */
  get counts(): HubCounts {
    return this.#site.hub.counts
  }

  /** Whether reports can be stored. */
  get readiness(): Readiness {
    return this.#site.hub.readiness
  }

  /** The clock, and whether it is believed. */
  get trustedClock(): TrustedClock {
    return this.#site.hub.trustedClock
  }

  /** Notes that this thread did something, so that its memory is given back in time. */
  readonly worked = (): void => this.#memory.worked()

  /** The configuration in use. */
  get config(): HubConfig {
    return this.#site.hub.config
  }

  /** Takes another configuration, but for the store. Throws `ActionNeeded` if it cannot: then nothing changes. */
  async reload(config: HubConfig): Promise<void> {
    await this.#listen(config)
    const { hub } = this.#site
    if (!isDeepStrictEqual(storeOf(config), storeOf(hub.config))) hub.tell(servingNotices.restartNeeded())
    this.#site = { ...this.#site, hub: { ...hub, config }, proxies: proxiesOf(config) }
    await this.renewPlaces()
  }

  /** Where addresses are. */
  get places(): GeoPlaces {
    return this.#site.hub.places
  }

  /** Reads the databases of places that have changed. One that cannot be used gives one notice. */
  async renewPlaces(): Promise<void> {
    await this.places.renew(this.config.places)
  }

  /** Reads the certificate again, and uses it if it has changed. One that cannot be used gives one notice. */
  async renewTls(): Promise<void> {
    const { config, tell } = this.#site.hub
    try {
      const tls = await readTlsFiles(config.tls)
      if (tls === undefined) return
      if (!isDeepStrictEqual(tls, this.#tls)) {
        await this.#listeners.renew(tls)
        tell(servingNotices.certificateRenewed())
      }
      this.#tls = tls
      this.#fault = undefined
      this.#tellTime(config)
    } catch (error) {
      if (!isOutside(error)) throw error
      const fault = oneLine(error.message)
      if (fault !== this.#fault) tell(servingNotices.certificateRefused(fault))
      this.#fault = fault
    }
  }

  /** Answers what has been asked, and ends. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#listeners.close()
    this.#memory.close()
  }

  async #listen(config: HubConfig): Promise<void> {
    const { listen: addresses, tls: files } = config
    const tls = await readTlsFiles(files)
    await this.#listeners.use({ addresses, tls })
    this.#tls = tls
    this.#fault = undefined
    this.#tellTime(config)
  }

  /** Tells once if the certificate in use has expired, or soon will. */
  #tellTime({ tls: { certificate = '' } }: HubConfig): void {
    const { clock, tell } = this.#site.hub
    const fault = this.#tls && certificateTimeFault(certificate, this.#tls.cert, clock.now())
    if (fault !== undefined && fault !== this.#timeFault) tell(servingNotices.certificateTime(fault))
    this.#timeFault = fault
  }
}

function proxiesOf({ trusted_proxies: proxies = [] }: HubConfig): TrustedProxies {
  return new TrustedProxies(proxies)
}

function storeOf({ store, store_password_file: password, min_free: minFree }: HubConfig): readonly unknown[] {
  return [store, password, minFree]
}
