import { Reloads } from '../../lib/notice/reloads.ts'
import type { ReloadRequest } from '../../lib/system/reload-request.ts'
import { alertRulesOf } from '../config/alerts/alert-settings.ts'
import type { HubConfig } from '../config/load.ts'
import { watchSight } from '../coverage/watch-sight.ts'
import { judgeArrivals } from '../evaluation/judge-arrivals.ts'
import { NewPlaces } from '../evaluation/new-places.ts'
import { watchTraffic } from '../evaluation/watch-traffic.ts'
import { forwardAll, tellMissed } from '../forwarding/forward-all.ts'
import type { KeptStore } from '../store/store.ts'
import { keepStore, type Retention } from '../store/upkeep.ts'
import { keepTelling } from '../telling/telling.ts'
import type { HubParts, HubServer } from './hub-server.ts'
import { watchStore } from './watch-store.ts'

/** How often the certificate and the databases of places are looked at, in milliseconds. */
const FILES_INTERVAL = 10_000

/** What a running hub is kept up with. */
export interface Keeping extends Pick<HubParts, 'clock' | 'tell'> {
  readonly store: KeptStore
  readonly server: HubServer
  readonly reloadRequest: ReloadRequest
  readonly read: () => Promise<HubConfig>
  readonly signal: AbortSignal
}

/** Keeps a hub up with its configuration and its certificate, until the signal aborts; then it answers and ends. */
export async function untilStopped(keeping: Keeping): Promise<void> {
  const { server } = keeping
  const { trustedClock, readiness, worked } = server
  const retention = (): Retention => server.config.retention
  const placeMemory = (): number => server.config.places.memory
  const newPlaces = new NewPlaces({ ...keeping, places: server.places, numbers: () => server.config.places })
  const config = (): HubConfig => server.config
  const silence = (): number => server.config.coverage.silence
  const targets = (): HubConfig['forward'] => server.config.forward
  await Promise.all([
    reloading(keeping),
    renewing(keeping),
    watchStore({ ...keeping, readiness }),
    keepStore({
      ...keeping,
      trustedClock,
      retention,
      placeMemory,
      beforeDrop: (day) => tellMissed(targets(), keeping, day),
    }),
    judgeArrivals({ ...keeping, trustedClock, rules: () => alertRulesOf(server.config), newPlaces, worked }),
    keepTelling({ ...keeping, trustedClock, config, counts: server.counts, places: server.places }),
    watchTraffic({ ...keeping, rules: () => server.config.traffic.rules }),
    watchSight({ ...keeping, silence }),
    forwardAll(targets, { ...keeping, counts: server.counts }, keeping.signal),
  ])
  await server.close()
}

async function reloading({ server, reloadRequest, read, tell, signal }: Keeping): Promise<void> {
  const apply = async (): Promise<void> => server.reload(await read())
  const reloads = new Reloads({ reloadRequest, read: apply, tell })
  while (!signal.aborted) await reloads.next(signal)
}

async function renewing({ server, clock, signal }: Keeping): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(FILES_INTERVAL, signal)
    if (signal.aborted) return
    await server.renewTls()
    await server.renewPlaces()
  }
}
